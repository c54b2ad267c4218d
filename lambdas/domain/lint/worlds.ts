import { type Figure, figureOf, type Values } from './math.ts';
import { factsOf, type MetricFacts } from './metric-facts.ts';
import { beyond, type Watch } from './watch.ts';

/** One period: so many requests, and the share of them (0..1) that is as bad as can be. */
export type World = { readonly requests: number; readonly bad: number };

/** More in a minute serves nobody. */
const MANY = 10_000_000;
const SHARES = [0, 0.5, 0.99, 1];

export const WORLDS: readonly World[] = [1, 1_000, MANY].flatMap((requests) =>
  SHARES.map((bad) => ({ requests, bad })),
);
export const ALL_WELL: World = { requests: MANY, bad: 0 };
export const NEARLY_ALL_BAD: World = { requests: MANY, bad: 0.99 };
export const ALL_BAD: World = { requests: MANY, bad: 1 };

/**
 * The alarm's figure in a world; undefined: nobody can tell. A comparison of two variants is such a figure: what is as bad
 * for both says nothing of it.
 */
export const figureIn = (watch: Watch): ((world: World) => number | undefined) => {
  const figure = figureOf(watch.expression);
  const metrics = watch.metrics.map(({ id, stat, ...of }) => ({ id, stat, facts: factsOf(of) }));
  const known = metrics.flatMap(({ facts, ...metric }) => (facts === undefined ? [] : [{ ...metric, facts }]));
  const variants = new Set(watch.metrics.map(({ dimensions }) => dimensions['VariantName']));
  if (figure === undefined || known.length < metrics.length || variants.size > 1) return () => undefined;
  return (world) => valueIn(figure, known, world);
};

type Known = { readonly id: string; readonly stat: string; readonly facts: MetricFacts };

const valueIn = (figure: Figure, metrics: readonly Known[], world: World): number | undefined => {
  const values = metrics.flatMap(({ id, stat, facts }) => {
    const value = statisticIn(world, facts, stat);
    return value === undefined ? [] : [[id, value] as const];
  });
  return values.length < metrics.length ? undefined : figure(Object.fromEntries(values) satisfies Values);
};

/** A request is there, or it is not; the other natures go from nothing to the worst that can be. */
const statisticIn = ({ requests, bad }: World, { nature, most }: MetricFacts, stat: string): number | undefined => {
  const share = nature === 'request' ? 1 : bad;
  const sample = SAMPLES[stat];
  if (sample !== undefined) return sample({ requests, share, most });
  const percentile = percentileIn(stat);
  if (percentile !== undefined) return truth(share > 1 - percentile / 100) * most;
  const bound = rankIn(stat);
  return bound === undefined || nature !== 'level' ? undefined : truth(bound < most) * share * 100;
};

type Sampled = { readonly requests: number; readonly share: number; readonly most: number };

const truth = (is: boolean): number => (is ? 1 : 0);

const SAMPLES: Readonly<Record<string, (of: Sampled) => number>> = {
  Average: ({ share, most }) => share * most,
  Sum: ({ requests, share, most }) => requests * share * most,
  SampleCount: ({ requests }) => requests,
  Maximum: ({ share, most }) => truth(share > 0) * most,
  Minimum: ({ share, most }) => truth(share === 1) * most,
};

/** `p99.9`: 99.9. */
export const percentileIn = (stat: string): number | undefined => {
  const [, percentile] = /^p(\d+(?:\.\d+)?)$/.exec(stat) ?? [];
  return percentile === undefined ? undefined : Number(percentile);
};

/** `PR(300000:)`, the percentage of samples above: 300000. */
export const rankIn = (stat: string): number | undefined => {
  const [, bound] = /^PR\((\d+(?:\.\d+)?):\)$/.exec(stat) ?? [];
  return bound === undefined ? undefined : Number(bound);
};

/** Nobody asks for more. */
const MOST_ASKED = 100_000;

/** The fewest requests on which it can fire; undefined: it does not, or nobody can tell. */
export const judgesFrom = (watch: Watch): number | undefined => {
  const figure = figureIn(watch);
  const fires = (requests: number): boolean => {
    const value = figure({ requests, bad: 1 });
    return value !== undefined && beyond(watch, value);
  };
  if (!fires(MOST_ASKED)) return undefined;
  // What fires on so many requests fires on more.
  let [never, always] = [0, MOST_ASKED];
  while (always - never > 1) {
    const between = Math.floor((never + always) / 2);
    if (fires(between)) always = between;
    else never = between;
  }
  return always;
};
