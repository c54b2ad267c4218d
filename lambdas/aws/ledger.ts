import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Ledger, Log, Step, Written } from '../ports.ts';
import { messageOf, within } from './clients.ts';
import { drillKey, toDrill } from './ledger-drill.ts';
import { entryItem, headItem, headKey, noticeItem, noticeKey, toHead, toNotice } from './ledger-items.ts';
import { makeUnwritten } from './unwritten.ts';

const READ_WITHIN_MS = 1_000;

/** DynamoDB's bound on the keys of one call. */
const BATCH = 100;

const UNREADABLE: Head = { incident: undefined, version: 'unknown' };

/**
 * The incident of each endpoint as it stands (its *head*) and, append-only, each step that led there. When the table
 * does not answer, this container remembers what it could not write, and the next write catches up.
 */
export const dynamoLedger = (
  client: DynamoDBClient,
  table: string,
  log: Log,
  readWithinMs = READ_WITHIN_MS,
): Ledger => {
  const unwritten = makeUnwritten();

  const remember = (step: Step): Written => {
    unwritten.remember(step);
    return 'unwritten';
  };

  const head = async (endpoint: EndpointName): Promise<Head> => {
    try {
      const get = new GetItemCommand({ TableName: table, Key: headKey(endpoint), ConsistentRead: true });
      return unwritten.onto(endpoint, toHead((await client.send(get, within(readWithinMs))).Item));
    } catch (error) {
      log('ledger unreadable', { endpoint, error: messageOf(error) });
      return unwritten.onto(endpoint, UNREADABLE);
    }
  };

  const write = async (step: Step, withinMs: number): Promise<Written> => {
    const { endpoint } = step.incident;
    try {
      await client.send(transaction(table, step), within(withinMs));
      if (step.replaces === 'unknown') return remember(step);
      unwritten.forget(endpoint);
      return 'written';
    } catch (error) {
      if (lostTheRace(error)) return 'outpaced';
      log('ledger not written', { endpoint, step: step.what, incident: step.incident, error: messageOf(error) });
      return remember(step);
    }
  };

  return {
    head,
    write,
    heads: async (endpoints) => {
      const stored = await headsOf(client, table, { endpoints, log, readWithinMs });
      const asked = new Set([...stored.keys(), ...unwritten.endpoints()]);
      return [...asked].flatMap(
        (endpoint) => unwritten.onto(endpoint, stored.get(endpoint) ?? UNREADABLE).incident ?? [],
      );
    },
    drill: async (endpoint) => {
      try {
        const get = new GetItemCommand({ TableName: table, Key: drillKey(endpoint), ConsistentRead: true });
        const drill = toDrill((await client.send(get, within(readWithinMs))).Item);
        return drill?.result === undefined ? drill : undefined;
      } catch (error) {
        log('drill order unreadable', { endpoint, error: messageOf(error) });
        return undefined;
      }
    },
    notice: async (endpoint, about) => {
      const get = new GetItemCommand({ TableName: table, Key: noticeKey(endpoint, about), ConsistentRead: true });
      return toNotice((await client.send(get, within(readWithinMs))).Item);
    },
    noticed: async (endpoint, about, notice) => {
      await client.send(new PutItemCommand({ TableName: table, Item: noticeItem(endpoint, about, notice) }));
    },
  };
};

/** Two looks wrote at the same time, and this is the later one; throttling cancels a transaction too, but for no such reason. */
const lostTheRace = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );

/** The entry is appended whatever the head's version is; a head of unknown version is left to the next look. */
const transaction = (table: string, step: Step): TransactWriteItemsCommand =>
  new TransactWriteItemsCommand({
    TransactItems: [
      {
        Put: {
          TableName: table,
          Item: entryItem(step),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      ...(step.replaces === 'unknown' ? [] : [{ Put: headPut(table, step, step.replaces) }]),
    ],
  });

const headPut = (table: string, step: Step, replaces: number) => ({
  TableName: table,
  Item: headItem(step.incident, replaces + 1),
  ...(replaces === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :replaces',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':replaces': { N: String(replaces) } },
      }),
});

/** One endpoint's item that another version wrote must not hide the others' incidents. */
const readable = (item: Record<string, AttributeValue>, log: Log): readonly Head[] => {
  try {
    return [toHead(item)];
  } catch (error) {
    log('ledger unreadable', { endpoint: item['pk']?.S, error: messageOf(error) });
    return [];
  }
};

type HeadsAsked = {
  readonly endpoints: readonly EndpointName[];
  readonly log: Log;
  readonly readWithinMs: number;
};

/** A sweep without the table still looks at every endpoint that has an alarm. */
const headsOf = async (
  client: DynamoDBClient,
  table: string,
  { endpoints, log, readWithinMs }: HeadsAsked,
): Promise<ReadonlyMap<EndpointName, Head>> => {
  const batches = Array.from({ length: Math.ceil(endpoints.length / BATCH) }, (_, place) =>
    endpoints.slice(place * BATCH, (place + 1) * BATCH),
  );
  try {
    const replies = await Promise.all(
      batches.map((batch) => {
        const keys = { Keys: batch.map(headKey), ConsistentRead: true };
        return client.send(new BatchGetItemCommand({ RequestItems: { [table]: keys } }), within(readWithinMs));
      }),
    );
    if (replies.some(({ UnprocessedKeys = {} }) => table in UnprocessedKeys)) log('ledger read in part only');
    const heads = replies.flatMap((reply) => reply.Responses?.[table] ?? []).flatMap((item) => readable(item, log));
    return new Map(heads.flatMap((head) => (head.incident ? [[head.incident.endpoint, head] as const] : [])));
  } catch (error) {
    log('ledger unreadable', { error: messageOf(error) });
    return new Map();
  }
};
