import type { Branch, Field } from './compile.ts';
import type { Leaf, Leaves } from './leaves.ts';

/** Of each array on the way to a value, which of its elements the value is in. */
type Elements = ReadonlyMap<number, number>;

/**
 * Whether each field of the branch finds a value that will do, all of them in the same elements of the event's arrays.
 * The fields are tried by the alphabet, as event-ruler does: an absence is judged by the elements chosen before it.
 */
export const meets = (branch: Branch, leaves: Leaves): boolean =>
  meetsFrom([...branch].sort(byPath), leaves, new Map());

const byPath = ([one]: readonly [string, Field], [other]: readonly [string, Field]): number => (one < other ? -1 : 1);

const meetsFrom = (fields: readonly (readonly [string, Field])[], leaves: Leaves, chosen: Elements): boolean => {
  const [first, ...rest] = fields;
  if (first === undefined) return true;
  const [path, field] = first;
  const there = (leaves.get(path) ?? []).filter(({ elements }) => agree(chosen, elements));
  if (there.length === 0) return admitsAbsence(field) && meetsFrom(rest, leaves, chosen);
  return there.some((leaf) => takes(field, leaf) && meetsFrom(rest, leaves, new Map([...chosen, ...leaf.elements])));
};

const agree = (chosen: Elements, elements: Elements): boolean =>
  [...elements].every(([array, index]) => (chosen.get(array) ?? index) === index);

const takes = ({ matchers }: Field, { value }: Leaf): boolean => matchers.some(({ test }) => test(value));

const admitsAbsence = ({ matchers }: Field): boolean => matchers.some(({ absence }) => absence === true);

/** A sentence for each field that keeps the event out; one more where no element of an array meets all fields. */
export const explain = (branch: Branch, leaves: Leaves): readonly string[] => {
  if (meets(branch, leaves)) return [];
  const failing = [...branch].filter(([path, field]) => !meets(new Map([[path, field]]), leaves));
  if (failing.length === 0) return [`no element of an array meets all of ${[...branch.keys()].join(', ')}`];
  return failing.map(([path, { wanted }]) => {
    const values = (leaves.get(path) ?? []).map(({ value }) => value);
    return `${path} is ${values.length > 0 ? JSON.stringify(values) : 'absent'}, not ${JSON.stringify(wanted)}`;
  });
};
