import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import { Refusal } from '../../types.ts';
import type { Bucket } from './bucket.ts';

/** A bucket's policy, given as text. */
export const policyIn = (text: string): NonNullable<Bucket['policy']> => {
  const value = text.startsWith('{') ? jsonIn(text) : undefined;
  if (value === undefined) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (!('Statement' in value)) throw malformed('Missing required field Statement');
  const document = readPolicy(value);
  try {
    checkPolicy(document, 's3');
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : String(cause));
  }
  return { text, document };
};

const malformed = (why: string): Refusal => new Refusal('MalformedPolicy', why);

const jsonIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
};
