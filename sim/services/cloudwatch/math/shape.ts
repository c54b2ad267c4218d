import type { Expression, FunctionName } from './parse.ts';

/** CloudWatch's S, TS and TS[]. */
export type Shape = 'scalar' | 'series' | 'array';

/** What an expression yields; refuses what CloudWatch does not define. `shapeOfId` answers undefined for an unknown id. */
export const shapeOf = (expression: Expression, shapeOfId: (id: string) => Shape | undefined): Shape => {
  const of = (inner: Expression) => shapeOf(inner, shapeOfId);
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'reference':
      return shapeOfId(expression.id) ?? refuse(`"${expression.id}" is not the id of a metric or an expression`);
    case 'filler':
      return refuse(`${expression.how} may only be FILL's second argument`);
    case 'negate':
      return of(expression.of);
    case 'binary':
      return ofBinary(of(expression.left), of(expression.right), expression.operator);
    case 'array':
      return ofArray(expression.items.map(of));
    case 'call':
      return ofCall(expression.name, expression.items, of);
  }
};

/** Every id that an expression mentions. */
export const idsIn = (expression: Expression): readonly string[] => {
  switch (expression.kind) {
    case 'reference':
      return [expression.id];
    case 'negate':
      return idsIn(expression.of);
    case 'binary':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    case 'array':
    case 'call':
      return expression.items.flatMap(idsIn);
    case 'number':
    case 'filler':
      return [];
  }
};

const refuse = (problem: string): never => {
  throw new Error(`metric math: ${problem}`);
};

const ARITHMETIC = ['+', '-', '*', '/', '^'];

const ofBinary = (left: Shape, right: Shape, operator: string): Shape => {
  if (left === 'array' || right === 'array') {
    if (!ARITHMETIC.includes(operator)) return refuse(`${operator} does not take an array`);
    return left === right ? refuse(`${operator} does not take two arrays`) : 'array';
  }
  return left === 'scalar' && right === 'scalar' ? 'scalar' : 'series';
};

const ofArray = (items: readonly Shape[]): Shape =>
  items.every((item) => item === 'series') ? 'array' : refuse('an array holds time series only');

const ofCall = (name: FunctionName, items: readonly Expression[], of: (inner: Expression) => Shape): Shape => {
  switch (name) {
    case 'IF':
      return ofIf(items.map(of));
    case 'FILL':
      return ofFill(items, of);
    case 'ABS': {
      const shape = only(name, items.map(of));
      return shape === 'scalar' ? refuse('ABS takes a time series or an array') : shape;
    }
    case 'SUM':
    case 'AVG':
    case 'MIN':
    case 'MAX': {
      const shape = only(name, items.map(of));
      if (shape === 'scalar') return refuse(`${name} takes a time series or an array`);
      return shape === 'series' ? 'scalar' : 'series';
    }
  }
};

const only = (name: string, items: readonly Shape[]): Shape => {
  const [first] = items;
  return first !== undefined && items.length === 1 ? first : refuse(`${name} takes one argument, not ${items.length}`);
};

const ofIf = (items: readonly Shape[]): Shape => {
  if (items.length < 2 || items.length > 3) return refuse(`IF takes two or three arguments, not ${items.length}`);
  if (items.includes('array')) return refuse('IF does not take an array');
  const [condition, whenTrue] = items;
  return condition === 'scalar' && whenTrue === 'scalar'
    ? refuse('IF needs a time series among the first two')
    : 'series';
};

const ofFill = (items: readonly Expression[], of: (inner: Expression) => Shape): Shape => {
  const [sparse, filler] = items;
  if (sparse === undefined || filler === undefined || items.length !== 2) return refuse('FILL takes two arguments');
  if (of(sparse) !== 'series') return refuse('FILL fills one time series');
  if (filler.kind !== 'filler' && of(filler) !== 'scalar') return refuse('FILL takes a number, REPEAT or LINEAR');
  return 'series';
};
