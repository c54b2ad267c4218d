import type { Instant, Wires } from '../../types.ts';
import { carried } from './carried.ts';
import { dispatch } from './dispatch.ts';
import type { Rule, Rules } from './rule.ts';
import type { Schedule } from './schedule.ts';

/** A schedule fires at a second of its minutes that is nobody's choice; a rate for the first time within a minute. */
export const startSchedule = (wires: Wires, rules: Rules, rule: Rule): void => {
  const { clock, seeded } = wires;
  const { schedule } = rule.definition;
  if (schedule === undefined) return;
  const phase = Math.floor(seeded.random(`schedule ${rule.name}`)() * 60) * 1_000;
  const plan = (minute: Instant | undefined): void => {
    if (minute === undefined) return;
    clock.at(minute + phase, `schedule of rule ${rule.name}`, () => {
      // Whoever put the rule anew, or deleted it, ended this timetable.
      if (rules.get(rule.name) !== rule || rule.definition.schedule !== schedule) return;
      if (rule.definition.enabled) fire(wires, rule);
      plan(schedule(clock.now(), minute));
    });
  };
  plan(firstMinute(schedule, clock.now(), phase));
};

const MINUTE = 60_000;

/** The second of this very minute may be over. */
const firstMinute = (schedule: Schedule, now: Instant, phase: number): Instant | undefined => {
  const before = now - phase;
  const first = schedule(before);
  return first !== undefined && first + phase <= now ? first + MINUTE : first;
};

const fire = (wires: Wires, rule: Rule): void =>
  dispatch(
    wires,
    rule,
    carried(wires, { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {} }),
  );
