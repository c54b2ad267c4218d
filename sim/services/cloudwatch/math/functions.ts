import { type Aggregate, acrossMembers, total } from './aggregate.ts';
import { CALENDAR } from './calendar.ts';
import { choice } from './choose.ts';
import { type Filler, filled } from './fill.ts';
import { ARRAY_FUNCTIONS, slice, sort } from './lists.ts';
import type { Call, Expression } from './parse.ts';
import { MathProblem, wrongArguments } from './problem.ts';
import { differences, rates, runningSums, timeDifferences } from './sequence.ts';
import {
  along,
  type Compiled,
  type CompiledArray,
  type CompiledSeries,
  type Frame,
  finite,
  type Points,
  scalar,
  series,
} from './value.ts';

const each =
  (change: (value: number) => number) =>
  (points: Points): Points =>
    points.map((point) => (point === undefined ? undefined : finite(change(point))));

/** Functions of each value, and of the values of a series in their order. */
const ALONG: Readonly<Record<string, (points: Points, frame: Frame) => Points>> = {
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  DIFF: differences,
  DIFF_TIME: timeDifferences,
  RATE: rates,
  RUNNING_SUM: runningSums,
};

const AGGREGATES: readonly Aggregate[] = ['SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'DATAPOINT_COUNT'];

/** What CloudWatch has and the small AWS cannot do: they need what it does not keep. */
export const NOT_BUILT: readonly string[] = [
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SEARCH',
  'SERVICE_QUOTA',
];

/** All functions that are built, but for those that need to know the request: METRICS, PERIOD and the band. */
export const FUNCTIONS: readonly string[] = [
  ...Object.keys(ALONG),
  ...AGGREGATES,
  ...Object.keys(ARRAY_FUNCTIONS),
  ...Object.keys(CALENDAR),
  'FILL',
  'IF',
  'SLICE',
  'SORT',
  'TIME_SERIES',
];

export const compiledCall = ({ name, items }: Call, of: (item: Expression) => Compiled): Compiled => {
  if (NOT_BUILT.includes(name)) throw new Error(`metric math: the small AWS has no function ${name}`);
  if (!FUNCTIONS.includes(name)) throw new MathProblem(`Function '${name}' not found`);
  if (name === 'IF') return choice(items.map(of));
  if (name === 'FILL') return fill(items, of);
  if (name === 'SLICE') return slice(items.map(of));
  if (name === 'SORT') return sort(items, of);
  const [item] = items;
  if (item === undefined || items.length > 1) throw wrongArguments(name);
  return ofOne(name, of(item));
};

const ofOne = (name: string, of: Compiled): Compiled => {
  if (name === 'TIME_SERIES') return constant(of);
  if (of.shape === 'scalar') throw wrongArguments(name);

  const change = ALONG[name];
  if (change !== undefined) return along(of, change);
  const aggregate = AGGREGATES.find((one) => one === name);
  if (aggregate !== undefined) return aggregated(aggregate, of);

  const tells = CALENDAR[name];
  if (tells !== undefined && of.shape === 'series') return series(({ starts }) => starts.map(tells));
  const arrayed = ARRAY_FUNCTIONS[name];
  if (arrayed !== undefined && of.shape === 'array') return arrayed(of);
  throw wrongArguments(name);
};

const aggregated = (name: Aggregate, of: CompiledSeries | CompiledArray): Compiled =>
  of.shape === 'series'
    ? scalar((frame) => total(name, of.run(frame)))
    : series((frame) => {
        const members = of.run(frame);
        return members.length === 0 ? frame.starts.map(() => undefined) : acrossMembers(name, members);
      });

const constant = (of: Compiled): Compiled => {
  if (of.shape !== 'scalar') throw wrongArguments('TIME_SERIES');
  return series((frame) => {
    const value = of.run(frame);
    return frame.starts.map(() => value);
  });
};

/** A time series is filled by numbers only; an array by a time series as well. */
const fill = (items: readonly Expression[], of: (item: Expression) => Compiled): Compiled => {
  const [sparse, filler] = items;
  if (sparse === undefined || filler === undefined || items.length > 2) throw wrongArguments('FILL');
  const gaps = of(sparse);
  if (gaps.shape === 'scalar') throw wrongArguments('FILL');
  const by = fillerOf(filler, of, gaps.shape);
  return along(gaps, (points, frame) => filled(points, by(frame)));
};

const fillerOf = (
  filler: Expression,
  of: (item: Expression) => Compiled,
  gaps: 'series' | 'array',
): ((frame: Frame) => Filler) => {
  if (filler.kind === 'word' && (filler.text === 'REPEAT' || filler.text === 'LINEAR')) {
    const how = filler.text;
    return () => how;
  }
  const value = of(filler);
  if (value.shape === 'scalar' || (value.shape === 'series' && gaps === 'array')) return value.run;
  throw wrongArguments('FILL');
};
