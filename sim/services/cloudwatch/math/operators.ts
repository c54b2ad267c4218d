import type { Operator } from './parse.ts';
import { MathProblem } from './problem.ts';
import { array, type Compiled, finite, ofMembers, type Points, scalar, series } from './value.ts';

type Combination = (left: number, right: number) => number;

export const negated = (of: Compiled): Compiled => {
  const opposite = (points: Points): Points => points.map((point) => (point === undefined ? undefined : -point));
  switch (of.shape) {
    case 'scalar':
      return scalar((frame) => {
        const value = of.run(frame);
        return value === undefined ? undefined : -value;
      });
    case 'series':
      return series((frame) => opposite(of.run(frame)));
    case 'array':
      return array((frame) => ofMembers(of.run(frame), opposite));
  }
};

/** Arithmetic takes an array on one side; comparisons and logic take none. */
export const combined = (operator: Operator, left: Compiled, right: Compiled): Compiled => {
  const how = COMBINE[operator];
  if (left.shape === 'array' || right.shape === 'array') return onArray(operator, left, right);
  if (left.shape === 'scalar' && right.shape === 'scalar') {
    return scalar((frame) => {
      const [one, other] = [left.run(frame), right.run(frame)];
      return one === undefined || other === undefined ? undefined : finite(how(one, other));
    });
  }
  return series((frame) => {
    const [one, other] = [left.run(frame), right.run(frame)];
    if (typeof one === 'object') return withOther(one, other, how);
    return typeof other === 'object' ? withOther(other, one, flipped(how)) : [];
  });
};

const truth = (value: boolean): number => (value ? 1 : 0);

const COMBINE: Readonly<Record<Operator, Combination>> = {
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

const ARITHMETIC: readonly Operator[] = ['+', '-', '*', '/', '^'];

const onArray = (operator: Operator, left: Compiled, right: Compiled): Compiled => {
  const how = COMBINE[operator];
  const [list, other, combine] = left.shape === 'array' ? [left, right, how] : [right, left, flipped(how)];
  if (list.shape !== 'array' || other.shape === 'array' || !ARITHMETIC.includes(operator)) {
    throw wrongOperands(operator, left, right);
  }
  return array((frame) => {
    const value = other.run(frame);
    return ofMembers(list.run(frame), (points) => withOther(points, value, combine));
  });
};

const flipped =
  (how: Combination): Combination =>
  (a, b) =>
    how(b, a);

const NAMES = { scalar: 'Scalar', series: 'TimeSeries', array: 'TimeSeries[]' } as const;

const wrongOperands = (operator: Operator, left: Compiled, right: Compiled): MathProblem =>
  new MathProblem(
    `Unsupported operand type(s) for ${operator.toUpperCase()}: '[${NAMES[left.shape]}, ${NAMES[right.shape]}]'`,
  );

const withOther = (points: Points, other: Points | number | undefined, how: Combination): Points =>
  typeof other === 'object' ? both(points, other, how) : withScalar(points, other, how);

/** CloudWatch takes a missing value as 0 where the other series has one, and drops the timestamp where neither has. */
const both = (left: Points, right: Points, how: Combination): Points =>
  left.map((one, index) => {
    const other = right[index];
    return one === undefined && other === undefined ? undefined : finite(how(one ?? 0, other ?? 0));
  });

const withScalar = (points: Points, value: number | undefined, how: Combination): Points =>
  points.map((point) => (point === undefined || value === undefined ? undefined : finite(how(point, value))));
