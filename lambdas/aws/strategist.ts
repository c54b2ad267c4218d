import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { OrderAnswer } from '../domain/strategies/order.ts';
import type { Strategist } from '../ports.ts';
import { messageOf, requestHandler } from './clients.ts';

/** It looks at several services, one after the other. A second request would find the first one's order carried out. */
export const makeLambda = (): LambdaClient =>
  new LambdaClient({ requestHandler: { ...requestHandler, requestTimeout: 20_000 }, maxAttempts: 1 });

/** The second function, invoked by its name. */
export const lambdaStrategist = (client: LambdaClient, functionName: string): Strategist => ({
  async carryOut({ endpoint, id }) {
    try {
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ endpoint, id }) }),
      );
      const said = Payload === undefined ? '' : Payload.transformToString();
      // It failed while it worked: what it did by then, a later look finds out.
      if (FunctionError !== undefined) return { kind: 'lost', message: said.slice(0, LONGEST) };
      return v.parse(Answer, JSON.parse(said));
    } catch (error) {
      return { kind: isRefusal(error) ? 'refused' : 'lost', message: messageOf(error) };
    }
  },
});

const LONGEST = 300;

const isRefusal = (error: unknown): boolean => {
  const { httpStatusCode: status = 0 } =
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata ?? {};
  return status >= 400 && status < 500;
};

const message = v.string();
const Answer: v.GenericSchema<unknown, OrderAnswer> = v.variant('kind', [
  v.object({
    kind: v.literal('accepted'),
    reaches: v.number(),
    bounds: v.exactOptional(v.object({ floor: v.number(), ceiling: v.number() })),
    unheld: v.exactOptional(message),
  }),
  v.object({ kind: v.literal('restoring'), unproved: v.array(v.string()) }),
  v.object({ kind: v.literal('unproved'), what: v.string() }),
  v.object({ kind: v.literal('busy') }),
  v.object({ kind: v.literal('refused'), message }),
  v.object({ kind: v.literal('lost'), message }),
]);
