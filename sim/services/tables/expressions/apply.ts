import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { addNumbers, subtractNumbers } from '../numbers.ts';
import { canonical, type Item, membersOf, toStored, typeOf } from '../values.ts';
import { type Path, valueAt } from './paths.ts';
import { invalid } from './placeholders.ts';
import type { Action, Source } from './update.ts';

/** The item after the update; every operand is read from the item as it was before. */
export const applied = (actions: readonly Action[], before: Item): Item => {
  const changes = actions.map((action) => ({ path: action.path, value: changed(action, before) }));
  const after: Writable = structuredClone({ M: { ...before } });
  for (const { path, value } of changes) write(after, path, value);
  return closed(after).M ?? {};
};

/** What is at the action's path afterwards; undefined: nothing. */
const changed = (action: Action, before: Item): AttributeValue | undefined => {
  switch (action.kind) {
    case 'SET':
      return toStored(sourced(action.source, before));
    case 'REMOVE':
      return undefined;
    case 'ADD':
      return toStored(added(valueAt(before, action.path), action.value));
    case 'DELETE':
      return without(valueAt(before, action.path), action.value);
  }
};

const sourced = (source: Source, before: Item): AttributeValue => {
  switch (source.kind) {
    case 'value':
      return source.value;
    case 'path':
      return valueAt(before, source.path) ?? absent();
    case 'if_not_exists':
      return valueAt(before, source.path) ?? sourced(source.otherwise, before);
    case 'list_append':
      return { L: source.lists.flatMap((list) => sourced(list, before).L ?? mistyped()) };
    case 'sum': {
      const [left, right] = [source.left, source.right].map((one) => sourced(one, before).N ?? mistyped());
      const compute = source.sign === '+' ? addNumbers : subtractNumbers;
      return { N: compute(left ?? '0', right ?? '0') };
    }
  }
};

const absent = (): never => {
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
};

const mistyped = (): never => {
  throw invalid('An operand in the update expression has an incorrect data type');
};

const added = (old: AttributeValue | undefined, value: AttributeValue): AttributeValue => {
  if (old === undefined) return value;
  if (typeOf(old) !== typeOf(value)) return mistyped();
  if (old.N !== undefined && value.N !== undefined) return { N: addNumbers(old.N, value.N) };
  return united(old, [...(membersOf(old) ?? []), ...(membersOf(value) ?? [])]);
};

/** A set that loses its last member is gone. */
const without = (old: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined => {
  if (old === undefined) return undefined;
  if (typeOf(old) !== typeOf(value)) return mistyped();
  const taken = (membersOf(value) ?? []).map(canonical);
  const left = (membersOf(old) ?? []).filter((member) => !taken.includes(canonical(member)));
  return left.length === 0 ? undefined : united(old, left);
};

const united = (like: AttributeValue, members: readonly AttributeValue[]): AttributeValue => {
  const distinct = [...new Map(members.map((member) => [canonical(member), member])).values()];
  const type = typeOf(like) as 'SS' | 'NS' | 'BS';
  return { [type]: distinct.map((member) => member.S ?? member.N ?? member.B) } as unknown as AttributeValue;
};

/** Lists have holes while an update is under way: indexes mean the list as it was. */
type Writable = { M?: Record<string, Writable>; L?: (Writable | undefined)[] };

const write = (into: Writable, [step = '', ...rest]: Path, value: AttributeValue | undefined): void => {
  const [next] = rest;
  const below = typeof step === 'number' ? into.L?.[step] : into.M && ownIn(into.M, step);
  if (next !== undefined) write(below ?? misplaced(), rest, value);
  else if (typeof step === 'number') writeInList(into.L ?? misplaced(), step, value);
  else writeInMap(into.M ?? misplaced(), step, value);
};

/** What is set beyond the end of a list is added to it. */
const writeInList = (list: (Writable | undefined)[], index: number, value: AttributeValue | undefined): void => {
  if (value !== undefined || index < list.length) list[index] = value as Writable | undefined;
};

const writeInMap = (map: Record<string, Writable>, name: string, value: AttributeValue | undefined): void => {
  if (value === undefined) delete map[name];
  else map[name] = value as Writable;
};

const ownIn = (map: Record<string, Writable>, name: string): Writable | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

const misplaced = (): never => {
  throw invalid('The document path provided in the update expression is invalid for update');
};

const closed = (value: Writable): AttributeValue => {
  if (value.L !== undefined) return { L: value.L.flatMap((inner) => (inner === undefined ? [] : [closed(inner)])) };
  if (value.M === undefined) return value as unknown as AttributeValue;
  return { M: Object.fromEntries(Object.entries(value.M).map(([name, inner]) => [name, closed(inner)])) };
};
