import { Refusal } from '../../types.ts';

export const noSuchBucket = (name: string): Refusal =>
  new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });

export const noSuchKey = (key: string): Refusal =>
  new Refusal('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });

export const noSuchVersion = (key: string, id: string): Refusal =>
  new Refusal('NoSuchVersion', 'The specified version does not exist.', 404, { Key: key, VersionId: id });

export const accessDenied = (): Refusal => new Refusal('AccessDenied', 'Access Denied', 403);

export const invalidArgument = (message: string, name: string, value?: string): Refusal =>
  new Refusal('InvalidArgument', message, 400, {
    ArgumentName: name,
    ...(value === undefined ? {} : { ArgumentValue: value }),
  });

/** Throws when a request uses a member that is not known here: silence would be kinder than S3. */
export const only = (input: object, operation: string, known: readonly string[]): void => {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(member))
      throw new Error(`the small AWS knows no ${member}=${JSON.stringify(value)} of S3's ${operation}`);
  }
};
