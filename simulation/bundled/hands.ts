import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import { giveAnswer } from '../../lambdas/aws/ledger-answer.ts';
import { orderDrill } from '../../lambdas/aws/ledger-drill.ts';
import { ENV } from '../../lambdas/contract.ts';
import { makeStillness } from '../../sim/kernel/stillness.ts';
import { makeServer } from '../../sim/wire/server.ts';
import { ACCOUNT, type Account } from './account.ts';
import type { Hand } from './recording.ts';

/** People at their command lines: the product's own adapters, on the account's table. */
export type Hands = { readonly write: (hand: Hand) => Promise<void>; readonly close: () => Promise<void> };

const PATIENCE_MS = 10_000;

export const makeHands = async ({ wires, parts, reconcile }: Account): Promise<Hands> => {
  const server = await makeServer(wires, {
    apis: parts.flatMap(({ api }) => api ?? []),
    principalOf: () => ({ kind: 'person', name: 'ana' }),
    stillness: makeStillness(),
    immediately: true,
  });
  const client = new DynamoDBClient({
    endpoint: server.url,
    region: ACCOUNT.region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
  const table = reconcile.variables[ENV.table] ?? '';
  const ledger = dynamoLedger(client, table, () => undefined, PATIENCE_MS);
  return {
    write: async (hand) => {
      switch (hand.kind) {
        case 'step':
          await ledger.head(hand.step.incident.endpoint);
          await ledger.write(hand.step, PATIENCE_MS);
          return;
        case 'answer':
          await giveAnswer(client, { table, endpoint: hand.endpoint }, hand.answer);
          return;
        case 'drill':
          await orderDrill(client, { table, endpoint: hand.endpoint }, hand.order);
          return;
      }
    },
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
};
