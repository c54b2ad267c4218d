import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { toRecorded } from '../domain/decision.ts';
import type { Incident } from '../domain/incident.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Finding, Notice } from '../domain/unguarded.ts';
import type { Head, Step } from '../ports.ts';
import { ENTRY_SCHEMA } from './ledger-chain.ts';

type Item = Record<string, AttributeValue>;

/** Readers of another version of this code must be able to tell what they read. */
const SCHEMA = { N: '1' };

/** Without a breach since version 2: code that knows only 1 looks for one, and would fail at the next real breach. */
const schemaOf = ({ breach }: Incident) => (breach === undefined ? { N: '2' } : SCHEMA);

export const headKey = (endpoint: EndpointName): Item => ({ pk: { S: endpoint }, sk: { S: 'head' } });

const NOTICES: Readonly<Record<Finding, string>> = {
  unguarded: 'notice',
  quarantine: 'notice#quarantine',
  pinned: 'notice#pinned',
  'gave-up': 'notice#gave-up',
  blind: 'notice#blind',
};

export const noticeKey = (endpoint: EndpointName, about: Finding): Item => ({
  pk: { S: endpoint },
  sk: { S: NOTICES[about] },
});

export const headItem = (incident: Incident, version: number): Item => ({
  ...headKey(incident.endpoint),
  schema: schemaOf(incident),
  version: { N: String(version) },
  incident: { S: JSON.stringify(incident) },
});

/** Sorted by time; one look takes each step of one version once, so that a repeated write is refused. */
export const entryItem = ({ incident, replaces, at, what, facts, decision }: Step): Item => ({
  pk: { S: incident.endpoint },
  sk: { S: `entry#${new Date(at).toISOString()}#${replaces}#${what}` },
  schema: { N: String(ENTRY_SCHEMA) },
  incidentId: { S: incident.id },
  what: { S: what },
  facts: { S: JSON.stringify(facts) },
  incident: { S: JSON.stringify(incident) },
  ...(decision && { decision: { S: JSON.stringify(toRecorded(decision)) } }),
});

export const noticeItem = (endpoint: EndpointName, about: Finding, { gaps, toldAt }: Notice): Item => ({
  ...noticeKey(endpoint, about),
  schema: SCHEMA,
  gaps: { S: JSON.stringify(gaps) },
  toldAt: { N: String(toldAt) },
});

const weights = v.record(v.string(), v.number());

/** What every rule relies on without a look. An incident that lacks it would fail each look, and the canary would stay. */
const StoredIncident = v.pipe(
  v.looseObject({
    id: v.string(),
    endpoint: v.string(),
    config: v.string(),
    openedAt: v.number(),
    weightsAtOpen: weights,
    modifiedAtOpen: v.number(),
    told: v.number(),
    breach: v.exactOptional(v.looseObject({ variant: v.string(), alarm: v.string(), at: v.number() })),
    storm: v.exactOptional(v.looseObject({ since: v.number(), owedAt: v.exactOptional(v.number()) })),
    byHand: v.exactOptional(v.looseObject({ by: v.string(), at: v.number() })),
    shift: v.exactOptional(
      v.looseObject({ wanted: weights, requestedAt: v.number(), askedAt: v.number(), attempts: v.number() }),
    ),
  }),
  v.check(({ breach, byHand }) => breach !== undefined || byHand !== undefined),
);

/** Judged, and left as it stands: a parse would put its members into another order, and steps are told apart by their JSON. */
const isIncident = (read: unknown): boolean => v.is(StoredIncident, read);

const StoredHead = v.object({
  version: v.object({ N: v.pipe(v.string(), v.transform(Number), v.integer()) }),
  // Our own writing: what must hold is that an incident of another schema is not taken for one of this.
  schema: v.object({ N: v.picklist(['1', '2']) }),
  incident: v.object({ S: v.pipe(v.string(), v.parseJson(), v.check(isIncident)) }),
});

export const toHead = (item: Item | undefined): Head => {
  if (item === undefined) return { incident: undefined, version: 0 };
  const { version, incident } = v.parse(StoredHead, item);
  return { incident: incident.S as unknown as Incident, version: version.N };
};

const StoredNotice = v.object({
  gaps: v.object({ S: v.pipe(v.string(), v.parseJson(), v.array(v.string())) }),
  toldAt: v.object({ N: v.pipe(v.string(), v.transform(Number)) }),
});

export const toNotice = (item: Item | undefined): Notice | undefined => {
  if (item === undefined) return undefined;
  const { gaps, toldAt } = v.parse(StoredNotice, item);
  return { gaps: gaps.S, toldAt: toldAt.N };
};
