import { band } from './band.ts';
import { compiledCall } from './functions.ts';
import { combined, negated } from './operators.ts';
import type { Call, Expression } from './parse.ts';
import { invalidSyntax, MathProblem, wrongArguments } from './problem.ts';
import { array, type Compiled, type CompiledSeries, type Shape, scalar, series } from './value.ts';

/** What an expression may refer to. */
export type Scope = {
  /** Undefined: there is no such id. */
  readonly shapeOf: (id: string) => Shape | undefined;
  /** The metrics of the request, not its expressions, in their order, with their period in seconds. */
  readonly metrics: ReadonlyMap<string, number>;
};

/** Checks the kinds of all that an expression is made of, once. Throws a `MathProblem`. */
export const compile = (expression: Expression, scope: Scope): Compiled => {
  const of = (inner: Expression): Compiled => compile(inner, scope);
  switch (expression.kind) {
    case 'number':
      return scalar(() => expression.value);
    case 'reference':
      return reference(expression.id, scope);
    case 'negate':
      return negated(of(expression.of));
    case 'binary':
      return combined(expression.operator, of(expression.left), of(expression.right));
    case 'array':
      return arrayOf(expression.items, of);
    case 'call':
      return call(expression, scope, of);
    case 'word':
    case 'string':
      throw invalidSyntax();
  }
};

/** Every id that an expression uses, METRICS() included. */
export const idsIn = (expression: Expression, scope: Pick<Scope, 'metrics'>): readonly string[] => {
  const inside = (inner: Expression) => idsIn(inner, scope);
  switch (expression.kind) {
    case 'reference':
      return [expression.id];
    case 'negate':
      return inside(expression.of);
    case 'binary':
      return [...inside(expression.left), ...inside(expression.right)];
    case 'array':
      return expression.items.flatMap(inside);
    case 'call':
      return expression.name === 'METRICS' ? metricsNamed(expression, scope) : expression.items.flatMap(inside);
    case 'number':
    case 'word':
    case 'string':
      return [];
  }
};

const reference = (id: string, { shapeOf }: Scope): Compiled => {
  switch (shapeOf(id)) {
    case 'series':
      return series((frame) => frame.series(id));
    case 'array':
      return array((frame) => frame.array(id));
    default:
      throw new MathProblem(`Undefined identifier '${id}'`);
  }
};

/** `[m1, m2]`; an array in it lends its members: `[METRICS("4xx"), METRICS("5xx")]`. */
const arrayOf = (items: readonly Expression[], of: (item: Expression) => Compiled): Compiled => {
  const members = items.map((item) => ({ id: item.kind === 'reference' ? item.id : undefined, value: of(item) }));
  if (members.some(({ value }) => value.shape === 'scalar')) throw wrongArguments('[]');
  return array((frame) =>
    members.flatMap(({ id, value }) => {
      if (value.shape === 'array') return value.run(frame);
      return value.shape === 'series' ? [{ id, points: value.run(frame) }] : [];
    }),
  );
};

const call = (expression: Call, scope: Scope, of: (item: Expression) => Compiled): Compiled => {
  if (expression.name === 'METRICS') {
    const members: readonly { readonly id: string; readonly value: CompiledSeries }[] = metricsNamed(
      expression,
      scope,
    ).map((id) => ({ id, value: series((frame) => frame.series(id)) }));
    return array((frame) => members.map(({ id, value }) => ({ id, points: value.run(frame) })));
  }
  if (expression.name === 'PERIOD') return period(expression, scope);
  if (expression.name === 'ANOMALY_DETECTION_BAND') {
    return band(expression, { isMetric: (id) => scope.metrics.has(id), of });
  }
  return compiledCall(expression, of);
};

/** Those whose id contains the string; all without one. */
const metricsNamed = ({ items }: Call, { metrics }: Pick<Scope, 'metrics'>): readonly string[] => {
  const [containing] = items;
  if (items.length > 1 || (containing !== undefined && containing.kind !== 'string')) throw wrongArguments('METRICS');
  const text = containing?.text ?? '';
  return [...metrics.keys()].filter((id) => id.includes(text));
};

/** Of metrics only, not of what other expressions yield. */
const period = ({ items }: Call, { metrics }: Scope): Compiled => {
  const [of] = items;
  const seconds = of?.kind === 'reference' ? metrics.get(of.id) : undefined;
  if (seconds === undefined || items.length > 1) throw wrongArguments('PERIOD');
  return scalar(() => seconds);
};
