import type { ErrorSignal, Guard } from '../../lambdas/domain/policy.ts';
import { judgeGuards } from './guards/judge.ts';
import type { ErrorsGuard, GrossErrors, GrossLatency, GuardsConfig, LatencyGuard } from './shape.ts';

export const DEFAULTS = {
  /** Below this, one unlucky request is a percentage. */
  minRequests: 20,
  errorsAbove: 0.02,
  errorsCount: ['5xx'],
  /** A quarter of all requests failing is an outage of the variant, not noise. */
  grossErrorsAbove: 0.25,
  grossLatencyTimes: 3,
  /** One minute alone decides, so it must hold more than a handful of requests. */
  grossMinRequests: 50,
  percentile: 99,
} as const;

/** The newest minute may still be incomplete, and one noisy minute is not a breach. */
const TWO_OF_THREE = { gross: false, breachingPeriods: 2, outOfPeriods: 3 } as const;
/** For speed: far above the threshold, and with enough requests, one minute is proof enough. */
const ONE_OF_ONE = { gross: true, breachingPeriods: 1, outOfPeriods: 1 } as const;

/** The guards that each variant of one endpoint gets, every default filled in. */
export const compileGuards = (config: GuardsConfig): readonly Guard[] => {
  const minRequests = config.minRequests ?? DEFAULTS.minRequests;
  const errors = config.errors === false ? [] : errorGuards(config.errors ?? {}, minRequests);
  const latency = config.latency ? latencyGuards(config.latency, minRequests) : [];
  return [...errors, ...latency, ...(config.judge ? judgeGuards(config.judge) : [])];
};

const errorGuards = (config: ErrorsGuard, minRequests: number): Guard[] =>
  (config.count ?? DEFAULTS.errorsCount).flatMap((signal) => errorPair(signal, config, minRequests));

const errorPair = (signal: ErrorSignal, config: ErrorsGuard, minRequests: number): Guard[] => {
  const id = `errors-${signal}`;
  const above = config.above ?? DEFAULTS.errorsAbove;
  const gross = config.gross ?? grossErrors(above);
  return [
    { id, signal, above, minRequests, ...TWO_OF_THREE },
    ...(gross
      ? [{ id: `${id}-gross`, signal, above: gross.above, minRequests: grossMinimum(gross), ...ONE_OF_ONE }]
      : []),
  ];
};

/** Whoever tolerates as much as the default calls gross has no use for it. */
const grossErrors = (above: number): GrossErrors | false =>
  above < DEFAULTS.grossErrorsAbove && { above: DEFAULTS.grossErrorsAbove };

const latencyGuards = (config: LatencyGuard, minRequests: number): Guard[] => {
  const percentile = config.percentile ?? DEFAULTS.percentile;
  const id = `latency-p${percentile}`;
  const signal = 'latency';
  const gross: GrossLatency | false = config.gross ?? { aboveMs: config.aboveMs * DEFAULTS.grossLatencyTimes };
  return [
    { id, signal, percentile, above: config.aboveMs, minRequests, ...TWO_OF_THREE },
    ...(gross
      ? [
          {
            id: `${id}-gross`,
            signal,
            percentile,
            above: gross.aboveMs,
            minRequests: grossMinimum(gross),
            ...ONE_OF_ONE,
          } as const,
        ]
      : []),
  ];
};

const grossMinimum = (gross: GrossErrors | GrossLatency): number => gross.minRequests ?? DEFAULTS.grossMinRequests;
