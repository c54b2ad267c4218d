import type { TimestampFormat } from '../../models/model.ts';

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** What is no timestamp stays as it is, for others to find. */
export const toDate = (value: unknown): unknown => {
  if (typeof value === 'number') return new Date(Math.round(value * 1000));
  if (typeof value !== 'string' || !ISO.test(value)) return value;
  // A time without a zone is UTC to AWS, and local to JavaScript.
  const zoned = !value.includes('T') || /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? value : date;
};

export const fromDate = (date: Date, format: TimestampFormat): string | number => {
  if (format === 'unixTimestamp') return date.getTime() / 1000;
  if (format === 'rfc822') return date.toUTCString();
  return date.toISOString();
};
