import { availableParallelism } from 'node:os';
import type { Weight } from './bytes.ts';
import { type Cold, SHIFT } from './cold.ts';
import { type Measured, SHIPPED } from './measure.ts';
import type { Played } from './played.ts';
import { median, percentile } from './statistics.ts';
import type { Wall } from './walls.ts';
import type { Warm } from './warm.ts';

/** Medians, counts, and ratios to what is shipped; milliseconds, MB, bytes. A ratio above 1: more than what is shipped. */
export type Figures = {
  readonly machine: { readonly cores: number; readonly node: string };
  readonly cold: Readonly<Record<string, ColdFigures>>;
  readonly warm: Readonly<Record<string, WarmFigures>>;
  readonly bytes: Readonly<Record<string, Weight>>;
  readonly played: Readonly<Record<string, PlayedFigures>>;
  readonly walls: { readonly start: Wall; readonly tests: TestFigures | null };
};

export type ColdFigures = {
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
  readonly ratio: number;
  readonly cpuToLoad: number;
  readonly cpuToShift: number;
  readonly cpu: number;
  readonly rssMb: number;
  readonly calls: number;
  readonly callsBeforeShift: number;
};
export type WarmFigures = {
  readonly n: number;
  readonly toShift: number;
  readonly p50: number;
  readonly p99: number;
  readonly ratio: number;
  readonly cpu: number;
  readonly calls: number;
};
export type PlayedFigures = {
  readonly n: number;
  readonly perSecond: number;
  readonly minutes: number;
  readonly calls: number;
};
/** `ratio`: to `npm start`. */
export type TestFigures = NonNullable<Measured['tests']> & { readonly ratio: number };

export const figuresOf = ({ cold, warm, bytes, played, start, tests }: Measured): Figures => ({
  machine: { cores: availableParallelism(), node: process.version },
  cold: each(cold, (runs) => coldFigures(runs, median((cold.get(SHIPPED) ?? []).map(({ wall }) => wall)))),
  warm: each(warm, (runs) => warmFigures(runs, median(wholes(warm.get(SHIPPED) ?? [])))),
  bytes: Object.fromEntries(bytes),
  played: each(played, playedFigures),
  walls: {
    start: wall(start),
    tests: tests ? { ...wall(tests), ratio: round(tests.seconds / start.seconds, 10) } : null,
  },
});

const each = <T, F>(map: ReadonlyMap<string, T>, make: (value: T) => F): Record<string, F> =>
  Object.fromEntries([...map].map(([name, value]) => [name, make(value)]));

const coldFigures = (runs: readonly Cold[], shipped: number): ColdFigures => {
  const of = (what: (run: Cold) => number): number => round(median(runs.map(what)), 10);
  return {
    n: runs.length,
    p50: of(({ wall }) => wall),
    p99: round(
      percentile(
        runs.map(({ wall }) => wall),
        0.99,
      ),
      10,
    ),
    ratio: round(median(runs.map(({ wall }) => wall)) / shipped, 100),
    cpuToLoad: of(({ cpuToLoad }) => cpuToLoad),
    cpuToShift: of(({ cpuToShift }) => cpuToShift),
    cpu: of(({ cpu }) => cpu),
    rssMb: of(({ rssMb }) => rssMb),
    calls: of(({ calls }) => calls.length),
    callsBeforeShift: of(({ calls }) =>
      Math.max(
        0,
        calls.findIndex(({ operation }) => operation === SHIFT),
      ),
    ),
  };
};

const wholes = (runs: readonly Warm[]): readonly number[] =>
  runs.flatMap(({ invocations }) => invocations.map(({ whole }) => whole));

const warmFigures = (runs: readonly Warm[], shipped: number): WarmFigures => {
  const all = wholes(runs);
  return {
    n: all.length,
    toShift: round(median(runs.flatMap(({ invocations }) => invocations.map(({ toShift }) => toShift))), 10),
    p50: round(median(all), 10),
    p99: round(percentile(all, 0.99), 10),
    ratio: round(median(all) / shipped, 100),
    cpu: round(median(runs.map(({ cpuEach }) => cpuEach)), 10),
    calls: median(runs.map(({ callsEach }) => callsEach)),
  };
};

const wall = <W extends Wall>(one: W): W => ({ ...one, seconds: round(one.seconds, 10) });

const playedFigures = (runs: readonly Played[]): PlayedFigures => ({
  n: runs.length,
  perSecond: round(median(runs.map(({ minutes, seconds }) => minutes / seconds)), 10),
  minutes: median(runs.map(({ minutes }) => minutes)),
  calls: median(runs.map(({ calls }) => calls)),
});

const round = (value: number, parts: number): number => Math.round(value * parts) / parts;
