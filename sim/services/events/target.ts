import type { Target as TargetInput } from '@aws-sdk/client-eventbridge';
import { Refusal } from '../../types.ts';
import { inputOf, type ToText } from './input.ts';

export type Target = {
  readonly id: string;
  readonly arn: string;
  readonly kind: Kind;
  readonly toText: ToText;
  readonly deadLetterArn?: string;
  /** As it was put, for those who list targets. */
  readonly given: TargetInput;
};

type Kind = 'lambda' | 'sqs' | 'sns';

const KNOWN: readonly (keyof TargetInput)[] = [
  'Arn',
  'DeadLetterConfig',
  'Id',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
];

/** What a target is to be; refuses as PutTargets does, and throws for what the small AWS cannot reach. */
export const targetOf = (given: TargetInput): Target => {
  const { Id: id = '', Arn: arn = '' } = given;
  for (const [member, value] of Object.entries(given)) {
    if (value === undefined || KNOWN.includes(member as keyof TargetInput)) continue;
    throw new Error(`the small AWS knows no ${member} of a target (known: ${KNOWN.join(', ')})`);
  }
  const kind = kindOf(arn);
  const deadLetterArn = given.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined) checkDeadLetters(deadLetterArn);
  checkRetries(given);
  return { id, arn, kind, toText: inputOf(given), given, ...(deadLetterArn === undefined ? {} : { deadLetterArn }) };
};

const kindOf = (arn: string): Kind => {
  const [prefix, , service, , , resource] = arn.split(':');
  if (prefix !== 'arn' || resource === undefined) {
    const why = `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`;
    throw new Refusal('ValidationException', why);
  }
  if (service === 'sqs' && arn.endsWith('.fifo')) throw new Error(`target ${arn}: the small AWS knows no FIFO queues`);
  if (service === 'lambda' || service === 'sqs' || service === 'sns') return service;
  throw new Error(`target ${arn} is not supported: the small AWS delivers to functions, queues and topics`);
};

const checkDeadLetters = (arn: string): void => {
  if (/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]{1,80}$/.test(arn)) return;
  throw new Refusal('ValidationException', `Parameter DeadLetterConfig is not valid: ${arn} is no standard queue.`);
};

/** The ranges of the service's model. Nothing here is retried: a missing permission or target is not, in AWS either. */
const checkRetries = ({ RetryPolicy: policy }: TargetInput): void => {
  checkRange('maximumRetryAttempts', policy?.MaximumRetryAttempts, [0, 185]);
  checkRange('maximumEventAgeInSeconds', policy?.MaximumEventAgeInSeconds, [60, 86_400]);
};

const checkRange = (name: string, value: number | undefined, [least, most]: readonly [number, number]): void => {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  const where = `targets.1.member.retryPolicy.${name}`;
  const why = `Value '${value}' at '${where}' failed to satisfy constraint: Member must have value ${bound}`;
  throw new Refusal('ValidationException', `1 validation error detected: ${why}`);
};
