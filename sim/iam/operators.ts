import { BlockList, isIP } from 'node:net';
import { arnLike, like } from './wildcard.ts';

/** One condition operator: how a value of the policy is held against one of the request. */
export type Operator = {
  readonly test: (wanted: string, given: string) => boolean;
  /** Holds when no value of the policy matches, so also when the request has none. */
  readonly negated?: true;
  /** How its values are read: only text may have policy variables, and only patterns wildcards. */
  readonly values: 'pattern' | 'text' | 'plain';
  /** Whether the operator takes this value; absent: it takes any. */
  readonly takes?: (wanted: string) => boolean;
};

type Test = Operator['test'];
type Order = (sign: number) => boolean;

const lower =
  (test: Test): Test =>
  (wanted, given) =>
    test(wanted.toLowerCase(), given.toLowerCase());
const same: Test = (wanted, given) => wanted === given;

const text = (test: Test): Operator => ({ test, values: 'text' });
const pattern = (test: Test): Operator => ({ test, values: 'pattern' });
const not = (operator: Operator): Operator => ({ ...operator, negated: true });

/** `2026-11-20T10:00:00Z` and its shorter forms, or seconds since 1970. */
const instantOf = (value: string): number => {
  if (/^\d+(\.\d+)?$/.test(value) && value.length > 4) return Number(value) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
};
const numberOf = (value: string): number => (/^[-+]?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN);

const ordered =
  (read: (value: string) => number) =>
  (order: Order): Operator => ({
    test: (wanted, given) => order(Math.sign(read(given) - read(wanted))),
    values: 'plain',
    takes: (wanted) => !Number.isNaN(read(wanted)),
  });

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThan: (sign) => sign > 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

const family = (name: string, make: (order: Order) => Operator): Readonly<Record<string, Operator>> => ({
  ...Object.fromEntries(Object.entries(ORDERS).map(([order, test]) => [`${name}${order}`, make(test)])),
  [`${name}NotEquals`]: not(make((sign) => sign === 0)),
});

const rangeOf = (wanted: string): BlockList | undefined => {
  const [address = '', prefix, ...more] = wanted.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const bits = prefix === undefined ? most : Number(prefix || 'none');
  if (version === 0 || more.length > 0 || !Number.isInteger(bits) || bits < 0 || bits > most) return undefined;
  const list = new BlockList();
  list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  return list;
};

const address: Operator = {
  test: (wanted, given) => rangeOf(wanted)?.check(given, isIP(given) === 6 ? 'ipv6' : 'ipv4') ?? false,
  values: 'plain',
  takes: (wanted) => rangeOf(wanted) !== undefined,
};

/** By name, without `ForAllValues:`, `ForAnyValue:` and `IfExists`; `Null` is none of them. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: text(same),
  StringNotEquals: not(text(same)),
  StringEqualsIgnoreCase: text(lower(same)),
  StringNotEqualsIgnoreCase: not(text(lower(same))),
  StringLike: pattern(like),
  StringNotLike: not(pattern(like)),
  ...family('Numeric', ordered(numberOf)),
  ...family('Date', ordered(instantOf)),
  Bool: { test: lower(same), values: 'plain' },
  BinaryEquals: { test: same, values: 'plain' },
  IpAddress: address,
  NotIpAddress: not(address),
  ArnEquals: pattern(arnLike),
  ArnLike: pattern(arnLike),
  ArnNotEquals: not(pattern(arnLike)),
  ArnNotLike: not(pattern(arnLike)),
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/;

/** `ForAllValues:StringLikeIfExists`, taken apart. */
export const readOperator = (name: string) => {
  const [, set, plain = '', ifExists] = OPERATOR.exec(name) ?? [];
  return { plain, set, ifExists: ifExists !== undefined };
};
