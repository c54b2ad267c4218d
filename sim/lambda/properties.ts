import type { Resource } from '../types.ts';

/** Reads a resource's properties; what is of the wrong kind or out of range is refused with its place. */
export type Properties = {
  readonly text: (name: string) => string;
  readonly maybeText: (name: string) => string | undefined;
  readonly integer: (name: string, range: Range) => number;
  /** With no members but these. */
  readonly section: (name: string, members: readonly string[]) => Properties | undefined;
  /** A list of one, of these words. */
  readonly onlyOneOf: (name: string, words: readonly string[]) => void;
  readonly texts: (name: string) => Readonly<Record<string, string>>;
  readonly refuse: (name: string, why: string) => never;
};
export type Range = { readonly from: number; readonly to: number; readonly otherwise: number };

export const propertiesOf = ({ logicalId, type, properties }: Resource): Properties =>
  read(`${logicalId} (${type})`, properties);

const read = (place: string, values: Readonly<Record<string, unknown>>): Properties => {
  const refuse = (name: string, why: string): never => {
    throw new Error(`${place}: ${name} is ${JSON.stringify(values[name])}, but ${why}`);
  };
  const maybeText = (name: string): string | undefined => {
    const value = values[name];
    return value === undefined || typeof value === 'string' ? value : refuse(name, 'it must be a string');
  };
  return {
    refuse,
    maybeText,
    text: (name) => maybeText(name) ?? refuse(name, 'it must be given'),
    integer: (name, { from, to, otherwise }) => {
      if (values[name] === undefined) return otherwise;
      // CloudFormation takes numbers as strings, too.
      const value = Number(values[name]);
      const fits = Number.isInteger(value) && value >= from && value <= to;
      return fits ? value : refuse(name, `it must be a whole number from ${from} to ${to}`);
    },
    section: (name, members) => {
      const value = values[name];
      if (value === undefined) return undefined;
      if (!isRecord(value)) return refuse(name, 'it must be an object');
      const unknown = Object.keys(value).find((member) => !members.includes(member));
      if (unknown !== undefined) return refuse(name, `${unknown} is unknown (known: ${members.join(', ')})`);
      return read(`${place} ${name}`, value);
    },
    onlyOneOf: (name, words) => {
      const value = values[name];
      if (value === undefined) return;
      const fits = Array.isArray(value) && value.length === 1 && words.includes(String(value[0]));
      if (!fits) refuse(name, `it must be a list of one of ${words.join(', ')}`);
    },
    texts: (name) => {
      const value = values[name] ?? {};
      if (!isRecord(value)) return refuse(name, 'it must be an object');
      const odd = Object.entries(value).find(([, item]) => !['string', 'number', 'boolean'].includes(typeof item));
      if (odd !== undefined) return refuse(name, `${odd[0]} must be a string`);
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
    },
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
