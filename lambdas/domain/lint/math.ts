/** By the ids of an expression; absent: CloudWatch has no datapoint. */
export type Values = Readonly<Record<string, number>>;

/** An expression's value of one period; undefined: it has none. */
export type Figure = (values: Values) => number | undefined;

/**
 * CloudWatch's metric math of single periods, in as much as alarms on ratios and levels need. Undefined: it holds what a
 * period alone does not tell, or what is not known here, and then nobody judges it.
 */
export const figureOf = (expression: string): Figure | undefined => {
  const tokens = [...expression.matchAll(TOKEN)].map(([token]) => token);
  if (tokens.join('') !== expression.replaceAll(/\s+/g, '')) return undefined;
  const parsed = binary(tokens, 0);
  return parsed !== undefined && parsed.rest.length === 0 ? parsed.figure : undefined;
};

const TOKEN = /\d+(?:\.\d+)?|[A-Za-z]\w*|&&|\|\||[<>=!]=|[-+*/^()<>,[\]]/g;

type Tokens = readonly string[];
type Parsed = { readonly figure: Figure; readonly rest: Tokens };
type Operator = (left: number, right: number) => number;

const truth = (is: boolean): number => (is ? 1 : 0);
const both: Operator = (left, right) => truth(left !== 0 && right !== 0);
const either: Operator = (left, right) => truth(left !== 0 || right !== 0);

/** The loosest first. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { OR: either, '||': either },
  { AND: both, '&&': both },
  {
    '==': (left, right) => truth(left === right),
    '!=': (left, right) => truth(left !== right),
    '<': (left, right) => truth(left < right),
    '<=': (left, right) => truth(left <= right),
    '>': (left, right) => truth(left > right),
    '>=': (left, right) => truth(left >= right),
  },
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right, '/': (left, right) => left / right },
  { '^': (left, right) => left ** right },
];

const binary = (tokens: Tokens, level: number): Parsed | undefined => {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(tokens);
  let left = binary(tokens, level + 1);
  while (left !== undefined) {
    const [sign = '', ...after] = left.rest;
    const operator = operators[sign.toUpperCase()];
    if (operator === undefined) return left;
    const right = binary(after, level + 1);
    left = right && { figure: combined(left.figure, right.figure, operator), rest: right.rest };
  }
  return undefined;
};

/** What is divided by nothing has no datapoint. */
const combined =
  (left: Figure, right: Figure, operator: Operator): Figure =>
  (values) => {
    const [one, other] = [left(values), right(values)];
    if (one === undefined || other === undefined) return undefined;
    const value = operator(one, other);
    return Number.isFinite(value) ? value : undefined;
  };

const unary = (tokens: Tokens): Parsed | undefined => {
  const [first = '', ...rest] = tokens;
  if (first === '-') {
    const parsed = unary(rest);
    return (
      parsed && {
        figure: combined(
          () => 0,
          parsed.figure,
          (zero, value) => zero - value,
        ),
        rest: parsed.rest,
      }
    );
  }
  if (first === '(') {
    const parsed = binary(rest, 0);
    return parsed?.rest[0] === ')' ? { ...parsed, rest: parsed.rest.slice(1) } : undefined;
  }
  if (/^\d/.test(first)) return { figure: () => Number(first), rest };
  if (rest[0] === '(') return called(first.toUpperCase(), rest.slice(1));
  return /^[a-z]/.test(first) ? { figure: (values) => values[first], rest } : undefined;
};

const called = (name: string, tokens: Tokens): Parsed | undefined => {
  const made = FUNCTIONS[name];
  const given = listed(tokens, ')');
  if (made === undefined || given === undefined) return undefined;
  const figure = made(given.figures);
  return figure && { figure, rest: given.rest };
};

type Listed = { readonly figures: readonly Figure[]; readonly rest: Tokens };

/** `a, b, [c, d])`: a list within is as good as its parts. */
const listed = (tokens: Tokens, end: string): Listed | undefined => {
  const first = tokens[0] === '[' ? listed(tokens.slice(1), ']') : single(tokens);
  if (first === undefined) return undefined;
  const [next, ...rest] = first.rest;
  if (next === end) return { figures: first.figures, rest };
  const others = next === ',' ? listed(rest, end) : undefined;
  return others && { figures: [...first.figures, ...others.figures], rest: others.rest };
};

const single = (tokens: Tokens): Listed | undefined => {
  const parsed = binary(tokens, 0);
  return parsed && { figures: [parsed.figure], rest: parsed.rest };
};

const MISSING: Figure = () => undefined;

const among =
  (of: (known: readonly number[]) => number) =>
  (figures: readonly Figure[]): Figure =>
  (values) => {
    const known = figures.flatMap((figure) => figure(values) ?? []);
    return known.length === 0 ? undefined : of(known);
  };

const sum = (known: readonly number[]): number => known.reduce((so, one) => so + one, 0);

const FUNCTIONS: Readonly<Record<string, (figures: readonly Figure[]) => Figure | undefined>> = {
  IF:
    ([condition = MISSING, then = MISSING, otherwise = MISSING]) =>
    (values) => {
      const is = condition(values);
      return is === undefined ? undefined : (is === 0 ? otherwise : then)(values);
    },
  FILL:
    ([figure = MISSING, fill = MISSING]) =>
    (values) =>
      figure(values) ?? fill(values),
  ABS: ([figure = MISSING]) => combined(figure, figure, (value) => Math.abs(value)),
  CEIL: ([figure = MISSING]) => combined(figure, figure, (value) => Math.ceil(value)),
  FLOOR: ([figure = MISSING]) => combined(figure, figure, (value) => Math.floor(value)),
  // Of one metric alone they are over its time, which no single period tells.
  MAX: (figures) => (figures.length > 1 ? among((known) => Math.max(...known))(figures) : undefined),
  MIN: (figures) => (figures.length > 1 ? among((known) => Math.min(...known))(figures) : undefined),
  SUM: (figures) => (figures.length > 1 ? among(sum)(figures) : undefined),
  AVG: (figures) => (figures.length > 1 ? among((known) => sum(known) / known.length)(figures) : undefined),
};
