import type { Said } from '../codes.ts';
import { factsOf } from '../metric-facts.ts';
import { beyond, type Watch } from '../watch.ts';
import { amount, asks } from '../words.ts';
import { ALL_BAD, ALL_WELL, figureIn, judgesFrom, NEARLY_ALL_BAD, rankIn, WORLDS } from '../worlds.ts';

/** Whether the figure can come to where the alarm fires, and in the right direction. */
export const reach = (watch: Watch): readonly Said[] => {
  const figure = figureIn(watch);
  const figures = WORLDS.flatMap((world) => figure(world) ?? []);
  if (figures.length === 0) return [];
  const span = { least: Math.min(...figures), most: Math.max(...figures) };
  const firing = figures.filter((value) => beyond(watch, value));
  if (firing.length === 0) return unreachable(watch, span);
  // Where nobody can tell, it may well be silent.
  if (firing.length === WORLDS.length) return [alwaysBeyond(watch, span)];
  const fires = (world: typeof ALL_BAD): boolean => beyond(watch, figure(world) ?? Number.NaN);
  if (!isOfHarm(watch)) return [];
  if (fires(ALL_WELL) && !fires(ALL_BAD)) return [upsideDown(watch)];
  if (!fires(NEARLY_ALL_BAD)) return [onlyIfAllFail(watch)];
  const from = judgesFrom(watch);
  return from !== undefined && fires({ requests: from, bad: 1 / from }) ? oneRequest(watch, from) : [];
};

/** Every metric tells what went wrong, or how many requests there were. */
const isOfHarm = ({ metrics }: Watch): boolean =>
  metrics.some((metric) => factsOf(metric)?.nature !== 'request') &&
  metrics.every((metric) => factsOf(metric)?.unit !== 'Percent');

const countsFailures = ({ metrics }: Watch): boolean => metrics.some((metric) => factsOf(metric)?.nature === 'failure');
const countsSlow = ({ metrics }: Watch): boolean => metrics.some(({ stat }) => rankIn(stat) !== undefined);
const countsRequests = ({ metrics }: Watch): boolean => metrics.some((metric) => factsOf(metric)?.nature === 'request');

type Span = { readonly least: number; readonly most: number };

const unreachable = (watch: Watch, { least, most }: Span): readonly Said[] => {
  const isUp = watch.comparison === 'above' || watch.comparison === 'at or above';
  const bound = isUp ? `is at most ${amount(most)}` : `is at least ${amount(least)}`;
  return [
    {
      code: 'cannot-reach',
      what: `${asks(watch)}, and its figure ${bound}, whatever happens: it never fires`,
      mend: REACHABLE[unitOf(watch)](most),
    },
  ];
};

const unitOf = (watch: Watch): 'failure' | 'slow' | 'latency' | 'other' => {
  const facts = watch.metrics.map(factsOf);
  if (facts.some((one) => one?.nature === 'failure')) return 'failure';
  if (countsSlow(watch)) return 'slow';
  return facts.some((one) => one?.unit === 'Microseconds') ? 'latency' : 'other';
};

const REACHABLE = {
  failure: (most: number) =>
    `SageMaker counts 0 or 1 for each response, so that this figure goes from 0 to ${amount(most)}: 2 % of requests is ${amount(most * 0.02)}. Or count failures with the statistic Sum.`,
  slow: (most: number) =>
    most === 0
      ? `Count the requests that are slower than what one can take: PR(…:) of ModelLatency is in microseconds, thanMs in milliseconds.`
      : `It is a share of requests, and goes from 0 to ${amount(most)}: 2 % of them is ${amount(most * 0.02)}.`,
  latency: (most: number) =>
    `Give the threshold in the figure's own unit, of which ${amount(most)} is all the time that SageMaker gives a model: ModelLatency itself is in microseconds.`,
  other: () => 'Choose a threshold that the metric can reach.',
} as const;

const alwaysBeyond = (watch: Watch, { least, most }: Span): Said => ({
  code: 'always-beyond',
  what: `${asks(watch)}, and its figure is ${least === most ? `always ${amount(least)}` : `from ${amount(least)} to ${amount(most)}`}: it always fires`,
  mend: 'Choose a threshold between what is usual and what is bad.',
});

const upsideDown = (watch: Watch): Said => ({
  code: 'upside-down',
  what: `${asks(watch)}, which is so while all is well, and no longer when every request is bad`,
  mend: 'Turn the comparison round.',
});

const onlyIfAllFail = (watch: Watch): Said => ({
  code: 'only-if-all-fail',
  what: `${asks(watch)}, which is so only where every request is bad: with 99 % of them bad it stays silent`,
  mend: 'Use Average (the share of requests) or a percentile, and a lower threshold.',
});

/** Of several periods it is only told where the alarm itself says how many requests are enough. */
const oneRequest = (watch: Watch, from: number): readonly Said[] => {
  if (!countsFailures(watch) && !countsSlow(watch)) return [];
  const bad = countsSlow(watch) ? 'slow' : 'failed';
  if (watch.breaching === 1)
    return [{ code: 'one-request', what: `one ${bad} request of ${from} makes it fire`, mend: ALLOW_SOME }];
  return countsRequests(watch)
    ? [
        {
          code: 'one-of-few',
          what: `one ${bad} request of ${from} makes a bad period, and ${watch.breaching} of those make it fire`,
          mend: ALLOW_SOME,
        },
      ]
    : [];
};

const ALLOW_SOME =
  'Allow one or two beside the share, IF((n >= 20) AND ((e - 2) / n > 0.02), e / n, 0), or ask for more requests.';
