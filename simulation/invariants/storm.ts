import { lastReal } from '../../lambdas/domain/drill.ts';
import { isOpen } from '../../lambdas/domain/incident.ts';
import { counted, type Instant, MINUTE, type Minute, measure } from '../../lambdas/domain/model.ts';
import type { EndpointName, Guard } from '../../lambdas/domain/policy.ts';
import type { Guarded } from '../aws/account.ts';
import type { View } from '../view.ts';

const SMALLEST_FLEET = 10;

/** Whether so many other endpoints had incidents, opened lately or held for the storm, that one more makes a storm. */
export const isStorm = (
  { account, plan: { limits }, now }: View,
  endpoint: EndpointName,
  isKnown: (incident: string) => boolean = () => true,
): boolean => {
  const of = account.guarded.size;
  if (limits === undefined || of < SMALLEST_FLEET) return false;
  const since = now() - limits.storm.withinMinutes * MINUTE;
  const others = [...account.guarded.keys()].filter((name) => {
    const incident = lastReal(account.table.head(name).incident);
    if (name === endpoint || incident?.breach === undefined || !isKnown(incident.id)) return false;
    return incident.openedAt > since || (isOpen(incident) && incident.hold?.kind === 'storm');
  });
  return others.length + 1 > limits.storm.endpoints || others.length + 1 > limits.storm.share * of;
};

/** Minutes by which two looks at the same metrics may differ. */
const BACK = 4;
/** How much worse a canary does: so many times as badly as stable, and by so much of what the guard allows. */
type Degree = { readonly times: number; readonly more: number; readonly always: boolean };

/** About twice as badly, give or take what the figures waver by. */
const PERHAPS: Degree = { times: 1.8, more: 0.45, always: false };
const SURELY: Degree = { times: 2.3, more: 0.6, always: true };

/** Some canary may have been seen to do twice as badly as stable by some guard. */
export const mayBeWorse = (guarded: Guarded, now: Instant): boolean =>
  worse(guarded, now, (lasts, isWorse) => lasts.some((last) => isWorse(last, PERHAPS)));

/** Whoever looks sees some canary do twice as badly as stable by some guard. */
export const isSurelyWorse = (guarded: Guarded, now: Instant): boolean =>
  worse(guarded, now, (lasts, isWorse) => lasts.every((last) => isWorse(last, SURELY)));

type Judging = (lasts: readonly Instant[], isWorse: (last: Instant, degree: Degree) => boolean) => boolean;

const worse = ({ metrics, plan: { policy } }: Guarded, now: Instant, judging: Judging): boolean => {
  const newest = Math.floor(now / MINUTE) * MINUTE - MINUTE;
  return policy.guards.some((guard) =>
    policy.canaries.some((variant) =>
      judging(
        Array.from({ length: BACK }, (_, place) => newest - place * MINUTE),
        (last, degree) =>
          isWorseUntil(
            { guard, last, degree },
            {
              canary: (start) => metrics.minute(variant, start),
              stable: (start) => metrics.minute(policy.stable, start),
            },
          ),
      ),
    ),
  );
};

type Beside = Readonly<Record<'canary' | 'stable', (start: Instant) => Minute | undefined>>;

/** Beside those that the guard looks at: two may not be published yet, and the look may be of a minute before. */
const NOT_SEEN_YET = 3;

type Asked = { readonly guard: Guard; readonly last: Instant; readonly degree: Degree };

const isWorseUntil = ({ guard, last, degree }: Asked, { canary, stable }: Beside): boolean => {
  const both = Array.from({ length: guard.outOfPeriods + NOT_SEEN_YET }, (_, place) => last - place * MINUTE).flatMap(
    (start) => {
      const [one, other] = [canary(start), stable(start)];
      const isEnough = (one?.requests ?? 0) >= guard.minRequests && (other?.requests ?? 0) >= guard.minRequests;
      return one && other && isEnough ? [{ one: counted(guard, one), other: measure(guard, other) }] : [];
    },
  );
  // The oldest minute of a window may be beyond what the look read back.
  const isWorse = (count: number): boolean => isWorseIn(both.slice(0, count), degree, guard);
  return degree.always
    ? COUNTS.every((less) => isWorse(Math.max(1, guard.outOfPeriods - less)))
    : COUNTS.some((less) => isWorse(Math.max(1, guard.outOfPeriods - less)));
};

const COUNTS = [0, 1, 2];

type Pair = { readonly one: number; readonly other: number };

const isWorseIn = (pairs: readonly Pair[], degree: Degree, guard: Guard): boolean => {
  if (pairs.length === 0) return false;
  const ours = pairs.reduce((sum, { one }) => sum + one, 0) / pairs.length;
  const theirs = pairs.reduce((sum, { other }) => sum + other, 0) / pairs.length;
  return ours >= degree.times * theirs && ours - theirs >= degree.more * (guard.above ?? 0);
};
