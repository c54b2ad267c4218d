/** One input that is wrong, named so that a failure says which. */
export type Case<Input = unknown> = { readonly name: string; readonly input: Input };

/** Each value under what is wrong with it; the value's own place keeps names apart. */
export const casesOf = <Input>(wrong: string, inputs: readonly Input[]): readonly Case<Input>[] =>
  inputs.map((input, place) => ({ name: `${wrong} #${place}: ${shown(input)}`, input }));

/** The whole of a value is nothing that a failure should print. */
const shown = (input: unknown): string => {
  const text = typeof input === 'string' ? JSON.stringify(input) : String(Object.prototype.toString.call(input));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** What any field may hold instead of what it should. */
export const WRONG_VALUES: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  Number.NaN,
  true,
  '',
  ' ',
  [],
  ['x'],
  {},
  { value: 'x' },
  '__proto__',
  '\u0000',
  '\u202efraud',
  'x'.repeat(250_000),
];

/** The object with another value at this path; `undefined` takes the key away. */
export const put = (into: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown => {
  if (key === undefined) return value;
  if (Array.isArray(into)) return into.map((item, place) => (place === key ? put(item, rest, value) : item));
  const { [key]: before, ...others } = into as Readonly<Record<string, unknown>>;
  const after = put(before, rest, value);
  return after === undefined ? others : { ...others, [key]: after };
};

/** A list in a list in a list…: JSON's reader takes it, JSON's writer overflows the stack. */
export const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

/** Characters that nobody sees, and that hide, turn round or end what one does see. */
export const UNSEEN: RegExp = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
