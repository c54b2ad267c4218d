import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type DrillOrder, drillIncidentId } from '../domain/drill.ts';
import type { Instant } from '../domain/model.ts';
import type { EndpointName } from '../domain/policy.ts';
import { beside } from './ledger-chain.ts';

type Item = Record<string, AttributeValue>;

/** How a drill ended, as whoever ran it saw it. */
export type DrillResult = {
  readonly at: Instant;
  /** Every hop that was tested worked. */
  readonly worked: boolean;
  /** Hops that did not. */
  readonly broken: readonly string[];
};

/** An endpoint's newest drill. Without a result it is under way, or was broken off. */
export type DrillRecord = DrillOrder & { readonly result?: DrillResult };

export const drillKey = (endpoint: EndpointName): Item => ({ pk: { S: endpoint }, sk: { S: 'drill' } });

const Result = v.object({ at: v.number(), worked: v.boolean(), broken: v.array(v.string()) });

const Stored = v.object({
  schema: v.object({ N: v.literal('1') }),
  drill: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({
        id: v.string(),
        by: v.string(),
        at: v.number(),
        move: v.boolean(),
        until: v.number(),
        result: v.optional(Result),
      }),
    ),
  }),
});

export const toDrill = (item: Item | undefined): DrillRecord | undefined => {
  if (item === undefined) return undefined;
  const { result, ...order } = v.parse(Stored, item).drill.S;
  return { ...order, ...(result && { result }) };
};

type Place = { readonly table: string; readonly endpoint: EndpointName };

const drillItem = (endpoint: EndpointName, record: DrillRecord): Item => ({
  ...drillKey(endpoint),
  schema: { N: '1' },
  drill: { S: JSON.stringify(record) },
  // Beside the JSON, for the condition that keeps two drills apart.
  until: { N: String(record.result === undefined ? record.until : record.result.at) },
});

/** Answers false where another drill of this endpoint is under way. Throws when the table does not take it. */
export const orderDrill = async (
  client: DynamoDBClient,
  { table, endpoint }: Place,
  order: DrillOrder,
): Promise<boolean> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: drillItem(endpoint, order),
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': { N: String(order.at) } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

/** The result in the order's place, and an entry that stays. Throws when the table does not take it. */
export const endDrill = async (
  client: DynamoDBClient,
  { table, endpoint }: Place,
  { record, facts }: { readonly record: DrillRecord & { readonly result: DrillResult }; readonly facts: object },
): Promise<void> => {
  const entry = beside({
    pk: { S: endpoint },
    sk: { S: `entry#${new Date(record.result.at).toISOString()}#${record.id}#drill` },
    incidentId: { S: drillIncidentId(endpoint, record.id) },
    what: { S: 'drill' },
    facts: { S: JSON.stringify({ ...record, ...facts }) },
  });
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: table, Item: drillItem(endpoint, record) } },
        { Put: { TableName: table, Item: entry, ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    }),
  );
};

/** DynamoDB's bound on the keys of one call. */
const BATCH = 100;

/** The newest drill of each endpoint that ever had one. Throws when the table does not answer. */
export const lastDrills = async (
  client: DynamoDBClient,
  table: string,
  endpoints: readonly EndpointName[],
): Promise<ReadonlyMap<EndpointName, DrillRecord>> => {
  const batches = Array.from({ length: Math.ceil(endpoints.length / BATCH) }, (_, place) =>
    endpoints.slice(place * BATCH, (place + 1) * BATCH),
  );
  const replies = await Promise.all(
    batches.map((batch) =>
      client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: batch.map(drillKey), ConsistentRead: true } } }),
      ),
    ),
  );
  const items = replies.flatMap(({ Responses = {} }) => Responses[table] ?? []);
  return new Map(
    items.flatMap((item) => {
      const drill = toDrill(item);
      return drill === undefined ? [] : [[item['pk']?.S as EndpointName, drill] as const];
    }),
  );
};
