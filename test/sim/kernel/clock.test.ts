import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { runUntil } from '../../../sim/kernel/run.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';

describe('the clock', () => {
  test('whatever is planned happens in order of time, and what is planned for one time in the order of planning', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (delays) => {
        const clock = makeClock(0);
        const happened: [number, number][] = [];
        for (const [index, delay] of delays.entries())
          clock.after(delay, `effect ${index}`, () => happened.push([clock.now(), index]));
        while (clock.peek() !== undefined) clock.step();
        const expected = delays.map((delay, index): [number, number] => [delay, index]);
        expect(happened).toEqual(expected.toSorted(([a, i], [b, j]) => a - b || i - j));
      }),
    );
  });

  test('what is planned for the past happens now, never earlier', () => {
    const clock = makeClock(1000);
    clock.at(10, 'late', () => expect(clock.now()).toBe(1000));
    clock.step();
  });

  test('it neither goes back nor jumps over what is planned', () => {
    const clock = makeClock(1000);
    clock.after(5, 'the alarm', () => undefined);
    expect(() => clock.advance(999)).toThrow('the clock cannot go back from 1000 to 999');
    expect(() => clock.advance(1006)).toThrow('the clock would jump over "the alarm"');
  });

  test('an error says what was being done', () => {
    const clock = makeClock(0);
    clock.after(1, 'evaluate alarm x', () => {
      throw new Error('no such metric');
    });
    expect(() => clock.step()).toThrow('evaluate alarm x: no such metric');
  });
});

describe('chance', () => {
  test('a stream is a function of the seed and its name, whatever the other streams draw', () => {
    const [one, other] = [makeSeeded(3), makeSeeded(3)];
    other.random('latency')();
    const draws = Array.from({ length: 5 }, one.random('traffic'));
    expect(Array.from({ length: 5 }, other.random('traffic'))).toEqual(draws);
    expect(Array.from({ length: 5 }, makeSeeded(4).random('traffic'))).not.toEqual(draws);
    expect(Array.from({ length: 5 }, one.random('latency'))).not.toEqual(draws);
  });

  test('draws are spread evenly over [0, 1)', () => {
    const random = makeSeeded(1).random('dice');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const face = Math.floor(random() * 10);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test('ids look like random UUIDs and do not repeat', () => {
    const seeded = makeSeeded(1);
    const ids = Array.from({ length: 1000 }, () => seeded.id('events'));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('the journal', () => {
  test('a line bears the virtual time, its kind and its facts, in this order', () => {
    const journal = makeJournal(makeClock(Date.UTC(2026, 0, 1)));
    const heard: unknown[] = [];
    journal.onLine((line) => heard.push(line));
    journal.write('story', { text: 'the canary breaks' });
    expect(JSON.stringify(journal.lines)).toBe(
      '[{"at":"2026-01-01T00:00:00.000Z","kind":"story","text":"the canary breaks"}]',
    );
    expect(heard).toEqual(journal.lines);
  });

  test('a fact cannot pass itself off as the time or the kind', () => {
    const journal = makeJournal(makeClock(0));
    expect(() => journal.write('log', { kind: 'story' })).toThrow(
      'a log line of the journal cannot have a fact named "kind"',
    );
  });
});

describe('a run', () => {
  const world = () => ({ clock: makeClock(0), stillness: makeStillness(50), outside: [] });

  test('it ends at its time, with the clock there and later effects still to come', async () => {
    const moving = world();
    const happened: number[] = [];
    for (const time of [1, 5, 9]) moving.clock.at(time, 'effect', () => happened.push(time));
    await runUntil(moving, { until: 6 });
    expect([happened, moving.clock.now(), moving.clock.peek()]).toEqual([[1, 5], 6, 9]);
  });

  test('it ends as soon as it is over', async () => {
    const moving = world();
    for (const time of [1, 2, 3]) moving.clock.at(time, 'effect', () => undefined);
    await runUntil(moving, { until: 10, over: () => moving.clock.now() === 2 });
    expect(moving.clock.now()).toBe(2);
  });

  test('it is as slow as its pace', async () => {
    const moving = world();
    const asked: number[] = [];
    moving.clock.at(3, 'effect', () => undefined);
    await runUntil(moving, { until: 10, pace: async (next) => void asked.push(next) });
    expect(asked).toEqual([3]);
  });

  test('timers outside fire at their time, and after what is planned for the same time', async () => {
    const moving = world();
    const happened: [string, number][] = [];
    let due: number | undefined = 4;
    const fire = (): void => {
      due = undefined;
      happened.push(['timer', moving.clock.now()]);
    };
    moving.clock.at(4, 'effect', () => happened.push(['effect', 4]));
    const timer = () => (due === undefined ? undefined : { time: due, fire });
    await runUntil({ ...moving, outside: [{ takeUp: () => false, timer }] }, { until: 10 });
    expect(happened).toEqual([
      ['effect', 4],
      ['timer', 4],
    ]);
  });

  test('what never comes to rest ends it, by name', async () => {
    const moving = world();
    moving.stillness.watch(() => 'a reply that nobody sends');
    await expect(runUntil(moving, { until: 1 })).rejects.toThrow(/still in flight:\n {2}a reply that nobody sends/);
  });
});
