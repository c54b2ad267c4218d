import { type Finding, findingAt, type Said } from './codes.ts';
import { levels } from './rules/levels.ts';
import { state } from './rules/state.ts';
import type { Seen, SeenAlarm } from './seen.ts';
import type { Watch } from './watch.ts';

/** Of an alarm that is not ours: whether it is there, is heard, and can still go off. */
export const lintExisting = (name: string, alarm: SeenAlarm | undefined, endpoint: string): readonly Finding[] =>
  state(name, { now: 0, alarm, serves: false, periods: 'unread' }).map((said) =>
    findingAt(`alarm ${name}`, said.code === 'alarm-missing' ? { ...said, mend: MAKE_AGAIN } : said, endpoint),
  );

const MAKE_AGAIN = 'Create it again, correct its name in rollback.config.ts, or take it out.';

/** What only the account can show of an alarm. */
export const lintSeen = (watch: Watch, seen: Seen, endpoint: string): readonly Finding[] => {
  const said: readonly Said[] = [...state(watch.name, seen), ...levels(watch, seen)];
  return said.map((one) => findingAt(`alarm ${watch.name}`, one, endpoint));
};
