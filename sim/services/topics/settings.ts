import { Refusal } from '../../types.ts';
import { filterIn, isNested } from './filter.ts';
import type { Scope, SubscriptionSettings } from './topic.ts';

export const NO_SETTINGS: SubscriptionSettings = { raw: false, scope: 'MessageAttributes' };

/** How a refusal begins: `Attributes Reason: ` where several attributes are given at once. */
export type Where = '' | 'Attributes Reason: ';

/** Those settings with these attributes of a subscription in place of theirs; an empty policy takes one away. */
export const withSettings = (
  before: SubscriptionSettings,
  attributes: Readonly<Record<string, string>>,
  where: Where,
): SubscriptionSettings => {
  const invalid = (what: string): Refusal => new Refusal('InvalidParameter', `Invalid parameter: ${where}${what}`);
  const after = Object.entries(attributes).reduce(
    (settings, attribute) => withAttribute(settings, attribute, invalid),
    before,
  );
  if (after.scope === 'MessageAttributes' && after.filter !== undefined && isNested(after.filter.text)) {
    const why = 'Filter policy scope MessageAttributes does not support nested filter policy';
    throw new Refusal('InvalidParameter', `Invalid parameter: ${why}`);
  }
  return after;
};

type Invalid = (what: string) => Refusal;

const NOT_HERE = ['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy'];

const withAttribute = (
  settings: SubscriptionSettings,
  [name, value]: readonly [string, string],
  invalid: Invalid,
): SubscriptionSettings => {
  const { filter: _, ...open } = settings;
  const { redrive: __, ...losing } = settings;
  if (name === 'RawMessageDelivery') return { ...settings, raw: flagIn(value, invalid) };
  if (name === 'FilterPolicyScope') return { ...settings, scope: scopeIn(value, invalid) };
  if (name === 'FilterPolicy') {
    return value === '' || value === '{}' ? open : { ...open, filter: filterIn(value, invalid) };
  }
  if (name === 'RedrivePolicy') return value === '' ? losing : { ...losing, redrive: redriveIn(value, invalid) };
  if (NOT_HERE.includes(name)) throw new Error(`the small AWS knows no ${name} of a subscription`);
  throw invalid('AttributeName');
};

const flagIn = (value: string, invalid: Invalid): boolean => {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
};

const scopeIn = (value: string, invalid: Invalid): Scope => {
  if (value === 'MessageAttributes' || value === 'MessageBody') return value;
  throw invalid(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
};

const redriveIn = (text: string, invalid: Invalid): NonNullable<SubscriptionSettings['redrive']> => {
  const arn = deadLetterArnIn(text);
  if (arn === undefined) throw invalid('RedrivePolicy: failed to parse JSON.');
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]{1,80}$/.test(arn)) {
    throw invalid('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  return { text, deadLetterArn: arn };
};

const deadLetterArnIn = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const found = typeof value === 'object' && value !== null && 'deadLetterTargetArn' in value;
    return found ? String(value.deadLetterTargetArn) : '';
  } catch {
    return undefined;
  }
};
