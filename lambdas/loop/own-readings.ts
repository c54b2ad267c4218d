import { periodIn } from '../domain/alarm-definition.ts';
import { pointOf, readsOf } from '../domain/guards/point.ts';
import type { Series } from '../domain/judge/judged.ts';
import { type Instant, MINUTE, SECOND } from '../domain/model.ts';
import type { Readings } from '../domain/situation.ts';
import type { Watched } from '../domain/watch-list.ts';
import type { Asked, History } from '../ports.ts';

/** What guards with a metric of their own watch, by the name of each alarm. */
export const ownReadings = async (
  history: History,
  own: readonly Watched[],
  now: Instant,
): Promise<Readonly<Record<string, Readings>>> => {
  // Periods begin where the span does, so that each call has periods of one length.
  const groups = [...Map.groupBy(own, ({ guard }) => periodIn(guard))];
  const read = await Promise.all(groups.map(([seconds, those]) => readEach(history, those, { seconds, now })));
  return Object.fromEntries(read.flat());
};

/** Evidence helps a decision; waiting for it does not. */
const READ_WITHIN_MS = 1_500;

/** The newest period may not be there yet, and one more reaches into the alarm's own oldest. */
const MORE_PERIODS = 2;

type Periods = { readonly seconds: number; readonly now: Instant };

const readEach = async (
  history: History,
  those: readonly Watched[],
  { seconds, now }: Periods,
): Promise<readonly (readonly [string, Readings])[]> => {
  const until = now - (now % MINUTE);
  const periods = Math.max(...those.map(({ guard }) => guard.outOfPeriods)) + MORE_PERIODS;
  const span = { from: until - periods * seconds * SECOND, until };
  const answers = await history(those.flatMap(askedOf), span, READ_WITHIN_MS);
  if (answers === 'unreadable') return [];
  const left = [...answers];
  return those.map((one) => {
    return [one.name, { until, points: pointsOf(one, left.splice(0, askedOf(one).length)) }];
  });
};

const askedOf = ({ guard, variant }: Watched): readonly Asked[] =>
  // Its dimensions are all its own.
  Object.values(readsOf(guard, variant)).map((part) => ({ ...part, per: 1, periodSeconds: periodIn(guard) }));

/** Of each period in which its own figure is there. */
const pointsOf = ({ guard, variant }: Watched, answers: readonly Series[]): Readings['points'] => {
  const parts = new Map(Object.keys(readsOf(guard, variant)).map((part, place) => [part, answers[place]]));
  return [...(parts.get('m')?.keys() ?? [])]
    .sort((one, other) => one - other)
    .flatMap((start) => pointOf(guard, start, (part) => parts.get(part)?.get(start)));
};
