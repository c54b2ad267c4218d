import { type AttributeValue, type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../domain/model.ts';
import { beside } from './ledger-chain.ts';

/** What a person did that belongs to no incident: `frozen`, `thawed`. */
export type Note = {
  readonly what: string;
  readonly at: Instant;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** Appends the note to the ledger of each of at most 100 endpoints, all or none. */
export const appendNote = async (
  client: DynamoDBClient,
  table: string,
  { endpoints, note }: { readonly endpoints: readonly string[]; readonly note: Note },
): Promise<void> => {
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: endpoints.map((endpoint) => ({
        Put: { TableName: table, Item: noteItem(endpoint, note), ConditionExpression: 'attribute_not_exists(pk)' },
      })),
    }),
  );
};

/** Among the entries of the endpoint's incidents, in the order of time, with `note` in the place of a version. */
const noteItem = (endpoint: string, { what, at, facts }: Note): Record<string, AttributeValue> =>
  beside({
    pk: { S: endpoint },
    sk: { S: `entry#${new Date(at).toISOString()}#note#${what}` },
    what: { S: what },
    facts: { S: JSON.stringify(facts) },
  });
