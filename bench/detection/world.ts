import { drawsFrom } from '../../sim/kernel/chance.ts';
import { type Draws, drawsOf } from './draws.ts';

/** A day of an endpoint with a canary. */
export type World = {
  /** Of both variants together. */
  readonly requestsPerSecond: number;
  /** Share of bad requests: of stable, and of the canary once its fault has begun. */
  readonly stable: number;
  readonly canary: number;
  /** Healthy minutes before the fault. */
  readonly onset: number;
  /** Errors in one cluster, on average. 1: they come one by one. */
  readonly cluster: number;
  /** How much traffic and errors swing within the day, as a share of their mean. */
  readonly swing: number;
  /** Share of the minutes of each variant that the metrics lack. */
  readonly missing: number;
};

export const CANARY_SHARE = 0.05;
export const HEALTHY = 0.005;
export const DAY = 1_440;
const HISTORY = 480;

export const world = (requestsPerSecond: number, over: Partial<World> = {}): World => ({
  requestsPerSecond,
  stable: HEALTHY,
  canary: HEALTHY,
  onset: 0,
  cluster: 1,
  swing: 0,
  missing: 0,
  ...over,
});

/** One day as the metrics tell it, minute by minute. A minute that they lack has no requests. */
export type Day = {
  readonly canaryRequests: Int32Array;
  readonly canaryBad: Int32Array;
  readonly stableRequests: Int32Array;
  readonly stableBad: Int32Array;
  /** Stable's eight hours before, minute by minute. */
  readonly historyRequests: Int32Array;
  readonly historyBad: Int32Array;
};

const emptyDay = (): Day => ({
  canaryRequests: new Int32Array(DAY),
  canaryBad: new Int32Array(DAY),
  stableRequests: new Int32Array(DAY),
  stableBad: new Int32Array(DAY),
  historyRequests: new Int32Array(HISTORY),
  historyBad: new Int32Array(HISTORY),
});

/** The same seed gives the same days. Each is gone with the next: they share their memory. */
export const daysOf = function* (world: World, seed: string, days: number): Generator<Day, void, undefined> {
  const draw = drawsFrom(seed);
  const draws = drawsOf(draw);
  const day = emptyDay();
  for (let one = 0; one < days; one++) {
    const phase = 2 * Math.PI * draw();
    for (let minute = 0; minute < HISTORY; minute++)
      fill(day.historyRequests, day.historyBad, minute, stableLoad(world, phase, minute - HISTORY), world, draws);
    for (let minute = 0; minute < DAY; minute++) {
      fill(day.canaryRequests, day.canaryBad, minute, canaryLoad(world, phase, minute), world, draws);
      fill(day.stableRequests, day.stableBad, minute, stableLoad(world, phase, minute), world, draws);
      if (world.missing > 0) lose(day, minute, world.missing, draw);
    }
    yield day;
  }
};

type Load = { readonly requests: number; readonly bad: number };

const swung = ({ swing }: World, phase: number, minute: number): number =>
  1 + swing * Math.sin(phase + (2 * Math.PI * minute) / DAY);

const stableLoad = (of: World, phase: number, minute: number): Load => {
  const swinging = swung(of, phase, minute);
  return { requests: 60 * of.requestsPerSecond * (1 - CANARY_SHARE) * swinging, bad: baseline(of, minute) * swinging };
};

const canaryLoad = (of: World, phase: number, minute: number): Load => {
  const swinging = swung(of, phase, minute);
  const bad = minute < of.onset ? HEALTHY : of.canary;
  return { requests: 60 * of.requestsPerSecond * CANARY_SHARE * swinging, bad: bad * swinging };
};

/** What both share rises with the fault, and not before. */
const baseline = ({ stable, onset }: World, minute: number): number => (minute < onset ? HEALTHY : stable);

const fill = (
  requests: Int32Array,
  bad: Int32Array,
  minute: number,
  load: Load,
  { cluster }: World,
  { poisson, clustered }: Draws,
): void => {
  const count = poisson(load.requests);
  requests[minute] = count;
  bad[minute] = clustered(count, load.bad, cluster);
};

const lose = (day: Day, minute: number, missing: number, draw: () => number): void => {
  if (draw() < missing) day.canaryRequests[minute] = day.canaryBad[minute] = 0;
  if (draw() < missing) day.stableRequests[minute] = day.stableBad[minute] = 0;
};
