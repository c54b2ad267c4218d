import type { Decision, Wires } from '../types.ts';
import type { Declarations, DeclaredFunction } from './declared.ts';
import { LATEST } from './names.ts';
import { emit } from './notes.ts';
import { invalidParameter } from './refusals.ts';

/** Where records of asynchronous invocations may go, by the service in the destination's ARN. */
const KINDS = {
  sqs: { action: 'sqs:SendMessage', verb: 'SendMessage' },
  sns: { action: 'sns:Publish', verb: 'Publish' },
  lambda: { action: 'lambda:InvokeFunction', verb: 'InvokeFunction' },
  events: { action: 'events:PutEvents', verb: 'PutEvents' },
} as const;
type Kind = keyof typeof KINDS;

const kindOf = (arn: string): Kind | undefined => {
  const service = arn.split(':')[2] ?? '';
  return Object.hasOwn(KINDS, service) ? (service as Kind) : undefined;
};

export type Outlet = 'onSuccess' | 'onFailure';

/** Refuses a destination that Lambda refuses when it is configured. */
export const checkDestination = (
  wires: Wires,
  { functions }: Declarations,
  { declared, outlet, arn }: { readonly declared: DeclaredFunction; readonly outlet: Outlet; readonly arn: string },
): void => {
  const kind = kindOf(arn);
  if (/^arn:[^:]+:s3:/.test(arn) && outlet === 'onFailure')
    throw new Error(`the small AWS has no buckets, such as the destination ${arn}`);
  if (kind === undefined)
    throw invalidParameter(`The provided destination config ${configWith(outlet, arn)} is invalid.`);
  const target = arn.replace(/:\$LATEST$/, '');
  if (target === declared.arn) throw invalidParameter("You can't specify the function as a destination for itself.");
  const isLost = kind === 'lambda' && !functions.has(target);
  const isOdd = arn.endsWith('.fifo') || (kind === 'events' && arn !== defaultBus(wires));
  if (isLost || isOdd) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  const { action, verb } = KINDS[kind];
  if (!wires.iam.judge(declared.role, { action, resource: arn }).allowed)
    throw invalidParameter(`The function's execution role does not have permissions to call ${verb} on ${arn}`);
};

const configWith = (outlet: Outlet, arn: string): string =>
  outlet === 'onSuccess'
    ? `DestinationConfig(onSuccess=OnSuccess(destination=${arn}), onFailure=null)`
    : `DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=${arn}))`;

const defaultBus = ({ account: { partition, region, id } }: Wires): string =>
  `arn:${partition}:events:${region}:${id}:event-bus/default`;

export type Sent = {
  readonly declared: DeclaredFunction;
  readonly outlet: Outlet;
  readonly arn: string;
  readonly record: Readonly<Record<string, unknown>>;
  /** For the journal: why there is a record of a failure. */
  readonly why: string;
};

/** Sends a record with the function's own rights. What is refused is told in the journal, and counted. */
export const deliver = (wires: Wires, sent: Sent): void => {
  const { declared, arn } = sent;
  const kind = kindOf(arn);
  if (kind === undefined) throw new Error(`${arn} is no destination`);
  const decision = SENDERS[kind](wires, sent);
  if (decision.allowed) return;
  emit(wires, declared, 'DestinationDeliveryFailures', 1);
  wires.journal.write('missing-hop', { hop: 'grant', from: declared.displayName, to: arn, why: decision.why });
};

type Sender = (wires: Wires, sent: Sent) => Decision;

const toQueue: Sender = ({ queues }, { declared, outlet, arn, record, why }) =>
  outlet === 'onFailure'
    ? queues.send(declared.role, arn, JSON.stringify(record), why)
    : queues.deliver(declared.role, arn, JSON.stringify(record));

const toTopic: Sender = ({ topics }, { declared, arn, record }) =>
  topics.deliver(declared.role, arn, { message: JSON.stringify(record) });

const toFunction: Sender = ({ functions }, { declared, arn, record }) =>
  functions.invoke(declared.role, arn.replace(/:\$LATEST$/, ''), record);

const toBus: Sender = (wires, { declared, outlet, arn, record }) => {
  const decision = wires.iam.judge(declared.role, { action: 'events:PutEvents', resource: arn });
  if (!decision.allowed) return decision;
  wires.events.put({
    source: 'lambda',
    'detail-type': `Lambda Function Invocation Result - ${outlet === 'onSuccess' ? 'Success' : 'Failure'}`,
    resources: [arn, `${declared.arn}:${LATEST}`],
    detail: record,
  });
  return decision;
};

const SENDERS: Readonly<Record<Kind, Sender>> = { sqs: toQueue, sns: toTopic, lambda: toFunction, events: toBus };
