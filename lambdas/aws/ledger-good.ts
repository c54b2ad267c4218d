import { type AttributeValue, type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { KnownGood } from '../domain/last-known-good.ts';
import type { EndpointName, VariantName } from '../domain/policy.ts';
import type { GoodConfigs, Log } from '../ports.ts';
import { messageOf, within } from './clients.ts';

type Item = Record<string, AttributeValue>;

const READ_WITHIN_MS = 1_000;

const goodKey = (endpoint: EndpointName): Item => ({ pk: { S: endpoint }, sk: { S: 'good' } });

const toVariant = v.transform((name: string) => name as VariantName);

const Stored = v.object({
  schema: v.object({ N: v.literal('1') }),
  good: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({
        good: v.array(
          v.object({
            config: v.string(),
            variant: v.pipe(v.string(), toVariant),
            since: v.number(),
            until: v.number(),
            requests: v.number(),
          }),
        ),
        trial: v.optional(v.object({ config: v.string(), since: v.number() })),
      }),
    ),
  }),
});

const toKnownGood = (item: Item | undefined): KnownGood => {
  if (item === undefined) return { good: [] };
  const { good, trial } = v.parse(Stored, item).good.S;
  return { good, ...(trial && { trial }) };
};

/** The endpoint configs that served well, one item for each endpoint. */
export const dynamoGoodConfigs = (
  client: DynamoDBClient,
  table: string,
  log: Log,
  withinMs = READ_WITHIN_MS,
): GoodConfigs => ({
  known: async (endpoint) => {
    try {
      const get = new GetItemCommand({ TableName: table, Key: goodKey(endpoint), ConsistentRead: true });
      return toKnownGood((await client.send(get, within(withinMs))).Item);
    } catch (error) {
      log('good configs unreadable', { endpoint, error: messageOf(error) });
      return 'unreadable';
    }
  },
  note: async (endpoint, known) => {
    const Item = { ...goodKey(endpoint), schema: { N: '1' }, good: { S: JSON.stringify(known) } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
  },
});
