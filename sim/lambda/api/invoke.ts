import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { type Api, Later, Refusal } from '../../types.ts';
import { throttleReason } from '../concurrency.ts';
import type { DeclaredFunction } from '../declared.ts';
import type { HandlerError } from '../messages.ts';
import { calledIn, functionCalled, LATEST } from '../names.ts';
import { emit, scrubError } from '../notes.ts';
import { notFound, only, throttled } from '../refusals.ts';
import type { Ended } from '../slot.ts';
import { type Desk, onFunction } from './desk.ts';

const MEMBERS = ['FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier'];

export const invokeOperations = (desk: Desk): Api['operations'] => ({
  Invoke: onFunction(desk, 'InvokeFunction', (input: InvocationRequest) => invoke(desk, input)),
});

const invoke = (desk: Desk, input: InvocationRequest): InvocationResponse | Later => {
  only(input, 'Invoke', MEMBERS);
  const { InvocationType: type = 'RequestResponse' } = input;
  const payload = payloadOf(input.Payload, type);
  const declared = invoked(desk, input);
  if (type === 'DryRun') return { StatusCode: 204 };
  if (type === 'RequestResponse') return new Later((answer) => runFor(desk, { declared, input, payload, answer }));
  desk.events.accept(declared, payload);
  return { StatusCode: 202 };
};

/** A function that is not there is missed by its version, as only Invoke does. */
const invoked = ({ wires, declarations }: Desk, { FunctionName = '', Qualifier }: InvocationRequest) => {
  const called = calledIn(wires.account, FunctionName, Qualifier);
  if (!declarations.functions.has(called.arn))
    throw notFound(`Function not found: ${called.arn}:${called.qualifier ?? LATEST}`);
  return functionCalled(declarations, called);
};

type Run = {
  readonly declared: DeclaredFunction;
  readonly input: InvocationRequest;
  readonly payload: unknown;
  readonly answer: (output: unknown) => void;
};

const runFor = ({ wires, declarations, pool }: Desk, { declared, input, payload, answer }: Run): void => {
  const reason = throttleReason(declarations, pool.running, declared);
  if (reason !== undefined) {
    emit(wires, declared, 'Throttles', 1);
    answer(throttled(reason));
    return;
  }
  const requestId = wires.seeded.id(`invoke/${declared.displayName}`);
  pool.start(declared, { requestId, attempt: 1, payload }, (ended) => answer(replyTo(declared, input, ended)));
};

const replyTo = (
  declared: DeclaredFunction,
  { LogType: logType }: InvocationRequest,
  { outcome, logTail }: Ended,
): InvocationResponse => ({
  StatusCode: 200,
  ...(outcome.kind === 'ok' ? {} : { FunctionError: 'Unhandled' }),
  ...(logType === 'Tail' ? { LogResult: logTail } : {}),
  ExecutedVersion: LATEST,
  Payload: bytes(outcome.kind === 'ok' ? outcome.payload : errorPayload(declared, outcome.error)) as never,
});

/** What the platform itself reports has no trace. */
const errorPayload = (declared: DeclaredFunction, error: HandlerError): string => {
  const { errorType, errorMessage, trace } = scrubError(declared, error);
  return JSON.stringify(trace.length === 0 ? { errorType, errorMessage } : { errorType, errorMessage, trace });
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes of one payload, by how the function is invoked. */
const LARGEST = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 };

/** Without a payload, a function gets an empty object. */
const payloadOf = (payload: Uint8Array | undefined, type: keyof typeof LARGEST): unknown => {
  if (payload === undefined || payload.length === 0) return {};
  if (type === 'Event' && payload.length > LARGEST.Event)
    throw new Refusal(
      'RequestEntityTooLargeException',
      `${payload.length} byte payload is too large for the Event invocation type (limit ${LARGEST.Event} bytes)`,
      413,
      { Type: 'User' },
    );
  if (payload.length > LARGEST[type])
    throw new Refusal(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${LARGEST[type]} bytes for the InvokeFunction operation`,
      413,
      { Type: 'User' },
    );
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${why}`,
      400,
      { Type: 'User' },
    );
  }
};
