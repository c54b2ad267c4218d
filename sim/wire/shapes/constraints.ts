import type { ListShape, MapShape, ScalarShape } from '../../models/model.ts';

export type Constraint = { readonly text: string; readonly holds: (value: unknown) => boolean };

type Sized = Pick<ScalarShape, 'min' | 'max'>;

/** What the model asks of a scalar, in the order in which AWS lists it. */
export const constraintsOf = (shape: ScalarShape): readonly Constraint[] => {
  const { pattern, values } = shape;
  return [
    ...(isNumeric(shape) ? ranges(shape) : lengths(shape)),
    ...(pattern === undefined
      ? []
      : [
          {
            text: `Member must satisfy regular expression pattern: ${pattern.text}`,
            holds: (value: unknown) => pattern.whole.test(String(value)),
          },
        ]),
    ...(values === undefined
      ? []
      : [
          {
            text: `Member must satisfy enum value set: [${values.join(', ')}]`,
            holds: (value: unknown) => values.includes(String(value)),
          },
        ]),
  ];
};

export const sizeConstraintsOf = (shape: ListShape | MapShape): readonly Constraint[] => lengths(shape);

const isNumeric = ({ kind }: ScalarShape): boolean => ['integer', 'long', 'float', 'double'].includes(kind);

const ranges = (shape: Sized): readonly Constraint[] =>
  bounds(shape, Number, (end, bound) => `Member must have value ${end} than or equal to ${bound}`);

const lengths = (shape: Sized): readonly Constraint[] =>
  bounds(shape, lengthOf, (end, bound) => `Member must have length ${end} than or equal to ${bound}`);

const bounds = (
  { min, max }: Sized,
  measure: (value: unknown) => number,
  text: (end: 'less' | 'greater', bound: number) => string,
): readonly Constraint[] => [
  ...(max === undefined ? [] : [{ text: text('less', max), holds: (value: unknown) => measure(value) <= max }]),
  ...(min === undefined ? [] : [{ text: text('greater', min), holds: (value: unknown) => measure(value) >= min }]),
];

/** Characters are Unicode's, not UTF-16's halves of them: so Smithy defines the length of a string. */
const lengthOf = (value: unknown): number => {
  if (typeof value === 'string') return /[\uD800-\uDFFF]/.test(value) ? Array.from(value).length : value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? value.length : Object.keys(value as object).length;
};
