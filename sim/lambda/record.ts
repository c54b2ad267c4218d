import type { Wires } from '../types.ts';
import type { AsyncEvent } from './async-events.ts';
import type { DeclaredFunction } from './declared.ts';
import { LATEST } from './names.ts';

/** What became of an asynchronous event in the end. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

export type Result = {
  readonly event: AsyncEvent;
  readonly condition: Condition;
  /** What the function returned, or its last error; undefined when it never ran. */
  readonly response: unknown;
};

/** The record that a destination gets. */
export const recordOf = (
  { clock }: Wires,
  { arn }: DeclaredFunction,
  { event, condition, response }: Result,
): Readonly<Record<string, unknown>> => ({
  version: '1.0',
  timestamp: new Date(clock.now()).toISOString(),
  requestContext: {
    requestId: event.requestId,
    functionArn: `${arn}:${LATEST}`,
    condition,
    approximateInvokeCount: event.invocations,
  },
  requestPayload: event.payload,
  ...(event.invocations === 0 || response === undefined
    ? {}
    : {
        responseContext: {
          statusCode: 200,
          executedVersion: LATEST,
          ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
        },
        responsePayload: response,
      }),
});
