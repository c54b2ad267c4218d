import { amount, guardedBy, shortAlarm } from './alarm-names.ts';
import { type Entry, step } from './entry.ts';
import { type Facts, numberOf, textOf } from './facts.ts';
import { learnBound, type Memory } from './memory.ts';

/** An alarm's change of state, with what it saw and what it allows. */
export const alarmEntries = (memory: Memory, facts: Facts, at: number): readonly Entry[] => {
  const alarm = textOf(facts, 'alarm');
  const [from, to] = [textOf(facts, 'from'), textOf(facts, 'to')];
  learnBound(memory, alarm, numberOf(facts, 'threshold'));
  // Every alarm begins so, and it says nothing.
  const waking = from === 'INSUFFICIENT_DATA' && to === 'OK';
  if (waking) memory.muted.add(alarm);
  else memory.muted.delete(alarm);
  if (waking) return [];

  const guarded = guardedBy(alarm);
  if (to === 'ALARM') memory.breachAt ??= at;
  if (guarded) memory.cast.add(guarded.endpoint);
  const tone = to === 'ALARM' ? 'bad' : to === 'OK' ? 'good' : 'warn';
  return [
    step('alarm', `${nameOf(memory, alarm)}: ${from} → ${to}, ${seen(facts, alarm)}${proves(memory, facts)}`, tone),
  ];
};

/** The endpoint is named only where there could be a doubt. */
const nameOf = (memory: Memory, alarm: string): string => {
  const guarded = guardedBy(alarm);
  return guarded && memory.cast.size > 1 ? `${guarded.endpoint} ${shortAlarm(alarm)}` : shortAlarm(alarm);
};

const seen = (facts: Facts, alarm: string): string => {
  const guard = guardedBy(alarm)?.guard ?? '';
  if (guard.startsWith('judge')) return textOf(facts, 'to') === 'ALARM' ? 'worse than stable' : 'not worse than stable';
  const [value, threshold] = [numberOf(facts, 'value'), numberOf(facts, 'threshold')];
  const allowed = threshold === undefined ? '' : `, ${bound(guard)} ${amount(guard, threshold)}`;
  if (value !== undefined) return `${amount(guard, value)}${allowed}`;
  return textOf(facts, 'to') === 'ALARM' ? `no datapoint (“${textOf(facts, 'reason')}”)` : `no datapoint${allowed}`;
};

/** The automation's own alarms look both ways, so that their threshold is not called a bound. */
const bound = (guard: string): string => (guard === '' ? 'threshold' : 'allowed');

/** The commonest wrong conclusion of an incident. */
const proves = (memory: Memory, facts: Facts): string => {
  const guarded = guardedBy(textOf(facts, 'alarm'));
  if (guarded === undefined || textOf(facts, 'to') !== 'OK') return '';
  const weight = memory.weights.get(guarded.endpoint)?.[guarded.variant];
  return weight === 0 ? ' (proves nothing: it has no traffic)' : '';
};
