import type { ScalarShape } from '../../models/model.ts';
import { toDate } from './timestamps.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

/** A scalar where the wire has text only: in forms, headers, query strings and paths. Else it stays as it is. */
export const fromText = ({ kind }: ScalarShape, text: string): unknown => {
  switch (kind) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'integer':
    case 'long':
      return NUMBER.test(text) ? Number(text) : text;
    case 'float':
    case 'double':
      return NUMBER.test(text) || SPECIAL.includes(text) ? Number(text) : text;
    case 'blob':
      return Buffer.from(text, 'base64');
    case 'timestamp':
      return toDate(text);
    case 'string':
      return text;
  }
};

export const toText = ({ kind }: ScalarShape, value: unknown): string => {
  if (kind === 'blob') return Buffer.from(value as Uint8Array).toString('base64');
  return value instanceof Date ? value.toISOString() : String(value);
};
