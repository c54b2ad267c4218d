import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import { ENTRY_SCHEMA } from './ledger-chain.ts';

type Item = Record<string, AttributeValue>;

/** One step that the ledger keeps, as far as this version of the code can read it. */
export type Entry = {
  readonly at: Instant;
  /** `intent`, `shifted`, `hold`, `told`… */
  readonly what: string;
  /** Absent for what belongs to no incident: a freeze, a drill. */
  readonly incidentId?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** A newer version of the code wrote it: what it says may be more than can be read here. */
  readonly newer?: true;
  /** The incident once the step was taken; absent where it cannot be read. */
  readonly incident?: Incident;
};

export type HistoryAsked = {
  readonly since?: Instant | undefined;
  /** Told the entries so far, the newest first: whether they suffice. Default: all of them are wanted. */
  readonly enough?: (entries: readonly Entry[]) => boolean;
};

/** The endpoint's entries, the newest first, a page at a time until there are enough. Throws when the table does not answer. */
export const readHistory = async (
  client: DynamoDBClient,
  { table, endpoint }: { readonly table: string; readonly endpoint: string },
  { since = 0, enough = () => false }: HistoryAsked = {},
): Promise<readonly Entry[]> => {
  const from = `${ENTRY}${new Date(since).toISOString()}`;
  const entries: Entry[] = [];
  let next: Item | undefined;
  do {
    const reply = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :endpoint AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':endpoint': { S: endpoint }, ':from': { S: from }, ':to': { S: BEYOND } },
        ScanIndexForward: false,
        ConsistentRead: true,
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    entries.push(...(reply.Items ?? []).map(toEntry));
    next = reply.LastEvaluatedKey;
  } while (next !== undefined && !enough(entries));
  return entries;
};

const ENTRY = 'entry#';
/** Sorts after every entry, whatever its time. */
const BEYOND = 'entry#~';

/** A newer version may keep another type of attribute under the name. */
const text = v.pipe(
  v.optional(v.fallback(v.union([v.object({ S: v.string() }), v.undefined()]), undefined)),
  v.transform((attribute) => attribute?.S),
);
const Stored = v.object({
  sk: v.object({ S: v.string() }),
  schema: v.pipe(
    v.optional(v.object({ N: v.string() })),
    v.transform((attribute) => Number(attribute?.N ?? 0)),
  ),
  what: text,
  incidentId: text,
  facts: text,
  incident: text,
});

/** What another version wrote differently is left out, and the rest is shown. */
const toEntry = (item: Item): Entry => {
  const { sk, schema = 0, what, incidentId, facts, incident } = v.parse(Stored, item);
  const [, time = '', , named = ''] = sk.S.split('#');
  const read = objectIn(incident);
  return {
    at: Date.parse(time) || 0,
    what: what ?? named,
    facts: objectIn(facts) ?? {},
    ...(incidentId !== undefined && { incidentId }),
    ...(schema > ENTRY_SCHEMA && { newer: true }),
    ...(isIncident(read) && { incident: read as unknown as Incident }),
  };
};

const Json = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

const objectIn = (stored: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  const parsed = v.safeParse(Json, stored);
  return parsed.success ? parsed.output : undefined;
};

/** What readers of an incident rely on; its breach, hold, shift and ending they look for. */
const Readable = v.looseObject({
  id: v.string(),
  endpoint: v.string(),
  openedAt: v.number(),
  weightsAtOpen: v.record(v.string(), v.number()),
  told: v.number(),
});

const isIncident = (read: unknown): boolean => v.is(Readable, read);
