import { whyUnheard } from './brakes.ts';
import { type Breached, brokenSince, whyDoubt } from './evidence.ts';
import { thresholdOf } from './guards/limit.ts';
import { noticing } from './hands.ts';
import { type Breach, type Ending, type Incident, idAfter, isOpen } from './incident.ts';
import { shiftsBefore } from './limits.ts';
import type { Fleet, Instant } from './model.ts';
import { takenOver } from './quarantine.ts';
import type { EndReason } from './reasons.ts';
import type { Situation } from './situation.ts';
import { sendsTo } from './target.ts';
import { currentWeights } from './weights.ts';

/** The first broken guard that is believed and heard: a doubtful one, set by hand or muted, must not hide another. */
export const likeliest = (
  situation: Situation,
  broken: readonly Breached[],
  { fleet, now }: { readonly fleet: Fleet; readonly now: Instant },
): Suspect | undefined => {
  const { incident: last } = situation;
  const suspects = broken
    .filter((breach) => isOpen(last) || !alreadyEnded(last, breach, { situation, fleet }))
    .map((breach) => ({
      breach,
      fleet,
      incident: noticing(isOpen(last) ? joinedBy(last, breach) : openFor(breach, fleet, { situation, now }), fleet),
    }));
  const believed = suspects.filter((suspect) => whyDoubt(situation, fleet, suspect) === undefined);
  return believed.find(({ breach }) => whyUnheard(situation, breach, now) === undefined) ?? believed[0] ?? suspects[0];
};

/** One that a person opened is told by the guard that came to it. */
const joinedBy = (open: Incident, breach: Breached): Incident =>
  open.breach === undefined ? { ...open, breach: factsOf(breach) } : open;

/** A shift is told by the guard that it rests on, also where another one opened the incident. */
export const restingOn = ({ incident, breach }: Suspect): Incident =>
  incident.breach?.alarm === breach.alarm.name ? incident : { ...incident, breach: factsOf(breach) };

export type Suspect = { readonly incident: Incident; readonly fleet: Fleet; readonly breach: Breached };

/** These say that somebody else changed the endpoint: an alarm that never went OK meanwhile judges that change too. */
const CHANGED_BY_OTHERS = new Set<EndReason>(['new-config', 'traffic-moved-by-another-hand']);

/** Who declined saw every guard that was broken by then, and not only the one that opened the incident. */
const isOf = ({ breach }: Incident, { because, at }: Ending, { alarm }: Breached): boolean =>
  because === 'declined' ? alarm.transitionedAt <= at : breach?.at === alarm.transitionedAt;

/** A breach whose incident ended opens none again, unless the endpoint was changed since, or does badly since a change. */
const alreadyEnded = (
  last: Incident | undefined,
  breach: Breached,
  { situation, fleet }: { readonly situation: Situation; readonly fleet: Fleet },
): boolean => {
  if (last?.ending === undefined || !isOf(last, last.ending, breach)) return false;
  // Whatever went OK has another transition now: that it was over was read inconsistently.
  if (last.ending.because === 'breach-over') return false;
  const isChanged = fleet.lastModifiedAt > last.ending.at;
  // It was out of traffic: what the alarm still says is from before that, and has been told.
  if (isChanged && (last.shift?.inForceAt === undefined || situation.traffic === 'unreadable')) return false;
  const judged = isChanged || CHANGED_BY_OTHERS.has(last.ending.because) || sendsTo(breach.variant, last.shift);
  return !(judged && brokenSince(situation, breach, fleet.lastModifiedAt));
};

const openFor = (
  breach: Breached,
  fleet: Fleet,
  { situation, now }: { readonly situation: Situation; readonly now: Instant },
): Incident => ({
  id: idAfter(
    situation.incident,
    situation.policy.endpoint,
    Math.max(breach.alarm.transitionedAt, situation.incident?.ending?.at ?? 0),
  ),
  endpoint: situation.policy.endpoint,
  config: fleet.config,
  openedAt: now,
  weightsAtOpen: currentWeights(fleet),
  modifiedAtOpen: fleet.lastModifiedAt,
  ...(fleet.failureReason === undefined ? {} : { failureAtOpen: fleet.failureReason }),
  breach: factsOf(breach),
  ...(situation.storm?.since === undefined ? {} : { storm: { since: situation.storm.since } }),
  ...takenOver(situation.incident, fleet),
  ...shiftsBefore(situation.incident, now),
  told: 0,
});

const factsOf = ({ variant, guard, alarm, value, requests, against, amongst }: Breached): Breach => ({
  variant,
  alarm: alarm.name,
  guard: guard.id,
  at: alarm.transitionedAt,
  ...thresholdOf(guard),
  ...(value === undefined ? {} : { value }),
  ...(requests === undefined ? {} : { requests }),
  ...(against === undefined ? {} : { against }),
  ...(amongst === undefined ? {} : { amongst }),
});
