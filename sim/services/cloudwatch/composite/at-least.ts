import { type AlarmState, Refusal } from '../../../types.ts';
import { type Cursor, childName, type Evaluate, takeState } from './rule-cursor.ts';

/** `AT_LEAST(M, STATE_CONDITION, (a, b, …))`, M a number of the alarms or a percentage of them. */
export const atLeast = (cursor: Cursor): Evaluate => {
  cursor.needs('(');
  const { needed, percent } = threshold(cursor);
  cursor.needs(',');
  const holds = condition(cursor);
  cursor.needs(',');
  const children = list(cursor);
  cursor.needs(')');
  const most = percent ? 100 : children.length;
  if (needed < 1 || needed > most) {
    throw new Refusal('ValidationError', `Error in AlarmRule [AT_LEAST needs 1 to ${most}, not ${needed}]`);
  }
  return (stateOf) => {
    const holding = children.filter((child) => holds(stateOf(child))).length;
    return percent ? holding * 100 >= needed * children.length : holding >= needed;
  };
};

const threshold = (cursor: Cursor): { readonly needed: number; readonly percent: boolean } => {
  const token = cursor.peek();
  const [, digits, sign] = /^(\d{1,5})(%?)$/.exec(token?.quoted === false ? token.text : '') ?? [];
  if (digits === undefined) throw cursor.unsupported(['a number or a percentage']);
  cursor.skip();
  return { needed: Number(digits), percent: sign === '%' };
};

const condition = (cursor: Cursor): ((state: AlarmState | undefined) => boolean) => {
  const negated = cursor.takes('NOT');
  const wanted = takeState(cursor);
  if (wanted === undefined) throw cursor.unsupported(['ALARM', 'OK', 'or INSUFFICIENT_DATA']);
  return (state) => state !== undefined && (state === wanted) !== negated;
};

const list = (cursor: Cursor): readonly string[] => {
  cursor.needs('(');
  const children = [childName(cursor)];
  while (cursor.takes(',')) children.push(childName(cursor));
  cursor.needs(')');
  return children;
};
