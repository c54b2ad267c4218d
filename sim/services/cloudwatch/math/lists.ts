import { type Aggregate, total } from './aggregate.ts';
import type { Expression } from './parse.ts';
import { wrongArguments } from './problem.ts';
import { array, type Compiled, type CompiledArray, type Member, scalar, series } from './value.ts';

/** Functions that take one array and nothing else. */
export const ARRAY_FUNCTIONS: Readonly<Record<string, (of: CompiledArray) => Compiled>> = {
  FIRST: (of) => series((frame) => of.run(frame).at(0)?.points ?? frame.starts.map(() => undefined)),
  LAST: (of) => series((frame) => of.run(frame).at(-1)?.points ?? frame.starts.map(() => undefined)),
  METRIC_COUNT: (of) => scalar((frame) => of.run(frame).length),
  REMOVE_EMPTY: (of) =>
    array((frame) => of.run(frame).filter(({ points }) => points.some((point) => point !== undefined))),
};

/** `SLICE(array, start)` or `SLICE(array, start, end)`: from 0, without the end. */
export const slice = (items: readonly Compiled[]): Compiled => {
  const [of, start, end] = items;
  if (of?.shape !== 'array' || start?.shape !== 'scalar' || items.length > 3) throw wrongArguments('SLICE');
  if (end !== undefined && end.shape !== 'scalar') throw wrongArguments('SLICE');
  return array((frame) => of.run(frame).slice(start.run(frame) ?? 0, end?.run(frame)));
};

const SORTED_BY: readonly Aggregate[] = ['AVG', 'MIN', 'MAX', 'SUM'];

/** `SORT(array, AVG, DESC)`, with a number of members at most behind it. */
export const sort = (items: readonly Expression[], of: (item: Expression) => Compiled): Compiled => {
  const [list, by, order, most] = items;
  if (list === undefined || by?.kind !== 'word' || order?.kind !== 'word' || items.length > 4) {
    throw wrongArguments('SORT');
  }
  const members = of(list);
  const name = SORTED_BY.find((one) => one === by.text);
  const limit = most && of(most);
  if (members.shape !== 'array' || name === undefined || !['ASC', 'DESC'].includes(order.text)) {
    throw wrongArguments('SORT');
  }
  if (limit !== undefined && limit.shape !== 'scalar') throw wrongArguments('SORT');
  return array((frame) => inOrder(members.run(frame), name, order.text === 'ASC').slice(0, limit?.run(frame)));
};

/** What has no data comes last, in either order. */
const inOrder = (members: readonly Member[], name: Aggregate, ascending: boolean): readonly Member[] => {
  const keyed = members.map((member) => ({ member, key: total(name, member.points) }));
  const [full, empty] = [keyed.filter(({ key }) => key !== undefined), keyed.filter(({ key }) => key === undefined)];
  full.sort((a, b) => ((a.key ?? 0) - (b.key ?? 0)) * (ascending ? 1 : -1));
  return [...full, ...empty].map(({ member }) => member);
};
