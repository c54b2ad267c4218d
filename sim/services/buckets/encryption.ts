import { objectOf, objectsOf, oneOf, optionalText, type Properties } from '../properties.ts';
import { DEFAULT_ENCRYPTION, type Encryption } from './bucket.ts';

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'];

/** `BucketEncryption` of a template: of several rules there can be one only. */
export const encryptionIn = (properties: Properties): Encryption => {
  const configuration = objectOf(properties, 'BucketEncryption', ['ServerSideEncryptionConfiguration']);
  if (configuration === undefined) return DEFAULT_ENCRYPTION;
  const rules = objectsOf(configuration, 'ServerSideEncryptionConfiguration', [
    'BucketKeyEnabled',
    'ServerSideEncryptionByDefault',
  ]);
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) throw new Error('BucketEncryption must have one rule');
  const chosen = objectOf(rule, 'ServerSideEncryptionByDefault', ['KMSMasterKeyID', 'SSEAlgorithm']);
  if (chosen === undefined) return DEFAULT_ENCRYPTION;
  const keyId = optionalText(chosen, 'KMSMasterKeyID');
  return encryption(oneOf(chosen, 'SSEAlgorithm', ALGORITHMS), keyId);
};

export const encryption = (algorithm: string, keyId: string | undefined): Encryption => {
  const found = ALGORITHMS.find((one) => one === algorithm) as Encryption['algorithm'] | undefined;
  if (found === undefined) throw new Error(`the small AWS knows no server-side encryption ${algorithm}`);
  return { algorithm: found, ...(keyId === undefined ? {} : { keyId }) };
};

/** As answers about an object tell it. */
export const encryptionMembers = ({ algorithm, keyId }: Encryption) => ({
  ServerSideEncryption: algorithm,
  ...(keyId === undefined ? {} : { SSEKMSKeyId: keyId }),
});
