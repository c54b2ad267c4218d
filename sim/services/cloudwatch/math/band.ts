import type { Call, Expression } from './parse.ts';
import { MathProblem, wrongArguments } from './problem.ts';
import { array, type Compiled, type Expected, type Frame, type Points } from './value.ts';

/** The number of standard deviations on either side, where an expression does not say it. */
const DEVIATIONS = 2;

/** What must be known of the request. */
type Surroundings = { readonly isMetric: (id: string) => boolean; readonly of: (item: Expression) => Compiled };

/** `ANOMALY_DETECTION_BAND(metric, deviations)`: two series, the upper bound and the lower one. */
export const band = ({ name, items }: Call, { isMetric, of }: Surroundings): Compiled => {
  const [about, width = { kind: 'number', value: DEVIATIONS } as const] = items;
  if (about === undefined || items.length > 2) throw wrongArguments(name);
  refuseShape(name, of(about), items.length);
  if (about.kind !== 'reference' || !isMetric(about.id)) {
    throw new Error(`metric math: the small AWS has the ${name} of a metric only, not of an expression`);
  }
  if (width.kind !== 'number')
    throw new Error(`metric math: the small AWS takes plain numbers as the width in ${name}`);
  return array((frame) => {
    const expected = expectedIn(frame, about.id);
    return [
      { id: undefined, points: expected.map((one) => one && upperBound(one, width.value)) },
      { id: undefined, points: expected.map((one) => one && lowerBound(one, width.value)) },
    ];
  });
};

/** Where the two bounds are in what a band yields. */
export const boundsIn = ([upper, lower]: readonly { readonly points: Points }[], place: number) => {
  const [above, below] = [upper?.points[place], lower?.points[place]];
  return above === undefined || below === undefined ? undefined : { lower: below, upper: above };
};

/** The metric whose band an expression is, if it is nothing but a band. */
export const bandedBy = (expression: Expression): string | undefined => {
  const isBand = expression.kind === 'call' && expression.name === 'ANOMALY_DETECTION_BAND';
  const [about] = isBand ? expression.items : [];
  return about?.kind === 'reference' ? about.id : undefined;
};

const refuseShape = (name: string, { shape }: Compiled, count: number): void => {
  if (shape === 'scalar') throw wrongArguments(name);
  if (shape === 'series') return;
  const kinds = ['Array[TimeSeries]', 'Scalar'].slice(0, count).join(', ');
  throw new MathProblem(`Unsupported operand type(s) for ANOMALY_DETECTION_BAND: '[${kinds}]'`);
};

const expectedIn = ({ expected, starts }: Frame, id: string): readonly (Expected | undefined)[] =>
  expected?.(id) ?? starts.map(() => undefined);

const upperBound = ({ mean, deviation }: Expected, deviations: number): number => mean + deviations * deviation;

/** The model does not leave the values that a metric can have. */
const lowerBound = ({ mean, deviation, neverNegative }: Expected, deviations: number): number => {
  const bound = mean - deviations * deviation;
  return neverNegative ? Math.max(0, bound) : bound;
};
