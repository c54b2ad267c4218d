import { type Finding, findingAt, type Said } from './codes.ts';
import { levels } from './rules/levels.ts';
import { state } from './rules/state.ts';
import type { Seen } from './seen.ts';
import type { Watch } from './watch.ts';

/** What only the account can show of an alarm. */
export const lintSeen = (watch: Watch, seen: Seen, endpoint: string): readonly Finding[] => {
  const said: readonly Said[] = [...state(watch.name, seen), ...levels(watch, seen)];
  return said.map((one) => findingAt(`alarm ${watch.name}`, one, endpoint));
};
