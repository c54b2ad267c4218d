import { periodIn } from '../domain/alarm-definition.ts';
import { pointOf, readsOf } from '../domain/guards/point.ts';
import type { Series } from '../domain/judge/judged.ts';
import { type Instant, MINUTE, SECOND } from '../domain/model.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Readings } from '../domain/situation.ts';
import type { Watched } from '../domain/watch-list.ts';
import type { Asked, History } from '../ports.ts';

type At = { readonly endpoint: EndpointName; readonly now: Instant };

/** What guards with a metric of their own watch, by the name of each alarm. */
export const ownReadings = async (
  history: History,
  own: readonly Watched[],
  { endpoint, now }: At,
): Promise<Readonly<Record<string, Readings>>> => {
  // Periods begin where the span does, so that each call has periods of one length.
  const groups = [...Map.groupBy(own, ({ guard }) => periodIn(guard))];
  const read = await Promise.all(
    groups.map(([seconds, those]) => readEach(history, those, { seconds, endpoint, now })),
  );
  return Object.fromEntries(read.flat());
};

/** Evidence helps a decision; waiting for it does not. */
const READ_WITHIN_MS = 1_500;

/** The newest period may not be there yet, and one more reaches into the alarm's own oldest. */
const MORE_PERIODS = 2;

/** Of periods that are shorter than that: CloudWatch may show one so long after it ended. */
const LATE = 3 * MINUTE;

type Periods = At & { readonly seconds: number };

const readEach = async (
  history: History,
  those: readonly Watched[],
  { seconds, endpoint, now }: Periods,
): Promise<readonly (readonly [string, Readings])[]> => {
  const period = seconds * SECOND;
  const until = now - (now % Math.min(MINUTE, period));
  const periods = Math.max(...those.map(({ guard }) => guard.outOfPeriods));
  const more = period < MINUTE ? LATE : MORE_PERIODS * period;
  const asked = those.map((one) => askedOf(one, endpoint));
  const answers = await history(asked.flat(), { from: until - periods * period - more, until }, READ_WITHIN_MS);
  if (answers === 'unreadable') return [];
  const left = [...answers];
  return those.map((one, place) => {
    return [one.name, { until, points: pointsOf(one, left.splice(0, asked[place]?.length)) }];
  });
};

const askedOf = ({ guard, variant }: Watched, endpoint: EndpointName): readonly Asked[] =>
  Object.values(readsOf(guard, variant)).map((part) => ({
    ...part,
    // Its dimensions are all its own.
    ...(!part.isWhole && { endpoint, ...(variant !== undefined && { variant }) }),
    per: 1,
    periodSeconds: periodIn(guard),
  }));

/** Of each period in which its own figure is there. */
const pointsOf = ({ guard, variant }: Watched, answers: readonly Series[]): Readings['points'] => {
  const parts = new Map(Object.keys(readsOf(guard, variant)).map((part, place) => [part, answers[place]]));
  return [...(parts.get('m')?.keys() ?? [])]
    .sort((one, other) => one - other)
    .flatMap((start) => pointOf(guard, start, (part) => parts.get(part)?.get(start)));
};
