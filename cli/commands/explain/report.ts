import { type Fault, timeToDetect } from '../../../lambdas/domain/detection.ts';
import { limitOf } from '../../../lambdas/domain/guards/limit.ts';
import { SECOND } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { guardPrefixOf } from '../../../lambdas/domain/watch-list.ts';
import { currentWeights, shareOf } from '../../../lambdas/domain/weights.ts';
import { UNREAD } from '../../account/unread.ts';
import { judgedOf, limitWords, periodWords, unitOf } from '../../shown/guards.ts';
import { heldNow, type Told } from '../../shown/incident.ts';
import { figure } from '../../shown/text.ts';
import { iso } from '../../shown/times.ts';
import { afterShift } from './after-words.ts';
import { sightOf } from './guard-words.ts';
import { mutedOf } from './muted.ts';
import type { Decided, Now } from './now.ts';
import { ownSightsOf } from './own-sight.ts';
import type { Source } from './source.ts';
import { strategyWords } from './strategy-words.ts';
import { verdictWords } from './verdict-words.ts';

/** What programs get. docs/cli/explain.md shows it. */
export const reportOf = (source: Source, now: Now) => {
  const { policy } = source;
  return {
    at: iso(now.at),
    endpoint: policy.endpoint,
    from: source.from,
    deployed: source.parts !== undefined,
    mode: policy.mode,
    stable: policy.stable,
    canaries: policy.canaries,
    stableMinShare: policy.stableMinShare,
    stableMaxRequestsPerInstance: policy.stableMaxRequestsPerInstance ?? null,
    traffic: trafficOf(now),
    /** `null`: nothing is deployed, or the endpoint or its alarms could not be read. */
    decision: now.decided === undefined ? null : decisionOf(now.decided, toldOf(source, now)),
    /** Guards that are not heard, by whom and until when. */
    muted: mutedOf(now).map(({ guards, rule, until }) => ({
      guards,
      rule: rule ?? null,
      until: until === undefined ? null : iso(until),
    })),
    limits: source.deployment.limits ?? null,
    strategy: strategyWords(policy),
    guards: policy.guards.map((guard) => guardOf(guard, source, now)),
    afterShift: afterShift(policy),
    unread: now.unread,
  };
};

export const toldOf = ({ deployment, policy, freezeParameter }: Source, now: Now): Told => ({
  policy,
  places: { guardPrefix: guardPrefixOf(deployment, policy), freezeParameter },
  now: now.at,
});

const trafficOf = ({ fleet }: Now) => {
  if (fleet === undefined || fleet === UNREAD) return null;
  return fleet.variants.map(({ name }) => ({ variant: name, share: figure(shareOf(name, currentWeights(fleet))) }));
};

const decisionOf = ({ verdict, obstacles, situation }: Decided, told: Told) => ({
  verdict: verdict.kind,
  says: verdictWords(verdict, told),
  wouldHold: obstacles.map((reason) => ({ reason: reason.kind, why: heldNow(reason, situation, told).why })),
});

const guardOf = (guard: Guard, { policy }: Source, now: Now) => ({
  guard: guard.id,
  brokenWhen: `${limitWords(guard)}, ${periodWords(guard)}`,
  threshold: limitOf(guard) ?? null,
  ...(guard.below !== undefined && { worse: 'below' }),
  unit: unitOf(guard),
  breachingMinutes: guard.breachingPeriods,
  ofMinutes: guard.outOfPeriods,
  minRequests: guard.minRequests,
  /** `null`: the metrics could not be read. */
  seen: now.traffic === 'unreadable' ? null : judgedOf(policy).map((canary) => sightOf(guard, canary, now)),
  ...ownOf(guard, now),
  detectedAfterSeconds: { gross: seconds(guard, 'gross'), marginal: seconds(guard, 'marginal') },
});

/** Of a guard that watches more than requests. `null`: the metric could not be read. */
const ownOf = (guard: Guard, now: Now) => {
  const own = ownSightsOf(guard, now);
  return (
    own && {
      newest: own.map(({ variant = null, newest }) => ({
        variant,
        at: newest === 'unread' || newest === undefined ? null : iso(newest.start),
        value: newest === 'unread' ? null : (newest?.value ?? null),
        /** The line of its band; `null`: CloudWatch has none. */
        ...(guard.anomalyBand && { usually: newest === 'unread' ? null : (newest?.beside ?? null) }),
      })),
    }
  );
};

const seconds = (guard: Guard, fault: Fault) => {
  const { least, typical, most } = timeToDetect(guard, fault);
  const [from, about, to] = [least, typical, most].map((ms) => Math.round(ms / SECOND));
  return { least: from, typical: about, most: to };
};
