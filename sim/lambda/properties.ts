import type { Resource } from '../types.ts';

/** Reads a resource's properties; what is of the wrong kind or out of range is refused with its place. */
export type Properties = {
  readonly text: (name: string) => string;
  readonly maybeText: (name: string) => string | undefined;
  readonly integer: (name: string, range: Range) => number;
  readonly section: (name: string) => Properties | undefined;
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
    section: (name) => {
      const value = values[name];
      if (value === undefined) return undefined;
      return isRecord(value) ? read(`${place} ${name}`, value) : refuse(name, 'it must be an object');
    },
    texts: (name) => {
      const value = values[name] ?? {};
      if (!isRecord(value)) return refuse(name, 'it must be an object');
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
    },
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
