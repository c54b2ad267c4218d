import fc from 'fast-check';
import type { Member, Shape, Structure } from '../../../sim/models/model.ts';

/** `step`: what the dates are multiples of, in milliseconds. Default 1; HTTP's own dates know whole seconds only. */
type Text = { readonly text: fc.Arbitrary<string>; readonly step?: number };

/** Deep enough for every shape but those that hold themselves. */
const DEEPEST = 6;

/**
 * Values of a shape, whatever its constraints say: what must survive the wire. Structures and maps are never empty, as
 * a form cannot say so.
 */
export const valuesOf = (shape: Shape, how: Text, depth = 0): fc.Arbitrary<unknown> => {
  const { text, step = 1 } = how;
  switch (shape.kind) {
    case 'structure':
      return structures(shape, how, depth);
    case 'list':
      return fc.array(valuesOf(shape.item.shape, how, depth + 1), { minLength: 1, maxLength: 2 });
    case 'map':
      return fc.dictionary(keysOf(shape.key.shape, text), valuesOf(shape.value.shape, how, depth + 1), {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      });
    case 'string':
      return shape.values === undefined ? text : fc.constantFrom(...shape.values);
    case 'integer':
      return fc.integer();
    case 'long':
      return fc.maxSafeInteger();
    case 'float':
    case 'double':
      return fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => (number === 0 ? 0 : number));
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
        .map((date) => new Date(Math.floor(date.getTime() / step) * step));
    case 'blob':
      return fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes));
  }
};

const keysOf = (shape: Shape, text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  ('values' in shape && shape.values !== undefined ? fc.constantFrom(...shape.values) : text).filter(
    (key) => key !== '__proto__' && key !== '',
  );

const structures = (shape: Structure, text: Text, depth: number): fc.Arbitrary<unknown> => {
  const members = shape.members.filter((member) => !isBare(member) && (depth < DEEPEST || isPlain(member)));
  const arbitraries = Object.fromEntries(
    members.map((member) => [member.name, valuesOf(member.shape, textOf(member, text), depth + 1)] as const),
  );
  if (shape.union || isChoice(shape)) {
    return fc.oneof(...Object.entries(arbitraries).map(([name, value]) => fc.record({ [name]: value })));
  }
  const always = shape.required.filter((name) => name in arbitraries);
  const record = fc.record(arbitraries, { requiredKeys: always, noNullPrototype: true });
  return members.length === 0 || depth === 0 ? record : record.filter((value) => Object.keys(value).length > 0);
};

/** DynamoDB's values are unions that the model does not call so. */
const isChoice = ({ name }: Structure): boolean => name === 'AttributeValue';

const isBare = ({ shape }: Member): boolean => shape.kind === 'structure' && shape.members.length === 0;

const isPlain = ({ shape }: Member): boolean => !['structure', 'list', 'map'].includes(shape.kind);

/** Headers and labels carry less than a body does. */
const textOf = ({ location, name }: Member, text: Text): Text => {
  // Names of headers, which have no case; and what the client asks of a bucket's name.
  if (location === 'headers' || name === 'Bucket') return { ...text, text: fc.stringMatching(/^[a-z]{3,12}$/) };
  if (location !== 'header' && location !== 'uri') return text;
  return { ...text, text: fc.stringMatching(/^[!-~]{1,12}$/) };
};

/** Any characters that there are, in XML too. */
export const ANY_TEXT = fc.string({ unit: 'grapheme', maxLength: 8 });
