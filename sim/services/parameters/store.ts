import type { Parameter as Shown } from '@aws-sdk/client-ssm';
import { type Instant, Refusal, type Wires } from '../../types.ts';
import { arnOf, type Wanted } from './names.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** One version of a parameter. */
export type Parameter = {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  readonly version: number;
  readonly modified: Instant;
  /** ARN of whoever put this version. */
  readonly by: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly allowedPattern?: string;
  readonly description?: string;
};

/** Versions by name, oldest first. */
export type Parameters = ReadonlyMap<string, readonly Parameter[]>;

/** The version that is asked for, or the newest. */
export const find = (parameters: Parameters, { name, selector, byArn }: Wanted): Parameter => {
  const versions = parameters.get(name) ?? (byArn === true ? parameters.get(name.slice(1)) : undefined) ?? [];
  const newest = versions.at(-1);
  if (newest === undefined) throw new Refusal('ParameterNotFound', '');
  if (selector === undefined) return newest;
  const found = versions.find(({ version }) => String(version) === selector);
  if (found === undefined)
    throw new Refusal(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
    );
  return found;
};

export const toReply = (
  wires: Wires,
  { name, value, type, version, modified }: Parameter,
  { selector, decrypt }: { readonly selector?: string | undefined; readonly decrypt: boolean },
): Shown => ({
  Name: name,
  Type: type,
  Value: type === 'SecureString' && !decrypt ? ciphertext(value) : value,
  Version: version,
  ...(selector === undefined ? {} : { Selector: `:${selector}` }),
  LastModifiedDate: new Date(modified),
  ARN: arnOf(wires, name),
  DataType: 'text',
});

/** What a reader who forgot to ask for decryption gets: nothing that it could mistake for the value. */
export const ciphertext = (value: string): string => `AQICAHg${Buffer.from(value).toString('base64url')}`;
