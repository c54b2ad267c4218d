import type { Breach, Incident } from './incident.ts';
import type { Instant } from './model.ts';
import { proofOf } from './proofs/index.ts';
import { lagOf } from './proofs/readings.ts';
import type { HoldReason } from './reasons.ts';
import type { GuardAlarm, Situation } from './situation.ts';

type Unnamed = {
  readonly incident: Pick<Incident, 'moved' | 'modifiedAtOpen'>;
  readonly breach: GuardAlarm & Pick<Breach, 'amongst'>;
};

/**
 * What names no variant may be anybody's fault, stable's too. It counts against a canary only where that is the only one
 * with traffic, and all of it came after the endpoint was last changed: the canary's share has been what it is since
 * then at least. Which change it was that rose it, nobody recorded.
 */
export const whyUnnamed = (situation: Situation, { incident, breach }: Unnamed): HoldReason | undefined => {
  const { amongst } = breach;
  if (amongst === undefined) return undefined;
  if (amongst.length > 1) return { kind: 'no-variant-named', canaries: amongst };
  const since = incident.moved?.at ?? incident.modifiedAtOpen;
  return beganSince(situation, breach, since) ? undefined : { kind: 'no-variant-named', canaries: amongst, since };
};

/** The alarm's own datapoints, or as many newer ones as its guard asks for. */
const beganSince = (situation: Situation, breach: GuardAlarm, since: Instant): boolean => {
  const { evidence } = breach.alarm;
  return evidence === undefined
    ? proofOf(breach.guard).brokenSince(situation, breach, since)
    : evidence.from - lagOf(breach.guard) >= since || isReadSince(situation, breach, since);
};

/** When an alarm went off says nothing where it names older datapoints. */
const isReadSince = (situation: Situation, breach: GuardAlarm, since: Instant): boolean =>
  breach.guard.existing === undefined && proofOf(breach.guard).brokenSince(situation, breach, since);
