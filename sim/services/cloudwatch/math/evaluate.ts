import { fillLinear, fillRepeat } from './fill.ts';
import type { Expression, FunctionName, Operator } from './parse.ts';

/** One value for each period, oldest first; undefined where there is no datapoint. */
export type Points = readonly (number | undefined)[];
export type Value =
  | { readonly kind: 'scalar'; readonly value: number | undefined }
  | { readonly kind: 'series'; readonly points: Points }
  | { readonly kind: 'array'; readonly series: readonly Points[] };

/** Of an expression whose shape was checked. `pointsOf` answers for ids, all of one length. */
export const evaluate = (expression: Expression, pointsOf: (id: string) => Points): Value => {
  const of = (inner: Expression) => evaluate(inner, pointsOf);
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'reference':
      return { kind: 'series', points: pointsOf(expression.id) };
    case 'negate':
      return each(of(expression.of), (value) => -value);
    case 'binary':
      return combine(of(expression.left), of(expression.right), OPERATORS[expression.operator]);
    case 'array':
      return { kind: 'array', series: expression.items.map(of).map(pointsIn) };
    case 'call':
      return call(expression.name, expression.items, of);
    case 'filler':
      throw new Error(`${expression.how} has no value of its own`);
  }
};

export const pointsIn = (value: Value): Points => {
  if (value.kind !== 'series') throw new Error(`metric math: a time series was expected, not ${value.kind}`);
  return value.points;
};

type Combination = (left: number, right: number) => number;

const truth = (value: boolean): number => (value ? 1 : 0);

const OPERATORS: Readonly<Record<Operator, Combination>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
};

/** A division by zero drops the datapoint. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

const each = (value: Value, change: (value: number) => number): Value => {
  const point = (one: number | undefined) => (one === undefined ? undefined : finite(change(one)));
  if (value.kind === 'scalar') return { kind: 'scalar', value: point(value.value) };
  if (value.kind === 'series') return { kind: 'series', points: value.points.map(point) };
  return { kind: 'array', series: value.series.map((points) => points.map(point)) };
};

const combine = (left: Value, right: Value, how: Combination): Value => {
  if (left.kind === 'array') {
    return { kind: 'array', series: left.series.map((points) => pointsIn(combine(asSeries(points), right, how))) };
  }
  if (right.kind === 'array') {
    return { kind: 'array', series: right.series.map((points) => pointsIn(combine(left, asSeries(points), how))) };
  }
  if (left.kind === 'series' && right.kind === 'series') {
    return asSeries(left.points.map((point, index) => both(point, right.points[index], how)));
  }
  if (right.kind === 'scalar') return withScalar(left, right.value, how);
  return withScalar(right, left.kind === 'scalar' ? left.value : undefined, (a, b) => how(b, a));
};

const asSeries = (points: Points): Value & { kind: 'series' } => ({ kind: 'series', points });

/** CloudWatch takes a missing value as 0 where the other series has one, and drops the timestamp where neither has. */
const both = (left: number | undefined, right: number | undefined, how: Combination): number | undefined =>
  left === undefined && right === undefined ? undefined : finite(how(left ?? 0, right ?? 0));

const withScalar = (value: Value, scalar: number | undefined, how: Combination): Value =>
  scalar === undefined ? each(value, () => Number.NaN) : each(value, (point) => how(point, scalar));

const call = (name: FunctionName, items: readonly Expression[], of: (inner: Expression) => Value): Value => {
  const [first, second, third] = items;
  if (first === undefined) throw new Error(`${name} without an argument`);
  if (name === 'ABS') return each(of(first), Math.abs);
  if (name === 'IF' && second !== undefined) return choose(of(first), of(second), third && of(third));
  if (name === 'FILL' && second !== undefined) return fill(pointsIn(of(first)), second, of);
  return aggregate(name, of(first));
};

const at = (value: Value | undefined, index: number): number | undefined => {
  if (value === undefined || value.kind === 'array') return undefined;
  return value.kind === 'scalar' ? value.value : value.points[index];
};

/** Documented asymmetry: no datapoint where the condition holds counts as 0; where it does not hold, it is dropped. */
const choose = (condition: Value, whenTrue: Value, whenFalse: Value | undefined): Value => {
  const length = [condition, whenTrue, whenFalse].find((value) => value?.kind === 'series');
  const points = length?.kind === 'series' ? length.points : [];
  return asSeries(
    points.map((_, index) => {
      const test = at(condition, index);
      if (test === undefined) return undefined;
      if (test === 0) return at(whenFalse, index);
      // A scalar condition has no timestamps of its own: the series it chooses decides which exist.
      return condition.kind === 'scalar' ? at(whenTrue, index) : (at(whenTrue, index) ?? 0);
    }),
  );
};

const fill = (points: Points, filler: Expression, of: (inner: Expression) => Value): Value => {
  if (filler.kind === 'filler') return asSeries(filler.how === 'REPEAT' ? fillRepeat(points) : fillLinear(points));
  return asSeries(points.map((point) => point ?? at(of(filler), 0)));
};

const aggregate = (name: FunctionName, value: Value): Value => {
  if (value.kind === 'series') return { kind: 'scalar', value: total(name, value.points) };
  const series = value.kind === 'array' ? value.series : [];
  const [first = []] = series;
  return asSeries(
    first.map((_, index) =>
      total(
        name,
        series.map((points) => points[index]),
      ),
    ),
  );
};

const total = (name: FunctionName, points: Points): number | undefined => {
  const present = points.filter((point) => point !== undefined);
  if (present.length === 0) return undefined;
  if (name === 'MIN') return Math.min(...present);
  if (name === 'MAX') return Math.max(...present);
  const sum = present.reduce((all, point) => all + point, 0);
  // AVG takes missing values as 0.
  return name === 'AVG' ? sum / points.length : sum;
};
