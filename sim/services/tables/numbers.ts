import { invalid } from './expressions/placeholders.ts';

/** `digits` × 10 to the power of `exponent`; the digits end in no zero. */
type Decimal = { readonly digits: bigint; readonly exponent: number };

const NUMBER = /^\s*([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?\s*$/i;

/** DynamoDB keeps 38 digits, of magnitudes up to 9.99E+125 and down to 1E-130. */
const MOST_DIGITS = 38;
const LARGEST_EXPONENT = 125;
const SMALLEST_EXPONENT = -130;

/** The number as DynamoDB answers it: without zeros that say nothing, and without an exponent. */
export const normalNumber = (text: string): string => format(checked(parse(text)));

/** Below 0, 0 or above 0 as `a` is less than, equal to or greater than `b`. */
export const compareNumbers = (a: string, b: string): number => {
  const { digits } = sum(parse(a), negated(parse(b)));
  return digits === 0n ? 0 : digits < 0n ? -1 : 1;
};

export const addNumbers = (a: string, b: string): string => format(checked(sum(parse(a), parse(b))));

export const subtractNumbers = (a: string, b: string): string => format(checked(sum(parse(a), negated(parse(b)))));

/** Bytes that a number takes: roughly one for two digits, and one. */
export const sizeOfNumber = (text: string): number => Math.ceil(count(parse(text).digits) / 2) + 1;

const parse = (text: string): Decimal => {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = BigInt(whole + fraction);
  return trimmed({ digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length });
};

const trimmed = ({ digits, exponent }: Decimal): Decimal => {
  if (digits === 0n) return { digits, exponent: 0 };
  const zeros = /0*$/.exec(String(digits))?.[0].length ?? 0;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
};

const checked = (decimal: Decimal): Decimal => {
  const { digits, exponent } = decimal;
  const magnitude = exponent + count(digits) - 1;
  if (digits === 0n) return decimal;
  if (magnitude > LARGEST_EXPONENT)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (magnitude < SMALLEST_EXPONENT)
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  if (count(digits) > MOST_DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  return decimal;
};

const count = (digits: bigint): number => String(digits).replace('-', '').length;

const negated = ({ digits, exponent }: Decimal): Decimal => ({ digits: -digits, exponent });

const sum = (a: Decimal, b: Decimal): Decimal => {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (of: Decimal): bigint => of.digits * 10n ** BigInt(of.exponent - exponent);
  return trimmed({ digits: scaled(a) + scaled(b), exponent });
};

const format = ({ digits, exponent }: Decimal): string => {
  if (exponent >= 0) return `${digits}${'0'.repeat(exponent)}`;
  const text = String(digits)
    .replace('-', '')
    .padStart(1 - exponent, '0');
  const sign = digits < 0n ? '-' : '';
  return `${sign}${text.slice(0, exponent)}.${text.slice(exponent)}`;
};
