import { Refusal } from '../../types.ts';

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message);

/** Throws when a request uses a member that is not known here. */
export const only = (input: object, operation: string, known: readonly string[]): void => {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(member))
      throw new Error(`the small AWS knows no ${member}=${JSON.stringify(value)} of Systems Manager's ${operation}`);
  }
};
