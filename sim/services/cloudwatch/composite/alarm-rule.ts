import { type AlarmState, Refusal } from '../../../types.ts';
import { atLeast } from './at-least.ts';
import { type Cursor, childName, cursorOver, type Evaluate, takeState } from './rule-cursor.ts';

export type AlarmRule = {
  /** The alarms it speaks of, each once, as it writes them: names or ARNs. */
  readonly children: readonly string[];
  /** Whether the composite alarm is in ALARM. An alarm without a state is in none. */
  readonly evaluate: Evaluate;
};

const MAX_CHILDREN = 100;
const MAX_ELEMENTS = 500;

/** Reads an `AlarmRule`, or refuses it in CloudWatch's words. NOT binds before AND, and AND before OR. */
export const parseAlarmRule = (text: string): AlarmRule => {
  if (text.trim() !== text || text === '') {
    throw new Refusal('ValidationError', 'AlarmRule must not contain leading or trailing whitespace or be null');
  }
  const cursor = cursorOver(text);
  const evaluate = disjunction(cursor);
  if (cursor.peek() !== undefined) throw cursor.unsupported(['AND', 'OR']);
  const children = [...new Set(cursor.children)];
  if (children.length > MAX_CHILDREN) {
    throw new Refusal('ValidationError', `AlarmRule must not refer to more than ${MAX_CHILDREN} alarms`);
  }
  if (cursor.elements > MAX_ELEMENTS) {
    throw new Refusal('ValidationError', `AlarmRule must not have more than ${MAX_ELEMENTS} elements`);
  }
  return { children, evaluate };
};

const disjunction = (cursor: Cursor): Evaluate => {
  const parts = [conjunction(cursor)];
  while (cursor.takes('OR')) parts.push(conjunction(cursor));
  return (stateOf) => parts.some((part) => part(stateOf));
};

const conjunction = (cursor: Cursor): Evaluate => {
  const parts = [negation(cursor)];
  while (cursor.takes('AND')) parts.push(negation(cursor));
  return (stateOf) => parts.every((part) => part(stateOf));
};

const negation = (cursor: Cursor): Evaluate => {
  if (!cursor.takes('NOT')) return element(cursor);
  const part = negation(cursor);
  return (stateOf) => !part(stateOf);
};

const ELEMENTS = ["'('", "'NOT'", 'AT_LEAST', 'TRUE or FALSE', 'ALARM', 'OK', 'or INSUFFICIENT_DATA'];

const element = (cursor: Cursor): Evaluate => {
  if (cursor.takes('(')) return group(cursor);
  if (cursor.takes('AT_LEAST')) return atLeast(cursor);
  const state = takeState(cursor);
  return state === undefined ? constant(cursor) : inState(cursor, state);
};

const group = (cursor: Cursor): Evaluate => {
  const inner = disjunction(cursor);
  cursor.needs(')');
  cursor.elements += 1;
  return inner;
};

const constant = (cursor: Cursor): Evaluate => {
  // The documentation writes `False` and `false`, too.
  const word = ['TRUE', 'FALSE', 'True', 'False', 'true', 'false'].find((name) => cursor.takes(name));
  if (word === undefined) throw cursor.unsupported(ELEMENTS);
  cursor.elements += 1;
  return () => word.toUpperCase() === 'TRUE';
};

const inState = (cursor: Cursor, state: AlarmState): Evaluate => {
  cursor.needs('(');
  const child = childName(cursor);
  cursor.needs(')');
  return (stateOf) => stateOf(child) === state;
};
