import { sagemakerEndpoints } from '../../../lambdas/aws/endpoints.ts';
import { cloudwatchMutes } from '../../../lambdas/aws/mutes.ts';
import { cloudwatchTraffic, LOOK_BACK } from '../../../lambdas/aws/traffic.ts';
import { decide, obstacles } from '../../../lambdas/domain/decide.ts';
import { type Fleet, type Instant, MINUTE, type Traffic } from '../../../lambdas/domain/model.ts';
import type { HoldReason } from '../../../lambdas/domain/reasons.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { look } from '../../../lambdas/loop/look.ts';
import { PATIENCE_MS, portsOf } from '../../account/ports.ts';
import { type Blanks, makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import type { Source } from './source.ts';

/** How many whole minutes of traffic were asked for. */
export const MINUTES_SEEN = LOOK_BACK / MINUTE;

export type Now = {
  readonly at: Instant;
  /** Undefined: SageMaker knows no such endpoint. */
  readonly fleet: Fleet | undefined | Unread;
  readonly traffic: Traffic | 'unreadable';
  /** What the functions would decide. Absent: nothing is deployed, or the endpoint or its alarms could not be read. */
  readonly decided?: Decided;
  readonly unread: readonly string[];
};

export type Decided = {
  readonly situation: Situation;
  readonly verdict: Verdict;
  /** What would hold a shift if a guard broke at this moment. */
  readonly obstacles: readonly HoldReason[];
};

/** Looks and decides as the functions do, by the same code, and does nothing of what was decided. */
export const lookNow = async (session: Session, source: Source): Promise<Now> => {
  const blanks = makeBlanks(session.common);
  const seen = await lookThrough(session, source, blanks);
  if (seen === UNREAD) return { ...(await trafficOnly(session, source, blanks)), unread: blanks.sentences() };
  const at = session.io.clock();
  const { fleet, traffic } = seen;
  return {
    at,
    fleet,
    traffic,
    decided: {
      situation: seen,
      verdict: decide(seen, at),
      obstacles: fleet === undefined ? [] : obstacles(seen, fleet, at),
    },
    unread: blanks.sentences(),
  };
};

const lookThrough = async (
  session: Session,
  { parts, deployment, policy }: Source,
  { tried, log }: Blanks,
): Promise<Situation | Unread> => {
  if (parts === undefined) return UNREAD;
  const ports = portsOf(session.account, parts, { clock: session.io.clock, log });
  const mutes = cloudwatchMutes(session.account.cloudwatch(), log, PATIENCE_MS)();
  const seen = await tried('The endpoint, or the alarms of its guards,', () =>
    look(ports, deployment, policy, { mutes }),
  );
  return seen === UNREAD ? UNREAD : seen.situation;
};

/** Before the first deploy this much can be known: whether a guard would see enough requests to judge by. */
const trafficOnly = async (
  { account, io }: Session,
  { policy }: Source,
  { tried, log }: Blanks,
): Promise<Pick<Now, 'at' | 'fleet' | 'traffic'>> => {
  const [fleet, traffic] = await Promise.all([
    tried(`Endpoint ${policy.endpoint}`, () => sagemakerEndpoints(account.sagemaker()).describe(policy.endpoint)),
    cloudwatchTraffic(account.cloudwatch(), { log, withinMs: 10_000 })(policy, io.clock()),
  ]);
  return { at: io.clock(), fleet, traffic };
};
