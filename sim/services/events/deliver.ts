import type { Decision, MessageAttributes, Principal, ServiceEvent, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import type { Rule } from './rule.ts';
import type { Target } from './target.ts';

export type Delivery = { readonly rule: Rule; readonly event: ServiceEvent };

/** Hands an event to one target; what the target refuses is not tried again, but goes to its dead letters. */
export const deliver = (wires: Wires, delivery: Delivery, target: Target): void => {
  const who = { kind: 'service', service: 'events.amazonaws.com', sourceArn: delivery.rule.arn } as const;
  const outcome = handOver(wires, who, delivery, target);
  count(wires, delivery.rule, 'Invocations');
  if (!outcome.allowed) count(wires, delivery.rule, 'FailedInvocations');
  if (outcome.allowed) tellDelivered(wires, delivery, arnName(target.arn));
  else if (target.deadLetterArn === undefined) tellLost(wires, delivery, target, outcome.why);
  else {
    const attributes = attributesOf(delivery, target, outcome);
    wires.queues.send(who, target.deadLetterArn, JSON.stringify(delivery.event), outcome.why, attributes);
  }
};

/** By the rule's name; EventBridge sends neither while it is zero. */
const count = ({ clock, metrics }: Wires, { name: RuleName }: Rule, name: string): void =>
  metrics.put({
    namespace: 'AWS/Events',
    name,
    dimensions: { RuleName },
    at: clock.now(),
    unit: 'Count',
    values: [[1, 1]],
  });

/** Codes of dead letters; those of EventBridge's list that can occur here. */
type ErrorCode = 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'INVALID_JSON';
type Outcome = { readonly allowed: true } | { readonly allowed: false; readonly why: string; readonly code: ErrorCode };

const handOver = (wires: Wires, who: Principal, { event, rule }: Delivery, target: Target): Outcome => {
  const text = target.toText({ event, rule });
  if (text === undefined)
    return { allowed: false, code: 'INVALID_JSON', why: 'the input path finds nothing in the event' };
  if (target.kind === 'sqs') return judged(wires.queues.deliver(who, target.arn, text));
  if (target.kind === 'sns') return judged(wires.topics.deliver(who, target.arn, { message: text }));
  const payload = parsed(text);
  if (payload === undefined)
    return { allowed: false, code: 'INVALID_JSON', why: `a function takes JSON only, not ${text}` };
  return judged(wires.functions.invoke(who, target.arn, payload.value));
};

const judged = (decision: Decision): Outcome =>
  decision.allowed
    ? decision
    : { allowed: false, why: decision.why, code: decision.missing === true ? 'NO_RESOURCE' : 'NO_PERMISSIONS' };

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** EXHAUSTED_RETRY_CONDITION is for those that were tried again. */
const attributesOf = (
  { rule }: Delivery,
  { arn }: Target,
  { code, why }: { code: ErrorCode; why: string },
): MessageAttributes =>
  Object.fromEntries(
    Object.entries({
      RULE_ARN: rule.arn,
      TARGET_ARN: arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: why,
      RETRY_ATTEMPTS: '0',
    }).map(([name, value]) => [name, { type: 'String', value }]),
  );

const tellLost = ({ journal }: Wires, { rule }: Delivery, target: Target, why: string): void =>
  journal.write('missing-hop', {
    hop: 'target',
    from: displayName(rule.name),
    to: arnName(target.arn),
    why: `the target refused the event and has no dead letter queue, so the event is lost: ${why}`,
  });

export const tellDelivered = ({ journal }: Wires, { rule, event }: Delivery, target: string): void =>
  journal.write('event', {
    rule: displayName(rule.name),
    detailType: event['detail-type'],
    subject: subjectOf(event),
    target,
  });

const subjectOf = ({ detail: { alarmName, EndpointName: endpoint } }: ServiceEvent): string => {
  if (typeof alarmName === 'string') return alarmName;
  return typeof endpoint === 'string' ? endpoint : '';
};
