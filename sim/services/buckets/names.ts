import { Refusal } from '../../types.ts';

/** Lower-case labels of letters, digits and hyphens with dots between them, and no IP address. */
const LABELS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

export const isBucketName = (name: string): boolean =>
  name.length >= 3 && name.length <= 63 && LABELS.test(name) && !ADDRESS.test(name);

export const checkBucketName = (name: string): void => {
  if (!isBucketName(name))
    throw new Refusal('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
};

/** Octets that a key may have. */
const LONGEST_KEY = 1_024;

export const checkKey = (key: string): void => {
  const size = Buffer.byteLength(key);
  if (size <= LONGEST_KEY) return;
  throw new Refusal('KeyTooLongError', 'Your key is too long', 400, { Size: size, MaxSizeAllowed: LONGEST_KEY });
};
