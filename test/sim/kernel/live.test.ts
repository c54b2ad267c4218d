import { describe, expect, test } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { runLive } from '../../../sim/kernel/live.ts';
import type { Outside } from '../../../sim/kernel/run.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { makeWake } from '../../../sim/kernel/wake.ts';

/** Real time that passes only while the world sleeps, or when a test says so. */
const realTime = () => {
  const end = new AbortController();
  let now = 1_000;
  const naps: number[] = [];
  const arrivals: { readonly at: number; readonly what: () => void }[] = [];
  const sleep = async (ms: number): Promise<void> => {
    naps.push(ms);
    const next = arrivals.find(({ at }) => at <= now + ms);
    if (next === undefined && ms === Number.POSITIVE_INFINITY) return end.abort();
    if (next !== undefined) arrivals.splice(arrivals.indexOf(next), 1);
    now = next?.at ?? now + ms;
    next?.what();
  };
  return {
    naps,
    pass: (ms: number) => {
      now += ms;
    },
    arrives: (at: number, what: () => void) => arrivals.push({ at, what }),
    bound: { wall: () => now, wake: { ring: () => undefined, sleep }, signal: end.signal },
    end,
  };
};

const world = () => {
  const clock = makeClock(1_000);
  const happened: string[] = [];
  const note = (what: string) => (): void => void happened.push(`${what} at ${clock.now()}`);
  const inbox: string[] = [];
  const seen: number[] = [];
  const outside: Outside = {
    takeUp: () => {
      const taken = inbox.splice(0);
      for (const what of taken) note(what)();
      return taken.length > 0;
    },
    advancing: (now) => void seen.push(now),
  };
  return { clock, happened, note, inbox, seen, moving: { clock, stillness: makeStillness(), outside: [outside] } };
};

describe('a world in real time', () => {
  test('does what is planned when its time has come, and sleeps in between', async () => {
    const { clock, note, happened, moving } = world();
    const real = realTime();
    clock.after(30, 'a', note('a'));
    clock.after(100, 'b', note('b'));
    await runLive(moving, real.bound);
    expect(happened).toEqual(['a at 1030', 'b at 1100']);
    expect(real.naps).toEqual([30, 70, Number.POSITIVE_INFINITY]);
  });

  test('takes up at once what comes in from outside, at the time at which it came', async () => {
    const { clock, note, happened, inbox, moving } = world();
    const real = realTime();
    clock.after(100, 'a', note('a'));
    real.arrives(1_040, () => inbox.push('request'));
    await runLive(moving, real.bound);
    expect(happened).toEqual(['request at 1040', 'a at 1100']);
  });

  test('that has fallen behind catches up in order, each thing at the time for which it was planned', async () => {
    const { clock, note, happened, moving } = world();
    const real = realTime();
    clock.after(10, 'slow', () => {
      note('slow')();
      real.pass(500);
    });
    clock.after(20, 'b', note('b'));
    clock.after(30, 'c', note('c'));
    await runLive(moving, real.bound);
    expect(happened).toEqual(['slow at 1010', 'b at 1020', 'c at 1030']);
  });

  test('tells the parts outside each time that it comes to', async () => {
    const { clock, note, inbox, seen, moving } = world();
    const real = realTime();
    clock.after(100, 'a', note('a'));
    real.arrives(1_040, () => inbox.push('request'));
    await runLive(moving, real.bound);
    expect(seen).toEqual([1_040, 1_100, 1_100]);
  });

  test('ends when it is told to, and leaves the rest undone', async () => {
    const { clock, note, happened, moving } = world();
    const real = realTime();
    clock.after(10, 'a', note('a'));
    clock.after(60_000, 'b', note('b'));
    real.arrives(1_050, () => real.end.abort());
    await runLive(moving, real.bound);
    expect(happened).toEqual(['a at 1010']);
  });
});

describe('a sleep', () => {
  test('ends when somebody rings', async () => {
    const wake = makeWake();
    const asleep = wake.sleep(3_600_000);
    wake.ring();
    await expect(asleep).resolves.toBeUndefined();
  });
  test('does not begin when somebody rang before it', async () => {
    const wake = makeWake();
    wake.ring();
    await expect(wake.sleep(3_600_000)).resolves.toBeUndefined();
  });
  test('ends by itself, also when it should last for ever', async () => {
    const wake = makeWake();
    await expect(wake.sleep(1)).resolves.toBeUndefined();
    const endless = wake.sleep(Number.POSITIVE_INFINITY);
    wake.ring();
    await expect(endless).resolves.toBeUndefined();
  });
});
