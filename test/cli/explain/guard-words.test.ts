import { describe, expect, test } from 'vitest';
import { roleWords, sightOf, sightWords } from '../../../cli/commands/explain/guard-words.ts';
import type { Now } from '../../../cli/commands/explain/now.ts';
import { fleet, guard, minutes, NOW, policy, variantName, weighing } from '../../builders.ts';

const now = (over: Partial<Now> = {}): Now => ({ at: NOW, fleet: fleet(), traffic: {}, unread: [], ...over });

describe('whether a guard would see enough', () => {
  const words = (canary: Parameters<typeof minutes>) => {
    const sight = sightOf(guard(), 'canary', now({ traffic: { canary: minutes(...canary) } }));
    return sight && sightWords(sight, guard());
  };
  test.each<readonly [string, Parameters<typeof minutes>]>([
    ['canary had the 50 requests a minute that it takes in each of the last 15 minutes', [50, 0, [-5, 9]]],
    ['in only 2 of the last 15 minutes: the guard may be slow or miss a fault', [90, 0, [8, 9]]],
    ['canary had at most 49 of the 50 requests a minute that it takes: the guard CANNOT break now', [49, 0, [-5, 9]]],
  ])('%s', (expected, traffic) => {
    expect(words(traffic)).toContain(expected);
  });
  test('is nothing without a request, and unknown without metrics', () => {
    const none = sightOf(guard(), 'canary', now());
    expect(none && sightWords(none, guard())).toContain('no requests in the last 15 minutes');
    expect(sightOf(guard(), 'canary', now({ traffic: 'unreadable' }))).toBeUndefined();
  });
});

describe('what a broken guard does', () => {
  const two = policy({ canaries: [variantName('one'), variantName('two')] });
  test('depends on the mode', () => {
    expect(roleWords(policy(), now())).toMatch(/^broken on canary, it sends all traffic to stable; broken on stable/);
    expect(roleWords(policy({ mode: 'observe' }), now())).toMatch(/^broken on canary, it is told to on-call; /);
  });
  test('is nothing on a canary without traffic, as far as that is known', () => {
    const seen = now({ fleet: weighing({ stable: 9, one: 0, two: 1 }) });
    expect(roleWords(two, seen)).toContain(
      'broken on one and two, it sends all traffic to stable (not while one has no traffic, as now)',
    );
    expect(roleWords(two, now({ fleet: 'unread' }))).not.toContain('as now');
    expect(roleWords(two, undefined)).not.toContain('as now');
  });
});
