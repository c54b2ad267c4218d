import type { Decision, MessageAttributes, Wires } from '../types.ts';
import type { DeclaredFunction } from './declared.ts';
import { emit } from './notes.ts';
import { invalidParameter } from './refusals.ts';

/** Refuses a dead letter target that Lambda refuses. */
export const checkDeadLetters = ({ iam }: Wires, { deadLetterArn: arn, role }: DeclaredFunction): void => {
  if (arn === undefined) return;
  const service = arn.split(':')[2];
  if ((service !== 'sqs' && service !== 'sns') || arn.endsWith('.fifo'))
    throw invalidParameter(`The dead letter target ${arn} is neither a standard queue nor a standard topic.`);
  const [action, verb] = service === 'sqs' ? ['sqs:SendMessage', 'SendMessage'] : ['sns:Publish', 'Publish'];
  if (!iam.judge(role, { action, resource: arn }).allowed)
    throw invalidParameter(
      `The provided execution role does not have permissions to call ${verb} on ${service.toUpperCase()}`,
    );
};

export type DeadLetter = {
  readonly declared: DeclaredFunction;
  readonly requestId: string;
  readonly payload: unknown;
  /** What the last attempt came to; undefined when there was none. */
  readonly error: { readonly errorMessage: string } | undefined;
  readonly why: string;
};

/** Gives the event itself, without what became of it, to the function's dead letter queue or topic. */
export const bury = (wires: Wires, targetArn: string, letter: DeadLetter): void => {
  const { declared } = letter;
  const decision = send(wires, targetArn, letter);
  if (decision.allowed) return;
  emit(wires, declared, 'DeadLetterErrors', 1);
  wires.journal.write('missing-hop', { hop: 'grant', from: declared.displayName, to: targetArn, why: decision.why });
};

const send = ({ queues, topics }: Wires, targetArn: string, letter: DeadLetter): Decision => {
  const { declared, payload, why } = letter;
  const message = JSON.stringify(payload);
  const attributes = attributesOf(letter);
  return targetArn.split(':')[2] === 'sns'
    ? topics.deliver(declared.role, targetArn, { message, attributes })
    : queues.send(declared.role, targetArn, message, why, attributes);
};

/** The error's message is cut to a kilobyte. */
const attributesOf = ({ requestId, error }: DeadLetter): MessageAttributes => ({
  RequestID: { type: 'String', value: requestId },
  ErrorCode: { type: 'Number', value: error === undefined ? '429' : '200' },
  ErrorMessage: { type: 'String', value: (error?.errorMessage ?? 'Rate Exceeded.').slice(0, 1_024) || 'null' },
});
