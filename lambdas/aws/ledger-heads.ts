import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Log } from '../ports.ts';
import { messageOf, within } from './clients.ts';
import { headKey, toHead } from './ledger-items.ts';

/** DynamoDB's bound on the keys of one call. */
const BATCH = 100;

type HeadsAsked = {
  readonly endpoints: readonly EndpointName[];
  readonly log: Log;
  readonly readWithinMs: number;
};

/** A sweep without the table still looks at every endpoint that has an alarm. */
export const headsOf = async (
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

/** One endpoint's item that another version wrote must not hide the others' incidents. */
const readable = (item: Record<string, AttributeValue>, log: Log): readonly Head[] => {
  try {
    return [toHead(item)];
  } catch (error) {
    log('ledger unreadable', { endpoint: item['pk']?.S, error: messageOf(error) });
    return [];
  }
};
