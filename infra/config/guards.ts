import type { Guard } from '../../lambdas/domain/policy.ts';
import { judgeGuards } from './guards/judge.ts';
import { type GuardedEndpoint, readingGuards } from './guards/readings.ts';
import type { ErrorsGuard, GrossErrors, GrossLatency, GuardsConfig, LatencyGuard, SlowGuard } from './shape.ts';

/** docs/guards.md has what they come to. */
export const DEFAULTS = {
  /** Below this, nobody can tell from a minute. */
  minRequests: 20,
  errorsAbove: 0.02,
  /** Two of few requests may fail by chance. */
  errorsPlus: 2,
  errorsCount: ['5xx'],
  grossErrorsTimes: 2.5,
  /** One minute alone decides, and so needs one bad request more. */
  grossErrorsMore: 1,
  grossLatencyTimes: 3,
  /** One slow minute alone decides, so it must hold more than a handful of requests. */
  grossLatencyMinRequests: 50,
  percentile: 99,
} as const;

/** The newest minute may still be incomplete, and one noisy minute is not a breach. */
const TWO_OF_THREE = { gross: false, breachingPeriods: 2, outOfPeriods: 3 } as const;
/** For speed: far above the threshold, one minute is proof enough. */
const ONE_OF_ONE = { gross: true, breachingPeriods: 1, outOfPeriods: 1 } as const;

/** The guards that each variant of one endpoint gets, every default filled in. */
export const compileGuards = (config: GuardsConfig, of: GuardedEndpoint): readonly Guard[] => {
  const minRequests = config.minRequests ?? DEFAULTS.minRequests;
  const errors = config.errors === false ? [] : errorGuards(config.errors ?? {}, minRequests);
  return [
    ...errors,
    ...(config.slow ? slowGuards(config.slow, minRequests) : []),
    ...(config.latency ? latencyGuards('latency', config.latency, minRequests) : []),
    ...(config.overhead ? latencyGuards('overhead', config.overhead, minRequests) : []),
    ...(config.judge ? judgeGuards(config.judge) : []),
    ...readingGuards(config, of),
  ];
};

const errorGuards = ({ above = DEFAULTS.errorsAbove, ...config }: ErrorsGuard, minRequests: number): Guard[] =>
  (config.count ?? DEFAULTS.errorsCount).flatMap((signal) =>
    sharePair({ id: `errors-${signal}`, signal, minRequests }, { ...config, above }),
  );

const slowGuards = ({ thanMs, ...config }: SlowGuard, minRequests: number): Guard[] =>
  sharePair(
    { id: `slow-${thanMs}ms`, signal: 'slow', slowerThanMs: thanMs, minRequests: config.minRequests ?? minRequests },
    config,
  );

type Share = Pick<SlowGuard, 'above' | 'plus' | 'gross' | 'grossEverySeconds'>;

/** A share of requests, and some beside it, in two of three minutes; and much more of them in one. */
const sharePair = (
  of: Pick<Guard, 'id' | 'signal' | 'slowerThanMs' | 'minRequests'>,
  { above, gross = grossErrors(above), ...config }: Share,
): Guard[] => {
  const { id, minRequests, ...what } = of;
  const plus = config.plus ?? Math.min(DEFAULTS.errorsPlus, minRequests - 1);
  const ordinary = { id, ...what, above, ...allowing(plus), minRequests, ...TWO_OF_THREE };
  if (!gross) return [ordinary];
  const least = gross.minRequests ?? minRequests;
  const more = gross.plus ?? Math.min(plus + DEFAULTS.grossErrorsMore, least - 1);
  const far = { ...what, above: gross.above, ...allowing(more), minRequests: least, ...ONE_OF_ONE };
  const { grossEverySeconds: every } = config;
  // Beside the one on minutes: that metrics come more often, nobody here can see to.
  const often = every === undefined ? [] : [{ id: `${id}-gross-${every}s`, ...far, periodSeconds: every }];
  return [ordinary, { id: `${id}-gross`, ...far }, ...often];
};

const allowing = (plus: number): Pick<Guard, 'plus'> => (plus === 0 ? {} : { plus });

/** Whoever tolerates so much that all requests would have to fail has no use for it. */
export const grossErrors = (above: number): GrossErrors | false => {
  const gross = Number((above * DEFAULTS.grossErrorsTimes).toPrecision(6));
  return gross < 1 && { above: gross };
};

const latencyGuards = (signal: 'latency' | 'overhead', config: LatencyGuard, minRequests: number): Guard[] => {
  const percentile = config.percentile ?? DEFAULTS.percentile;
  const id = `${signal}-p${percentile}`;
  const enough = Math.max(minRequests, enoughFor(percentile));
  const gross: GrossLatency | false = config.gross ?? { aboveMs: config.aboveMs * DEFAULTS.grossLatencyTimes };
  const ordinary = { id, signal, percentile, above: config.aboveMs, minRequests: enough, ...TWO_OF_THREE } as const;
  if (!gross) return [ordinary];
  const least = gross.minRequests ?? Math.max(DEFAULTS.grossLatencyMinRequests, enough);
  return [ordinary, { id: `${id}-gross`, signal, percentile, above: gross.aboveMs, minRequests: least, ...ONE_OF_ONE }];
};

/** The percentile of fewer requests is the slowest one of them. */
export const enoughFor = (percentile: number): number => Math.ceil(100 / (100 - percentile) - ROUNDING);
const ROUNDING = 1e-6;
