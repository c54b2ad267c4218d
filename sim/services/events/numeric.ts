type Bound = (value: number) => boolean;

/** `["=", 5]`, `["<", 5]`, or a range such as `[">", 0, "<=", 5]`. */
export const numericRange = (argument: unknown, invalid: (why: string) => Error): ((value: unknown) => boolean) => {
  if (!Array.isArray(argument)) throw invalid('Value of numeric must be an array.');
  const [operator, limit, upper, upperLimit, ...more] = argument as readonly unknown[];
  if (more.length > 0 || argument.length % 2 !== 0) throw invalid('Too many elements in numeric expression');
  const first = boundOf(operator, limit, invalid);
  if (upper === undefined) return (value) => typeof value === 'number' && first(value);
  if (!isLower(operator) || isLower(upper) || upper === '=')
    throw invalid(`Bad numeric range operator: ${JSON.stringify(upper)}`);
  if (Number(limit) >= Number(upperLimit)) throw invalid('Bottom must be less than top');
  const second = boundOf(upper, upperLimit, invalid);
  return (value) => typeof value === 'number' && first(value) && second(value);
};

const isLower = (operator: unknown): boolean => operator === '>' || operator === '>=';

const boundOf = (operator: unknown, limit: unknown, invalid: (why: string) => Error): Bound => {
  if (typeof limit !== 'number') throw invalid('Value of numeric must be numeric.');
  const bound = BOUNDS[String(operator)];
  if (bound === undefined) throw invalid(`Unrecognized numeric range operator: ${String(operator)}`);
  return bound(limit);
};

const BOUNDS: Readonly<Record<string, (limit: number) => Bound>> = {
  '=': (limit) => (value) => value === limit,
  '<': (limit) => (value) => value < limit,
  '<=': (limit) => (value) => value <= limit,
  '>': (limit) => (value) => value > limit,
  '>=': (limit) => (value) => value >= limit,
};
