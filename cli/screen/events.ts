import { guardedBy, shortAlarm } from './alarm-names.ts';
import { type Entry, step } from './entry.ts';
import { type Facts, textOf } from './facts.ts';
import type { Memory } from './memory.ts';

/** What EventBridge writes as the target of an event that a fault lost. */
const LOST = 'lost';

/** One hop: what happened → the rule that matched → whom it woke. The schedule's hops are left to what they find. */
export const eventEntries = (memory: Memory, facts: Facts): readonly Entry[] => {
  const subject = textOf(facts, 'subject');
  const guarded = guardedBy(subject);
  if (subject === '' || memory.muted.has(subject)) return [];
  if (!memory.cast.has(guarded?.endpoint ?? subject)) return [];

  const target = textOf(facts, 'target');
  const source = guarded ? `alarm ${shortAlarm(subject)}` : `state of ${subject}`;
  const route = `${source} → rule ${textOf(facts, 'rule')}`;
  return target === LOST
    ? [step('event', `${route} → LOST on its way: nobody is woken`, 'bad')]
    : [step('event', `${route} → ${target}`)];
};
