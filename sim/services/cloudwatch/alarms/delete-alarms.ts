import { Refusal } from '../../../types.ts';
import type { Alarms } from '../alarms.ts';

const MOST = 100;

/**
 * Names that no alarm has do not keep the others from being deleted. An alarm that a composite alarm depends on does:
 * nothing is deleted then, also when that composite alarm stands in the same list.
 */
export const deleteAlarms = (names: readonly string[], alarms: Alarms): void => {
  const { members } = alarms;
  if (names.length > MOST) {
    throw new Refusal(
      'ValidationError',
      `1 validation error detected: Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to ${MOST}`,
    );
  }
  const present = [...new Set(names)].flatMap((name) => members.find(name) ?? []);
  if (names.length > 0 && present.length === 0) throw new Refusal('ResourceNotFound', 'Unknown', 404);
  if (present.filter(({ type }) => type === 'CompositeAlarm').length > 1) {
    throw new Refusal('ValidationError', 'Only one composite alarm can be deleted in one operation.');
  }
  const needed = present.map(({ name }) => name).filter((name) => members.dependentsOf(name).length > 0);
  if (needed.length > 0) {
    const them = needed.length === 1 ? 'it' : 'them';
    throw new Refusal(
      'ValidationError',
      `Cannot delete ${needed.join(',')} as there are composite alarm(s) depending on ${them}.`,
    );
  }
  for (const { name } of present) alarms.delete(name);
};
