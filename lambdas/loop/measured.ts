import { periodIn } from '../domain/alarm-definition.ts';
import { metricOf, SAMPLES } from '../domain/guards/metric.ts';
import type { Series } from '../domain/judge/judged.ts';
import { type Instant, MINUTE, SECOND } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import type { Readings, Situation } from '../domain/situation.ts';
import type { Watched } from '../domain/watch-list.ts';
import type { Asked, History, Ports } from '../ports.ts';

/** What a look reads of the metrics: the variants' requests, and what guards of their own watch. */
type Measured = Pick<Situation, 'traffic' | 'readings'>;

/** All in one round. */
export const measured = async (
  ports: Ports,
  policy: Policy,
  { list, now }: { readonly list: readonly Watched[]; readonly now: Instant },
): Promise<Measured> => {
  const [traffic, readings] = await Promise.all([ports.traffic(policy, now), readingsOf(ports, list, now)]);
  return { traffic, ...(readings && { readings }) };
};

const readingsOf = async (
  { history }: Ports,
  list: readonly Watched[],
  now: Instant,
): Promise<Situation['readings'] | undefined> => {
  const own = list.filter(({ guard }) => guard.metric !== undefined);
  if (own.length === 0 || history === undefined) return undefined;
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
    const [values = NONE, samples] = left.splice(0, askedOf(one).length);
    return [one.name, { until, points: pointsOf(values, samples) }];
  });
};

const NONE: Series = new Map();

/** Its figure, and how many datapoints that stands for where its guard asks. */
const askedOf = ({ guard, variant }: Watched): readonly Asked[] => {
  const metric = metricOf(guard, variant);
  if (metric === undefined) return [];
  // Its dimensions are all its own.
  const asked = { ...metric, per: 1, periodSeconds: periodIn(guard) };
  return guard.metric?.minSamples === undefined ? [asked] : [asked, { ...asked, stat: SAMPLES }];
};

const pointsOf = (values: Series, samples: Series | undefined): Readings['points'] =>
  [...values]
    .sort(([one], [other]) => one - other)
    .map(([start, value]) => ({ start, value, ...(samples && { samples: samples.get(start) ?? 0 }) }));
