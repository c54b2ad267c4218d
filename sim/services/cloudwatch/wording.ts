import type { Instant } from '../../types.ts';
import type { Side, ThresholdComparison } from './bar.ts';

/** A number as CloudWatch (Java) writes it: `7` is `7.0`. */
export const doubleText = (value: number): string => {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return scientific(value);
  return Number.isInteger(value) ? `${value}.0` : String(value);
};

/** `2026-11-20T10:15:30.123+0000`: CloudWatch's offset has no colon, so it is not RFC 3339. */
export const offsetTime = (time: Instant): string => new Date(time).toISOString().replace('Z', '+0000');

/** `20/11/26 10:15:00`, in UTC. */
export const reasonTime = (time: Instant): string => {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(2, 4)} ${clock.slice(0, 8)}`;
};

/** A JSON object of members that are JSON already; one that is undefined is left out. */
export const objectText = (members: Readonly<Record<string, string | undefined>>): string =>
  `{${Object.entries(members)
    .flatMap(([name, text]) => (text === undefined ? [] : [`${JSON.stringify(name)}:${text}`]))
    .join(',')}}`;

export const COMPARISON_WORDS: Readonly<Record<ThresholdComparison, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

export const SIDE_WORDS: Readonly<Record<Side, string>> = { lower: 'less than', upper: 'greater than' };

const scientific = (value: number): string => {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
};
