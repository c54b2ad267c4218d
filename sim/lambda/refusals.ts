import { Refusal } from '../types.ts';

const BY_THE_CALLER = { Type: 'User' };

export const notFound = (message: string): Refusal =>
  new Refusal('ResourceNotFoundException', message, 404, BY_THE_CALLER);

export const invalidParameter = (message: string): Refusal =>
  new Refusal('InvalidParameterValueException', message, 400, BY_THE_CALLER);

export const conflict = (message: string): Refusal =>
  new Refusal('ResourceConflictException', message, 409, BY_THE_CALLER);

export const throttled = (reason: string): Refusal =>
  new Refusal('TooManyRequestsException', 'Rate Exceeded.', 429, { ...BY_THE_CALLER, Reason: reason });

export const staleRevision = (): Refusal =>
  new Refusal(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    BY_THE_CALLER,
  );

/** Throws when a request uses a member that is not known here: silence would be kinder than Lambda. */
export const only = (input: object, operation: string, known: readonly string[]): void => {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(member))
      throw new Error(`the small AWS knows no ${member}=${JSON.stringify(value)} of Lambda's ${operation}`);
  }
};
