import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { nearest } from '../../../infra/config/words.ts';
import { type HistoryAsked, readHistory } from '../../../lambdas/aws/ledger-history.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { Deployed } from '../../account/deployed.ts';
import { makeBlanks, UNREAD } from '../../account/unread.ts';
import type { Outcome } from '../../command.ts';
import { wrap } from '../../screen/wrap.ts';
import { policyOf, type Session } from '../../session.ts';
import type { Guarded } from '../../shown/incident.ts';
import { instantIn, spanIn } from '../../shown/spans.ts';
import { dated, iso } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { Trouble } from '../../trouble.ts';
import { holdsIncidents, newestOf, pastOf } from './past.ts';
import { incidentOf, listReport, stepOf } from './report.ts';
import { listRows, timelineRows } from './rows.ts';

export type HistoryTyped = {
  readonly endpoint: string;
  readonly since: string | undefined;
  readonly limit: number;
  readonly incident: string | undefined;
};

export const history = async (session: Session, typed: HistoryTyped): Promise<Outcome> => {
  const since = sinceOf(typed.since, session.io.clock());
  const deployed = await session.deployed();
  return typed.incident === undefined
    ? list(session, deployed, { ...typed, since })
    : timeline(session, deployed, { endpoint: typed.endpoint, id: typed.incident });
};

const sinceOf = (typed: string | undefined, now: Instant): Instant | undefined => {
  if (typed === undefined) return undefined;
  const span = spanIn(typed);
  const since = span === undefined ? instantIn(typed) : now - span;
  if (since !== undefined) return since;
  throw new Trouble(
    'usage',
    `--since ${typed} is no time.`,
    'Give a span (30d, 12h, 45m) or a time in UTC (2026-01-05, 2026-01-05T10:00).',
  );
};

type ListAsked = { readonly endpoint: string; readonly since: Instant | undefined; readonly limit: number };

const list = async (session: Session, deployed: Deployed, { endpoint, since, limit }: ListAsked): Promise<Outcome> => {
  const entries = await read(session, deployed, endpoint, { since, enough: holdsIncidents(limit) });
  if (entries.length === 0) return nothing(session, deployed, { endpoint, since });
  const { shown, more } = newestOf(pastOf(entries), limit);
  const policy = guardsOf(deployed, endpoint);
  const guarded = isGuarded(deployed, endpoint);
  const now = session.io.clock();
  return {
    report: { endpoint, guarded, since: since === undefined ? null : iso(since), ...listReport(shown, policy), more },
    rows: (page) => [
      ...unguardedRows(page, deployed, endpoint),
      ...listRows(page, endpoint, { shown, more, told: { policy, now } }),
    ],
  };
};

const read = (session: Session, { parts }: Deployed, endpoint: string, asked: HistoryAsked) =>
  readHistory(session.account.dynamodb(), { table: parts.ledger, endpoint }, asked);

/** An endpoint that is guarded no more keeps its history; only the guards' units are forgotten. */
const guardsOf = ({ deployment }: Deployed, endpoint: string): Guarded =>
  deployment.policies.find((policy) => policy.endpoint === endpoint) ?? { guards: [] };

const isGuarded = ({ deployment }: Deployed, endpoint: string): boolean =>
  deployment.policies.some((policy) => policy.endpoint === endpoint);

const unguardedRows = ({ width, paint }: Page, deployed: Deployed, endpoint: string): Rows =>
  isGuarded(deployed, endpoint)
    ? []
    : wrap(`${endpoint} is not guarded now; the ledger keeps what was.`, width).map((row) => paint('warn', row));

/** Nothing recorded may also mean that the name is wrong, or that there was nothing to record it yet. */
const nothing = async (
  session: Session,
  deployed: Deployed,
  { endpoint, since }: Pick<ListAsked, 'endpoint' | 'since'>,
): Promise<Outcome> => {
  if (!isGuarded(deployed, endpoint) && !(await wasGuarded(session, deployed, endpoint))) policyOf(deployed, endpoint);
  const created = await ledgerSince(session, deployed);
  const when = since === undefined ? '' : ` since ${dated(since)}`;
  const exists = created === undefined ? '' : ` There is a ledger since ${dated(created)}.`;
  return {
    report: {
      endpoint,
      guarded: isGuarded(deployed, endpoint),
      since: since === undefined ? null : iso(since),
      incidents: [],
      others: [],
      more: false,
      ledgerSince: created === undefined ? null : iso(created),
    },
    rows: (page) => [
      ...unguardedRows(page, deployed, endpoint),
      ...wrap(`The ledger has recorded nothing of ${endpoint}${when}.${exists}`, page.width),
    ],
  };
};

/** What is recorded of it may be older than what was asked for. */
const wasGuarded = async (session: Session, deployed: Deployed, endpoint: string): Promise<boolean> =>
  (await read(session, deployed, endpoint, { enough: (entries) => entries.length > 0 })).length > 0;

const ledgerSince = async ({ account, common }: Session, { parts }: Deployed): Promise<Instant | undefined> => {
  const described = await makeBlanks(common).tried('The ledger', () =>
    account.dynamodb().send(new DescribeTableCommand({ TableName: parts.ledger })),
  );
  return described === UNREAD ? undefined : described.Table?.CreationDateTime?.getTime();
};

const timeline = async (
  session: Session,
  deployed: Deployed,
  { endpoint, id }: { readonly endpoint: string; readonly id: string },
): Promise<Outcome> => {
  const entries = await read(session, deployed, endpoint, {});
  const all = pastOf(entries).flatMap((one) => ('past' in one ? [one.past] : []));
  const past = all.find((one) => one.id === id);
  if (past === undefined)
    throw noSuchIncident(
      endpoint,
      id,
      all.map((one) => one.id),
    );
  const policy = guardsOf(deployed, endpoint);
  const now = session.io.clock();
  return {
    report: {
      endpoint,
      guarded: isGuarded(deployed, endpoint),
      incident: incidentOf(past, policy),
      steps: past.steps.map(stepOf),
    },
    rows: (page) => [...unguardedRows(page, deployed, endpoint), ...timelineRows(page, past, { policy, now })],
  };
};

const noSuchIncident = (endpoint: string, id: string, known: readonly string[]): Trouble => {
  const meant = nearest(id, known);
  return new Trouble(
    'no-such-incident',
    `The ledger has no incident ${id} of ${endpoint}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    `See those that it has: npx sagemaker-rollback history ${endpoint}`,
  );
};
