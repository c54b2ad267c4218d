import { describe, expect, test, vi } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { laterOncall, loadingWhileShifting } from '../../lambdas/shell/later.ts';
import { endpointName, NOW, WANTED } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const { oncall, endpoints } = portsOf(memory());
const nextTurn = () => new Promise(setImmediate);

describe('on-call', () => {
  test('is loaded when it is first needed, and once', async () => {
    const load = vi.fn(async () => oncall);
    const later = laterOncall(load, () => NOW);
    expect(load).not.toHaveBeenCalled();
    const both = await Promise.all([later.confirmed(), later.confirmed()]);
    expect(both).toEqual([await oncall.confirmed(), await oncall.confirmed()]);
    expect(load).toHaveBeenCalledTimes(1);
  });
  test('that could not be loaded fails who needs it, and is loaded anew for the next', async () => {
    const load = vi.fn(async () => oncall).mockRejectedValueOnce(new Error('no such file'));
    const later = laterOncall(load, () => NOW);
    await expect(later.confirmed()).rejects.toThrow('no such file');
    expect(await later.confirmed()).toEqual(await oncall.confirmed());
  });
  test('is asked whom it would tell once in five minutes, and again after a question that failed', async () => {
    const confirmed = vi.fn(oncall.confirmed).mockRejectedValueOnce(new Error('throttled'));
    const time = { now: NOW };
    const later = laterOncall(
      async () => ({ ...oncall, confirmed }),
      () => time.now,
    );
    await expect(later.confirmed()).rejects.toThrow('throttled');
    const first = await later.confirmed();
    time.now += 5 * MINUTE - 1;
    expect(await later.confirmed()).toBe(first);
    expect(confirmed).toHaveBeenCalledTimes(2);
    time.now += 1;
    await later.confirmed();
    expect(confirmed).toHaveBeenCalledTimes(3);
  });
});

describe('while a shift is on its way', () => {
  test('what comes after it is loaded, neither before it was sent nor after its answer', async () => {
    const answer = Promise.withResolvers<{ readonly kind: 'accepted' }>();
    const events: string[] = [];
    const shift = () => {
      events.push('asked');
      return answer.promise;
    };
    const load = async () => void events.push('loads');
    const shifting = loadingWhileShifting({ ...endpoints, shift }, load)
      .shift(fraud, WANTED)
      .then(({ kind }) => events.push(kind));
    await Promise.resolve();
    expect(events).toEqual(['asked']);
    await nextTurn();
    answer.resolve({ kind: 'accepted' });
    await shifting;
    expect(events).toEqual(['asked', 'loads', 'accepted']);
  });
  test('a load that fails takes nothing from it', async () => {
    const load = vi.fn(async () => Promise.reject(new Error('no such file')));
    expect(await loadingWhileShifting(endpoints, load).shift(fraud, WANTED)).toEqual({ kind: 'accepted' });
    await nextTurn();
    expect(load).toHaveBeenCalledTimes(1);
  });
  test('a look alone loads nothing', async () => {
    const load = vi.fn(async () => undefined);
    await loadingWhileShifting(endpoints, load).describe(fraud);
    await nextTurn();
    expect(load).not.toHaveBeenCalled();
  });
});
