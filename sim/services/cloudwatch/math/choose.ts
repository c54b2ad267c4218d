import { wrongArguments } from './problem.ts';
import { type Compiled, type CompiledScalar, type CompiledSeries, type Frame, type Points, series } from './value.ts';

/**
 * `IF(condition, trueValue, falseValue)`. Documented asymmetry: no datapoint where the condition holds counts as 0; where
 * it does not hold, it is dropped.
 */
export const choice = (items: readonly Compiled[]): Compiled => {
  const [condition, whenTrue, whenFalse] = items.map(notArray);
  if (condition === undefined || whenTrue === undefined || items.length > 3) throw wrongArguments('IF');
  if (condition.shape === 'scalar') {
    if (whenTrue.shape === 'scalar') throw wrongArguments('IF');
    return series((frame) => wholeSeries(condition.run(frame), whenTrue, { whenFalse, frame }));
  }
  return series((frame) => {
    const [held, other] = [pick(whenTrue, frame), whenFalse && pick(whenFalse, frame)];
    return condition.run(frame).map((test, index) => {
      if (test === undefined) return undefined;
      return test === 0 ? other?.(index) : (held(index) ?? 0);
    });
  });
};

type Plain = CompiledScalar | CompiledSeries;

const notArray = (item: Compiled): Plain => {
  if (item.shape === 'array') throw wrongArguments('IF');
  return item;
};

/** A scalar condition has no timestamps of its own: the series that it chooses decides which exist. */
const wholeSeries = (
  condition: number | undefined,
  whenTrue: CompiledSeries,
  { whenFalse, frame }: { readonly whenFalse: Plain | undefined; readonly frame: Frame },
): Points => {
  if (condition === undefined) return frame.starts.map(() => undefined);
  if (condition !== 0) return whenTrue.run(frame);
  const other = whenFalse && pick(whenFalse, frame);
  return frame.starts.map((_, index) => other?.(index));
};

const pick = (value: Plain, frame: Frame): ((index: number) => number | undefined) => {
  if (value.shape === 'scalar') {
    const one = value.run(frame);
    return () => one;
  }
  const points = value.run(frame);
  return (index) => points[index];
};
