import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import { type PolicyDocument, Refusal } from '../../types.ts';

type Redrive = { readonly text: string; readonly deadLetterArn: string; readonly maxReceiveCount: number };

/** A queue's attributes, as far as they can be set. */
export type Settings = Numbers & {
  readonly SqsManagedSseEnabled: boolean;
  readonly policy?: { readonly text: string; readonly document: PolicyDocument };
  readonly redrive?: Redrive;
};

type Numbers = {
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly MessageRetentionPeriod: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly VisibilityTimeout: number;
};

/** In seconds, but for the size: bytes. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
} satisfies Record<keyof Numbers, readonly [number, number]>;

/** What a queue is that nobody says anything of. */
export const DEFAULTS: Settings = {
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
  SqsManagedSseEnabled: true,
};

const NOT_HERE = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'RedriveAllowPolicy'];

/** Those settings with these attributes in place of theirs. `exists` tells which queues may take dead letters. */
export const withAttributes = (
  before: Settings,
  attributes: Readonly<Record<string, string>>,
  exists: (queueArn: string) => boolean,
): Settings =>
  Object.entries(attributes).reduce((settings, attribute) => withAttribute(settings, attribute, exists), before);

const withAttribute = (
  settings: Settings,
  [name, value]: readonly [string, string],
  exists: (queueArn: string) => boolean,
): Settings => {
  const { policy: _, ...open } = settings;
  const { redrive: __, ...keeping } = settings;
  if (name === 'Policy') return value === '' ? open : { ...open, policy: policyIn(value) };
  if (name === 'RedrivePolicy') return value === '' ? keeping : { ...keeping, redrive: redriveIn(value, exists) };
  if (name === 'SqsManagedSseEnabled') return { ...settings, SqsManagedSseEnabled: flagIn(name, value) };
  const range = RANGES[name];
  if (range !== undefined) return { ...settings, [name]: wholeIn(name, value, range) };
  if (NOT_HERE.includes(name)) throw new Error(`the small AWS knows no ${name} of a queue`);
  throw new Refusal('InvalidAttributeName', `Unknown Attribute ${name}.`);
};

const wholeIn = (name: string, value: string, [least, most]: readonly [number, number]): number => {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw invalidValue(name);
};

const flagIn = (name: string, value: string): boolean => {
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidValue(name);
};

const invalidValue = (name: string): Refusal =>
  new Refusal('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);

const policyIn = (text: string): NonNullable<Settings['policy']> => {
  const value = jsonIn(text);
  if (value === undefined || !('Statement' in value)) throw invalidValue('Policy');
  const document = readPolicy(value);
  checkPolicy(document, 'sqs');
  return { text, document };
};

const redriveIn = (text: string, exists: (queueArn: string) => boolean): Redrive => {
  const invalid = (why: string): Refusal =>
    new Refusal('InvalidParameterValue', `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${why}`);
  const value = jsonIn(text);
  if (value === undefined) throw invalid('Redrive policy is not a valid JSON map.');
  for (const name of ['deadLetterTargetArn', 'maxReceiveCount']) {
    if (!(name in value)) throw invalid(`Redrive policy does not contain mandatory attribute: ${name}.`);
  }
  const maxReceiveCount = Number(value['maxReceiveCount']);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1_000) {
    throw invalid('Invalid value for maxReceiveCount: it must be between 1 and 1000.');
  }
  const deadLetterArn = String(value['deadLetterTargetArn']);
  if (!exists(deadLetterArn)) throw invalid('Dead letter target does not exist.');
  return { text, deadLetterArn, maxReceiveCount };
};

const jsonIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
