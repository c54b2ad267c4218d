import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { isLeftToSweep, waiting } from '../../lambdas/domain/in-storm.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { told } from '../../lambdas/domain/progress.ts';
import { byUrgency, isSameNews, type Standing, standingOf, stormNews } from '../../lambdas/domain/storm-news.ts';
import { at, byHand, endpointName, incident, NOW, shift, situation } from '../builders.ts';

type Over = Parameters<typeof incident>[0];

const IN_STORM = { storm: { since: at(5) }, openedAt: at(8) } as const;
const member = (name: string, over: Over = {}): Incident =>
  incident({ id: name, endpoint: endpointName(name), ...IN_STORM, ...over });
const owing = (name: string, over: Over = {}): Incident => member(name, { owed: 'opened', ...over });
const recovered = { state: 'RECOVERED', at: at(12), because: 'proved' } as const;
const names = (incidents: readonly Incident[] = []) => incidents.map(({ endpoint }) => endpoint);

describe('F52: an incident that opens in a storm', () => {
  const opens = (storm: { readonly endpoints: number; readonly of: number; readonly since?: number }) => {
    const verdict = decide(situation({ storm }), NOW);
    return verdict.kind === 'nothing' ? undefined : verdict.incident.storm;
  };
  test('says so, and since when there is one', () => {
    expect(opens({ endpoints: 30, of: 100, since: at(5) })).toEqual({ since: at(5) });
  });
  test('of an older record says nothing, so that it is decided again as it was', () => {
    expect(opens({ endpoints: 30, of: 100 })).toBeUndefined();
  });
  test('holds by the reason that it always had', () => {
    const seen = situation({ storm: { endpoints: 30, of: 100, since: at(5) }, traffic: 'unreadable' });
    expect(decide(seen, NOW)).toMatchObject({ reason: { kind: 'storm', endpoints: 30, of: 100 } });
    expect(decide(seen, NOW)).not.toMatchObject({ reason: { since: at(5) } });
  });
});

describe('F52: a letter', () => {
  test('of an incident in a storm is left to the sweep for three minutes', () => {
    const left = waiting(owing('a'), NOW);
    expect([at(10), at(12.9), at(13)].map((now) => isLeftToSweep(left, now))).toEqual([true, true, false]);
  });
  test('waits since it was owed first, whatever it says by then', () => {
    const left = waiting(owing('a'), NOW);
    expect(waiting({ ...left, owed: 'ended' }, at(12)).storm).toEqual({ since: at(5), owedAt: NOW });
    expect(isLeftToSweep(owing('a'), NOW)).toBe(true);
  });
  test('that was sent waits no more', () => {
    expect(told(waiting(owing('a'), NOW), at(11)).storm).toEqual({ since: at(5) });
    expect(isLeftToSweep(told(waiting(owing('a'), NOW), at(11)), at(11))).toBe(false);
  });
  test('of any other incident is left to nobody, and no time is noted', () => {
    const own = incident({ owed: 'opened' });
    expect([isLeftToSweep(own, NOW), waiting(own, NOW)]).toEqual([false, own]);
    expect(waiting(member('a'), NOW)).toEqual(member('a'));
    expect(told(own, NOW)).not.toHaveProperty('storm');
  });
});

describe('F52: a storm letter is owed', () => {
  test('once an incident that opened in the storm owes one, and not before', () => {
    expect(stormNews([member('a'), incident({ owed: 'opened' })])).toBeUndefined();
    expect(stormNews([member('a'), owing('b')])).toMatchObject({ since: at(5), isLast: false });
  });
  test('for those that owe a letter, and tells of all that are in it', () => {
    const storm = stormNews([member('a', { told: 1, ending: recovered }), owing('b'), owing('c')]);
    expect([names(storm?.news), names(storm?.members)]).toEqual([
      ['b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });
  test('and counts those from before it was seen, but none of another time, and nothing that people began', () => {
    const early = incident({ endpoint: endpointName('early'), openedAt: at(5) });
    const before = incident({ endpoint: endpointName('before'), openedAt: at(4.9) });
    const after = incident({ endpoint: endpointName('after'), openedAt: at(9) });
    const old = member('old', { openedAt: at(-90), storm: { since: at(-95) }, told: 2, ending: recovered });
    const person = { ...byHand(), openedAt: at(6) };
    expect(names(stormNews([early, before, after, old, person, owing('a')])?.members)).toEqual(['early', 'a']);
  });
  test('and counts those that opened until the newest that was seen to be in it, that moment included', () => {
    const opened = (name: string, minute: number) => incident({ endpoint: endpointName(name), openedAt: at(minute) });
    const seen = [owing('a'), owing('b', { openedAt: at(9) }), opened('c', 8.5), opened('d', 9), opened('e', 9.1)];
    expect(names(stormNews(seen)?.members)).toEqual(['a', 'b', 'c', 'd']);
  });
  test('also while a drill stands before an incident of it', () => {
    const drill = { id: 'drill-20260101T100000', before: member('a', { told: 1 }) };
    const storm = stormNews([incident({ endpoint: endpointName('a'), drill, owed: 'opened' }), owing('b')]);
    expect([names(storm?.news), storm?.members.length]).toEqual([['b'], 2]);
    const first = incident({ drill: { id: 'drill-20260101T100000' }, owed: 'opened' });
    expect(stormNews([first, owing('b')])?.members).toHaveLength(1);
  });
  test('for the last time once none is open', () => {
    const ended = owing('a', { owed: 'ended', ending: recovered });
    expect(stormNews([ended])?.isLast).toBe(true);
    expect(stormNews([ended, member('b', { told: 1 })])?.isLast).toBe(false);
  });
  test('since the first of what is still open or owed began', () => {
    const first = member('a', { storm: { since: at(3) }, told: 1 });
    expect(stormNews([first, owing('b')])?.since).toBe(at(3));
  });
});

describe('F52: in a storm an incident stands as', () => {
  const STANDS: readonly (readonly [Standing, Over])[] = [
    ['recovered', { ending: recovered }],
    ['over', { ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'breach-over' } }],
    ['failed', { ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'kept-being-reverted' } }],
    ['failed', { ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: NOW, because: 'new-config' } }],
    ['shifted', { shift: shift() }],
    ['storm', { hold: { kind: 'storm', endpoints: 11, of: 100 } }],
    ['asks', { hold: { kind: 'recommending' } }],
    ['held', { hold: { kind: 'freeze-unreadable' } }],
  ];
  test.each(STANDS)('%s: %j', (standing, over) => {
    expect(standingOf(member('a', over))).toBe(standing);
  });
  test('the most urgent comes first, and of those the one with the most requests', () => {
    const breach = incident().breach;
    const large = member('large', { breach: { ...breach, requests: 9_000 } });
    const { requests: _unread, ...unmeasured } = breach;
    const small = member('small', { breach: unmeasured });
    const failed = member('failed', { ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-accepted' } });
    expect(names(byUrgency([small, member('usual'), failed, large]))).toEqual(['failed', 'large', 'usual', 'small']);
  });
  test('names those alike in one order, whatever the order in which the table gave them', () => {
    const [one, other] = [member('a'), member('b')];
    expect([byUrgency([one, other]), byUrgency([other, one])].map(names)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
  test('the same is told of it until it owes another letter, or stands otherwise', () => {
    const one = owing('a', { hold: { kind: 'stable-missing' } });
    expect(isSameNews(one, { ...one, asked: ['storm'] })).toBe(true);
    for (const other of [
      { ...one, told: 1 },
      { ...one, owed: 'changed' as const },
      owing('a', { hold: { kind: 'load-unknown', bound: 5 } }),
      owing('a', { shift: shift() }),
      { ...one, id: 'b' },
    ])
      expect(isSameNews(one, other)).toBe(false);
  });
});
