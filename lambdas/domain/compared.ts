import type { Breach } from './incident.ts';
import type { Compared } from './judge/judgement.ts';
import type { Side } from './judge/pair.ts';
import type { Instant } from './model.ts';
import type { Comparison } from './policy.ts';
import { saysBeyond } from './proofs/unproved.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';

/** What of an alarm's guard is compared with stable; undefined: it has a threshold of its own. */
export const comparesIn = ({ guard }: GuardAlarm): Comparison | undefined => guard.compares;

/** This look's own minutes say that the canary is worse. */
export const isWorse = (situation: Situation, broken: GuardAlarm): boolean => worseOf(situation, broken) !== undefined;

/** All that speaks for it began at that time or later. */
export const worseSince = (situation: Situation, broken: GuardAlarm, since: Instant): boolean =>
  (worseOf(situation, broken)?.since ?? -1) >= since;

const worseOf = ({ judged }: Situation, { alarm }: GuardAlarm): Compared | undefined => {
  const judgement = judged?.[alarm.name]?.judgement;
  return judgement?.kind === 'worse' ? judgement : undefined;
};

const shareOf = ({ bad, requests }: Side): number => (requests === 0 ? 0 : bad / requests);

/** Both shares since the fault began; nothing where the minutes could not be read. */
export const figuresOf = (situation: Situation, broken: GuardAlarm): Pick<Breach, 'value' | 'requests' | 'against'> => {
  const worse = worseOf(situation, broken);
  if (worse === undefined) return {};
  const { canary, stable, since } = worse;
  return { value: shareOf(canary), requests: canary.requests, against: { value: shareOf(stable), since } };
};

/**
 * Why the judge's word alone moves nothing. Where the minutes could not be read, its alarm's own datapoint has to do, as
 * with any other guard.
 */
export const whyNotWorse = (situation: Situation, broken: GuardAlarm): HoldReason | undefined => {
  const { alarm } = broken;
  const { drill } = alarm;
  const isSaid = drill === undefined && saysBeyond(broken);
  if (situation.judged?.[alarm.name] === undefined) return isSaid ? undefined : { kind: 'no-breaching-datapoint' };
  const worse = worseOf(situation, broken);
  if (worse === undefined) return { kind: isSaid ? 'metrics-disagree' : 'no-breaching-datapoint' };
  return whyShared(worse) ?? whyBetter(situation, broken);
};

const whyShared = ({ stableRose }: Compared): HoldReason | undefined =>
  stableRose && {
    kind: 'common-cause',
    before: shareOf(stableRose.before),
    after: shareOf(stableRose.after),
    since: stableRose.since,
  };

/** The endpoint was changed meanwhile, and since then the canary does not do worse: it may be another model by now. */
const whyBetter = ({ judged }: Situation, { alarm, guard }: GuardAlarm): HoldReason | undefined => {
  const since = judged?.[alarm.name]?.sinceChange;
  if (since === undefined || guard.compares === undefined) return undefined;
  return shareOf(since.canary) - shareOf(since.stable) < guard.compares.smallest ? { kind: 'better-since' } : undefined;
};
