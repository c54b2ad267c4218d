import type { Member, ScalarShape } from '../../models/model.ts';
import type { Conversion } from '../shapes/converted.ts';
import { fromDate, toDate } from './timestamps.ts';

const SPECIAL: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

const fromJson = ({ kind }: ScalarShape, value: unknown): unknown => {
  if (kind === 'timestamp') return toDate(value);
  if (kind === 'blob') return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
  if ((kind === 'double' || kind === 'float') && SPECIAL.includes(value)) return Number(value);
  return value;
};

const toJson = (shape: ScalarShape, value: unknown, member: Member | undefined): unknown => {
  if (value instanceof Date) {
    return fromDate(value, member?.timestampFormat ?? shape.timestampFormat ?? 'unixTimestamp');
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
};

const name = (member: Member): string => member.name;
const wireName = (member: Member): string => member.wireName;

/** `byWireName`: as REST services name members in their bodies. */
export const readingJson = (named: 'byName' | 'byWireName'): Conversion => ({
  scalar: fromJson,
  from: named === 'byName' ? name : wireName,
  to: name,
});
export const writingJson = (named: 'byName' | 'byWireName'): Conversion => ({
  scalar: toJson,
  from: name,
  to: named === 'byName' ? name : wireName,
});

export const parseJson = (body: Buffer): unknown => JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
