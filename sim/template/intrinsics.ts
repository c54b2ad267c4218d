import { isRecord, type Json } from './template.ts';

/** What expressions may look up. Each throws with a sentence when there is no such thing. */
export type Lookup = {
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => string;
  readonly condition: (name: string) => boolean;
  readonly mapping: (map: string, first: string, second: string) => unknown;
};

/** `AWS::NoValue`: the property or list entry that holds it does not exist. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The value with all its expressions resolved. Anything that looks like an expression and is none of ours throws. */
export const resolve = (value: unknown, lookup: Lookup): unknown => {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, lookup)).filter((entry) => entry !== NO_VALUE);
  if (!isRecord(value)) return value;
  const call = intrinsicIn(value);
  if (call !== undefined) return evaluate(call, lookup);
  const entries = Object.entries(value).map(([key, entry]) => [key, resolve(entry, lookup)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== NO_VALUE));
};

export type Call = { readonly name: string; readonly argument: unknown };

/** CloudFormation reads an object with one key, `Ref`, `Condition` or `Fn::…`, as an expression. */
export const intrinsicIn = (value: Json): Call | undefined => {
  const [name, ...more] = Object.keys(value);
  if (name === undefined || more.length > 0) return undefined;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument: value[name] } : undefined;
};

const evaluate = ({ name, argument }: Call, lookup: Lookup): unknown => {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) {
    throw new Error(`${name} is not supported (supported: ${Object.keys(INTRINSICS).join(', ')})`);
  }
  return intrinsic(argument, lookup);
};

type Intrinsic = (argument: unknown, lookup: Lookup) => unknown;

const join: Intrinsic = (argument, lookup) => {
  const [separator, parts] = list(argument, 'Fn::Join', 2);
  return strings(resolve(parts, lookup), 'Fn::Join').join(text(separator, 'Fn::Join'));
};

const substitute: Intrinsic = (argument, lookup) => {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}];
  const values = isRecord(given) ? given : {};
  return text(template, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(values, name)) return text(resolve(values[name], lookup), 'Fn::Sub');
    return text(named(name.trim(), lookup), 'Fn::Sub');
  });
};

const named = (name: string, lookup: Lookup): unknown => {
  const dot = name.indexOf('.');
  return dot < 0 ? lookup.ref(name) : lookup.attribute(name.slice(0, dot), name.slice(dot + 1));
};

const attributeOf: Intrinsic = (argument, lookup) => {
  if (typeof argument === 'string') return named(argument, lookup);
  const [logicalId, ...path] = list(argument, 'Fn::GetAtt', 2);
  return lookup.attribute(text(logicalId, 'Fn::GetAtt'), path.map((part) => text(part, 'Fn::GetAtt')).join('.'));
};

const select: Intrinsic = (argument, lookup) => {
  const [index, from] = list(argument, 'Fn::Select', 2);
  const entries = list(resolve(from, lookup), 'Fn::Select', 1);
  const position = Number(resolve(index, lookup));
  if (!Number.isInteger(position) || position < 0 || position >= entries.length) {
    throw new Error(`Fn::Select: there is no entry ${JSON.stringify(index)} in a list of ${entries.length}`);
  }
  return entries[position];
};

const split: Intrinsic = (argument, lookup) => {
  const [separator, source] = list(argument, 'Fn::Split', 2);
  return text(resolve(source, lookup), 'Fn::Split').split(text(separator, 'Fn::Split'));
};

const choose: Intrinsic = (argument, lookup) => {
  const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If', 3);
  return resolve(lookup.condition(text(condition, 'Fn::If')) ? whenTrue : whenFalse, lookup);
};

const findInMap: Intrinsic = (argument, lookup) => {
  const [map, first, second] = strings(resolve(list(argument, 'Fn::FindInMap', 3), lookup), 'Fn::FindInMap');
  return lookup.mapping(map ?? '', first ?? '', second ?? '');
};

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, lookup) => lookup.ref(text(argument, 'Ref')),
  'Fn::GetAtt': attributeOf,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
};

const list = (value: unknown, where: string, atLeast: number): readonly unknown[] => {
  if (Array.isArray(value) && value.length >= atLeast) return value;
  throw new Error(`${where} wants a list of at least ${atLeast}, not ${JSON.stringify(value)}`);
};

const text = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} wants a string, not ${JSON.stringify(value)}`);
};

const strings = (value: unknown, where: string): string[] => list(value, where, 0).map((entry) => text(entry, where));
