import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlarmState } from '../../../../sim/types.ts';
import { MINUTE, room, TOPIC } from './room.ts';

/** The guide's examples: a time unit is a minute, WaitPeriod is two of them, ExtensionPeriod three. */
const WAIT = 120;
const EXTENSION = 180;

type Step = readonly [at: number, alarm: 'child' | 'suppressor', state: AlarmState];

const suppressed = (over: { wait?: number; extension?: number } = {}) => {
  const r = room();
  r.metric('child');
  r.metric('suppressor');
  r.put({
    AlarmRule: 'ALARM(child)',
    AlarmActions: [TOPIC],
    OKActions: [TOPIC],
    ActionsSuppressor: 'suppressor',
    ActionsSuppressorWaitPeriod: over.wait ?? WAIT,
    ActionsSuppressorExtensionPeriod: over.extension ?? EXTENSION,
  });
  return r;
};

/** Plays the steps from minute 10 on, which is t0; answers what went out, as [minute, state]. */
const play = (steps: readonly Step[], over: Parameters<typeof suppressed>[0] = {}) => {
  const r = suppressed(over);
  const T0 = 10 * MINUTE;
  r.runTo(T0 - 1);
  const [actions, events] = [r.published.length, r.changes().length];
  for (const [at, alarm, state] of steps) {
    r.runTo(T0 + at * MINUTE);
    r.set(alarm, state);
  }
  r.runTo(T0 + 60 * MINUTE);
  const acted = r.published.slice(actions).map(({ at, publication }) => {
    const { NewStateValue } = JSON.parse(publication.message);
    return [(at - T0) / MINUTE, NewStateValue];
  });
  const told = r
    .changes()
    .slice(events)
    .filter(({ detail }) => detail['alarmName'] === 'main')
    .map(({ at, detail }) => {
      const { value, actionsSuppressedBy = null } = detail['state'] as Record<string, string>;
      return [Math.floor((at - T0) / MINUTE), value, actionsSuppressedBy];
    });
  return { ...r, acted, told };
};

describe('the guide’s examples', () => {
  const COMPOSITE: Step = [2, 'child', 'ALARM'];

  test('of WaitPeriod: the suppressor has time until t8', () => {
    const { acted } = play([COMPOSITE, [4, 'suppressor', 'ALARM']], { wait: 6 * 60 });
    expect(acted).toEqual([]);
  });

  test('of ExtensionPeriod: the composite has time until t8 to be OK, too', () => {
    const steps: Step[] = [
      [0, 'suppressor', 'ALARM'],
      [1, 'child', 'ALARM'],
      [2, 'suppressor', 'OK'],
      [6, 'child', 'OK'],
    ];
    const { acted } = play(steps, { extension: 6 * 60 });
    expect(acted).toEqual([[8, 'OK']]);
  });

  test('1: actions are not suppressed after WaitPeriod', () => {
    const { acted, told } = play([COMPOSITE]);
    expect(acted).toEqual([[4, 'ALARM']]);
    expect(told).toEqual([
      [2, 'ALARM', 'WaitPeriod'],
      [4, 'ALARM', null],
    ]);
  });

  test('2: actions are suppressed by the alarm before WaitPeriod expires', () => {
    const { acted, told } = play([COMPOSITE, [3, 'suppressor', 'ALARM']]);
    expect(acted).toEqual([]);
    expect(told).toEqual([
      [2, 'ALARM', 'WaitPeriod'],
      [3, 'ALARM', 'Alarm'],
    ]);
  });

  test('3: a change of state when actions are suppressed by WaitPeriod begins another', () => {
    const { acted, told } = play([COMPOSITE, [3, 'child', 'OK']]);
    expect(acted).toEqual([[5, 'OK']]);
    expect(told).toEqual([
      [2, 'ALARM', 'WaitPeriod'],
      [3, 'OK', 'WaitPeriod'],
      [5, 'OK', null],
    ]);
  });

  test('4: a change of state when actions are suppressed by the alarm', () => {
    const { acted, told } = play([[0, 'suppressor', 'ALARM'], COMPOSITE]);
    expect(acted).toEqual([]);
    expect(told.at(-1)).toEqual([2, 'ALARM', 'Alarm']);
  });

  const RELEASED: readonly Step[] = [COMPOSITE, [3, 'suppressor', 'ALARM'], [6, 'suppressor', 'OK']];

  test('5: actions are not suppressed after ExtensionPeriod', () => {
    const { acted, told } = play(RELEASED);
    expect(acted).toEqual([[9, 'ALARM']]);
    expect(told).toEqual([
      [2, 'ALARM', 'WaitPeriod'],
      [3, 'ALARM', 'Alarm'],
      [6, 'ALARM', 'ExtensionPeriod'],
      [9, 'ALARM', null],
    ]);
  });

  test('6: a change of state when actions are suppressed by ExtensionPeriod begins a WaitPeriod', () => {
    const { acted, told } = play([...RELEASED, [7, 'child', 'OK']]);
    expect(acted).toEqual([[9, 'OK']]);
    expect(told.slice(-2)).toEqual([
      [7, 'OK', 'WaitPeriod'],
      [9, 'OK', null],
    ]);
  });
});

describe('suppression', () => {
  const ALARM: Step = [2, 'child', 'ALARM'];

  test('ends as well when the suppressor has insufficient data', () => {
    expect(play([ALARM, [3, 'suppressor', 'ALARM'], [6, 'suppressor', 'INSUFFICIENT_DATA']]).acted).toEqual([
      [9, 'ALARM'],
    ]);
  });

  test('goes on when the suppressor alarms again within ExtensionPeriod', () => {
    const steps: Step[] = [ALARM, [3, 'suppressor', 'ALARM'], [6, 'suppressor', 'OK'], [7, 'suppressor', 'ALARM']];
    expect(play(steps).acted).toEqual([]);
    expect(play([...steps, [20, 'suppressor', 'OK']]).acted).toEqual([[23, 'ALARM']]);
  });

  test('does not repeat the actions of a state that acted before', () => {
    const { acted, told } = play([ALARM, [10, 'suppressor', 'ALARM'], [20, 'suppressor', 'OK']]);
    expect(acted).toEqual([[4, 'ALARM']]);
    expect(told.slice(-3)).toEqual([
      [10, 'ALARM', 'Alarm'],
      [20, 'ALARM', 'ExtensionPeriod'],
      [23, 'ALARM', null],
    ]);
  });

  test('of no seconds at all lets actions out at once', () => {
    const steps: Step[] = [
      ALARM,
      [3, 'child', 'OK'],
      [4, 'suppressor', 'ALARM'],
      [5, 'child', 'ALARM'],
      [6, 'suppressor', 'OK'],
    ];
    expect(play(steps, { wait: 0, extension: 0 }).acted).toEqual([
      [2, 'ALARM'],
      [3, 'OK'],
      [6, 'ALARM'],
    ]);
  });

  test('moves the time of the update, not that of the transition, and is told with its reason', () => {
    const { describe: describeAlarm, changes } = play([ALARM]);
    const { StateUpdatedTimestamp, StateTransitionedTimestamp, ActionsSuppressedBy } = describeAlarm();
    expect(ActionsSuppressedBy).toBeUndefined();
    expect(Number(StateUpdatedTimestamp) - Number(StateTransitionedTimestamp)).toBe(2 * MINUTE);
    const { state, previousState } = (changes().at(-1)?.detail ?? {}) as Record<string, Record<string, string>>;
    expect(previousState).toMatchObject({
      value: 'ALARM',
      actionsSuppressedBy: 'WaitPeriod',
      actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    });
    expect(state?.['value']).toBe('ALARM');
    expect(state?.['reason']).toBe(previousState?.['reason']);
    expect(state).not.toHaveProperty('actionsSuppressedReason');
  });

  test('leaves the time of the transition alone in each of its phases', () => {
    const { describe: describeAlarm } = play([ALARM, [3, 'suppressor', 'ALARM'], [6, 'suppressor', 'OK']]);
    const { StateUpdatedTimestamp, StateTransitionedTimestamp } = describeAlarm();
    // From t2 to t9: it waited, was suppressed by the alarm, then by the extension.
    expect(Number(StateUpdatedTimestamp) - Number(StateTransitionedTimestamp)).toBe(7 * MINUTE);
  });

  test('shows while it lasts', () => {
    const r = suppressed();
    r.runTo(10 * MINUTE);
    r.set('child', 'ALARM');
    expect(r.describe()).toMatchObject({
      StateValue: 'ALARM',
      ActionsSuppressedBy: 'WaitPeriod',
      ActionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    });
  });

  test('is discarded with its suppressor', () => {
    const r = suppressed();
    r.metric('other');
    r.runTo(10 * MINUTE);
    r.set('child', 'ALARM');
    r.published.length = 0;
    r.put({
      AlarmRule: 'ALARM(child)',
      AlarmActions: [TOPIC],
      ActionsSuppressor: 'other',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    expect(r.published).toHaveLength(1);
    r.runTo(60 * MINUTE);
    expect(r.published).toHaveLength(1);
  });

  test('begins with a suppressor that is in ALARM already', () => {
    const r = suppressed();
    r.metric('other');
    r.set('other', 'ALARM');
    r.runTo(10 * MINUTE);
    r.set('child', 'ALARM');
    r.published.length = 0;
    r.put({
      AlarmRule: 'ALARM(child)',
      AlarmActions: [TOPIC],
      ActionsSuppressor: 'other',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    r.runTo(60 * MINUTE);
    expect(r.published).toEqual([]);
    expect(r.describe().ActionsSuppressedBy).toBe('Alarm');
    r.set('other', 'OK');
    r.runTo(61 * MINUTE);
    expect(r.published).toHaveLength(1);
  });

  test('of a child is no change for its parents, and moves no time of a transition', () => {
    const r = suppressed();
    r.put({ AlarmName: 'parent', AlarmRule: 'ALARM(main)' });
    r.runTo(10 * MINUTE);
    r.set('child', 'ALARM');
    r.runTo(11 * MINUTE);
    r.set('parent', 'OK');
    r.runTo(20 * MINUTE);
    expect(r.stateOf('parent')).toBe('OK');
    r.put({ AlarmName: 'parent', AlarmRule: 'ALARM(main)', AlarmDescription: 'again' });
    const { triggeringAlarms } = JSON.parse(r.describe('parent').StateReasonData ?? '');
    expect(triggeringAlarms[0].state).toEqual({ value: 'ALARM', timestamp: '2026-01-01T10:10:00.000+0000' });
  });

  test('outlasts a change of its periods', () => {
    const r = suppressed();
    r.runTo(10 * MINUTE);
    r.set('child', 'ALARM');
    r.published.length = 0;
    r.put({
      AlarmRule: 'ALARM(child)',
      AlarmActions: [TOPIC],
      ActionsSuppressor: 'suppressor',
      ActionsSuppressorWaitPeriod: 600,
      ActionsSuppressorExtensionPeriod: 60,
    });
    r.runTo(12 * MINUTE - 1);
    expect(r.published).toEqual([]);
    r.runTo(12 * MINUTE);
    expect(r.published).toHaveLength(1);
  });
});

// ---- whatever happens -----------------------------------------------------------------------------------------------

type Move = { readonly after: number; readonly alarm: 'child' | 'suppressor'; readonly state: AlarmState };

const move: fc.Arbitrary<Move> = fc.record({
  after: fc.integer({ min: 0, max: 300 }),
  alarm: fc.constantFrom('child', 'suppressor'),
  state: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
});

/**
 * The documentation, second by second: a transition waits from then on, unless the suppressor is in ALARM; when it
 * leaves ALARM, the extension begins. The first second that nothing suppresses, the state acts that has not yet.
 */
const expected = (moves: readonly Move[], wait: number, extension: number): (readonly [number, string])[] => {
  const acts: [number, string][] = [];
  const timed = moves.map((one, index) => ({
    ...one,
    at: moves.slice(0, index + 1).reduce((sum, { after }) => sum + after, 0),
  }));
  const now = { child: 'OK', suppressor: 'OK', freeAt: 0, owes: false };
  for (let second = 0; second <= (timed.at(-1)?.at ?? 0) + 1_000; second += 1) {
    // What ends in this second ends before anything else happens in it.
    const act = () => {
      if (!now.owes || now.suppressor === 'ALARM' || second < now.freeAt) return;
      acts.push([second, now.child === 'ALARM' ? 'ALARM' : 'OK']);
      now.owes = false;
    };
    act();
    for (const { alarm, state } of timed.filter(({ at }) => at === second)) {
      if (alarm === 'suppressor') {
        if (now.suppressor === 'ALARM' && state !== 'ALARM') now.freeAt = second + extension;
        now.suppressor = state;
      } else {
        if ((now.child === 'ALARM') !== (state === 'ALARM')) {
          now.owes = true;
          now.freeAt = second + wait;
        }
        now.child = state;
      }
      act();
    }
  }
  return acts;
};

test('whatever happens, the actions are those of the documentation read second by second', () => {
  fc.assert(
    fc.property(
      fc.array(move, { maxLength: 12 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 200 }),
      (moves, wait, extension) => {
        const r = suppressed({ wait, extension });
        const T0 = 10 * MINUTE;
        r.runTo(T0 - 1);
        r.published.length = 0;
        let at = T0;
        for (const { after, alarm, state } of moves) {
          at += after * 1_000;
          r.runTo(at);
          r.set(alarm, state);
        }
        r.runTo(at + 1_000_000);
        const acted = r.published.map((one) => [
          (one.at - T0) / 1_000,
          JSON.parse(one.publication.message).NewStateValue,
        ]);
        expect(acted).toEqual(expected(moves, wait, extension));
      },
    ),
    { numRuns: 300 },
  );
});

test('no action goes out that the alarm’s own description calls suppressed, and none twice', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 15 }), (moves) => {
      const r = suppressed();
      const outs: string[] = [];
      let at = 10 * MINUTE;
      r.runTo(at);
      for (const { after, alarm, state } of moves) {
        for (const until = at + after * 1_000; at < until; ) {
          at = Math.min(until, at + 10_000);
          const before = r.published.length;
          r.runTo(at);
          if (r.published.length === before) continue;
          const { StateTransitionedTimestamp, ActionsSuppressedBy } = r.describe();
          expect(ActionsSuppressedBy).toBeUndefined();
          outs.push(String(StateTransitionedTimestamp?.getTime()));
        }
        const before = r.published.length;
        r.set(alarm, state);
        if (r.describe().ActionsSuppressedBy !== undefined) expect(r.published).toHaveLength(before);
      }
      expect(new Set(outs).size).toBe(outs.length);
    }),
    { numRuns: 100 },
  );
});
