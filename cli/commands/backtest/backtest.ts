import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import type { Deployment, Policy } from '../../../lambdas/domain/policy.ts';
import { knownOf } from '../../account/known.ts';
import { pageOf } from '../../backtest/html/page.ts';
import { type Played, playPolicy } from '../../backtest/play.ts';
import { accountHistory, type Span, stretchesOf } from '../../backtest/read/account.ts';
import { fileHistory } from '../../backtest/read/file.ts';
import { readIncidents } from '../../backtest/read/incidents.ts';
import { reportOf, told } from '../../backtest/report.ts';
import type { History } from '../../backtest/row.ts';
import { backtestRows } from '../../backtest/rows.ts';
import type { Wanted } from '../../backtest/suggest.ts';
import { unplayedOf } from '../../backtest/unplayed.ts';
import { variantsOf } from '../../backtest/watch.ts';
import { wantedBy } from '../../backtest/watches.ts';
import type { Outcome } from '../../command.ts';
import { ReplayProblem } from '../../replay/read/problem.ts';
import { policyOf, type Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';

export type BacktestTyped = {
  readonly days: number;
  readonly endpoint?: string | undefined;
  readonly metrics?: string | undefined;
  readonly incidents?: string | undefined;
  readonly falseAlarms: Wanted;
  readonly html?: string | undefined;
};

export const backtest = async (session: Session, typed: BacktestTyped): Promise<Outcome> => {
  const known = await guardedBy(session, typed);
  const policy = policyNamed(known, typed.endpoint);
  const incidents = readable(() => typed.incidents && readIncidents(typed.incidents, variantsOf(policy)));
  const source = sourceFor(session, typed, { policy, known });
  const played = await playing(session, source, policy, incidents || []);
  if (played.rows === 0)
    throw new Trouble(
      'usage',
      `${source.name} has no data of ${policy.endpoint}.`,
      'Check its name and the Region; docs/backtest.md says what is read.',
    );
  const all = told(played, {
    endpoint: policy.endpoint,
    source: source.name,
    wanted: typed.falseAlarms,
    incidents: incidents || undefined,
    remarks: source.remarks(),
    unplayed: unplayedOf(policy),
  });
  if (typed.html !== undefined) session.io.files.write(typed.html, pageOf(all));
  return { report: reportOf(all), rows: (page) => backtestRows(page, all) };
};

type Guarded = { readonly deployment: Deployment; readonly stack: string; readonly because?: string };

/** Whoever has a file has no need of an account: the config says what is guarded. */
const guardedBy = async (session: Session, { metrics, endpoint }: BacktestTyped): Promise<Guarded> => {
  const own = metrics === undefined ? undefined : await session.config();
  return own === undefined ? knownOf(session, endpoint) : { deployment: own.deployment, stack: session.common.config };
};

const policyNamed = ({ deployment, stack }: Guarded, endpoint: string | undefined): Policy => {
  const [only, other] = deployment.policies;
  if (endpoint !== undefined) return policyOf({ deployment, stack }, endpoint);
  if (only !== undefined && other === undefined) return only;
  throw new Trouble(
    'usage',
    `${stack} guards ${deployment.policies.length} endpoints.`,
    `Name one with --endpoint: ${deployment.policies.map((one) => one.endpoint).join(', ')}`,
  );
};

type Source = {
  readonly name: string;
  readonly rows: History;
  readonly remarks: () => readonly string[];
  /** Undefined: nobody knows how long it is. */
  readonly span?: Span;
};

const sourceFor = (
  { account, io }: Session,
  { metrics, days }: BacktestTyped,
  { policy, known }: { readonly policy: Policy; readonly known: Guarded },
): Source => {
  if (metrics !== undefined) {
    const others = known.deployment.policies.map(({ endpoint }) => endpoint).filter((one) => one !== policy.endpoint);
    return { name: metrics, ...readable(() => fileHistory({ file: metrics, policy, others })) };
  }
  const span = spanOf(io.clock(), days);
  const wanted = wantedBy(policy);
  const history = accountHistory(account.cloudwatch(), wanted, stretchesOf(span, wanted.length));
  return { name: "the account's metrics", ...history, span };
};

const DAY_MINUTES = 1_440;

/** Whole minutes; the one under way is not over. */
const spanOf = (now: Instant, days: number): Span => {
  const until = now - (now % MINUTE);
  return { from: until - Math.round(days * DAY_MINUTES) * MINUTE, until };
};

const playing = async (
  { io }: Session,
  { rows, span }: Source,
  policy: Policy,
  incidents: Parameters<typeof playPolicy>[2]['incidents'] & {},
): Promise<Played> => {
  const bar = span && io.progress?.(`Playing ${policy.endpoint}`);
  const onRow =
    bar && span
      ? { onRow: ({ start }: { readonly start: Instant }) => bar.show((start - span.from) / (span.until - span.from)) }
      : {};
  try {
    return await playPolicy(policy, rows, { incidents, ...onRow });
  } catch (error) {
    throw asTrouble(error);
  } finally {
    bar?.end();
  }
};

const readable = <Value>(read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    throw asTrouble(error);
  }
};

const asTrouble = (error: unknown): unknown =>
  error instanceof ReplayProblem
    ? new Trouble('usage', error.message, 'docs/backtest.md says what a file may be.')
    : error;
