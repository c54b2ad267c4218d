import { describe, expect, test } from 'vitest';
import { readSwitch } from '../../lambdas/aws/freeze-value.ts';
import {
  type FreezeReading,
  type Frozen,
  freezeOf,
  frozenBy,
  withFreeze,
  withoutFreeze,
} from '../../lambdas/domain/freeze.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
import { ANA, at, NOW } from '../builders.ts';

const guarded = ['fraud', 'Churn-EU'];
const fraud = { endpoint: 'fraud', guarded };
const freeze = (value: string, readAt = NOW) => freezeOf(fraud, { switch: readSwitch(value), readAt }, NOW);
const entries = (...frozen: readonly Frozen[]) =>
  freezeOf(fraud, { switch: { kind: 'entries', entries: frozen }, readAt: NOW }, NOW);

describe('the freeze switch', () => {
  const meanings: readonly (readonly [string, unknown])[] = [
    ['off', 'off'],
    [' off ', 'off'],
    ['all', { endpoint: '*' }],
    ['fraud', { endpoint: 'fraud' }],
    ['Churn-EU', 'off'],
    ['Churn-EU,fraud', { endpoint: 'fraud' }],
    [' Churn-EU , fraud ', { endpoint: 'fraud' }],
    ['Churn-EU, all', { endpoint: '*' }],
  ];
  test.each(meanings)('that says "%s" makes this endpoint %o', (value, expected) => {
    expect(freeze(value)).toEqual(expected);
  });

  describe('that cannot be read just now', () => {
    const remembered = (hold?: HoldReason, over: Partial<FreezeReading> = {}) =>
      freezeOf({ ...fraud, hold }, { switch: readSwitch('off'), readAt: at(6), remembered: true, ...over }, NOW);
    test('is as this container remembers it', () => {
      expect(remembered()).toBe('off');
      expect(remembered({ kind: 'muted', rule: 'night' })).toBe('off');
    });
    test('I4: is on where another look saw it on since, and told people so, until that runs out', () => {
      const hold = { kind: 'frozen', by: ANA, reason: 'sale' } as const;
      expect(remembered(hold)).toEqual({ endpoint: 'fraud', by: ANA, reason: 'sale' });
      expect(remembered({ ...hold, until: at(11) })).toEqual({
        endpoint: 'fraud',
        by: ANA,
        reason: 'sale',
        until: at(11),
      });
      expect(remembered({ ...hold, until: NOW })).toBe('off');
    });
    test('freezes and pages once what is remembered is too old, whatever was told', () => {
      expect(remembered({ kind: 'frozen' }, { readAt: at(4) })).toBe('unreadable');
    });
    test('is off, whatever was told, as soon as it can be read and says so', () => {
      const reading = { switch: readSwitch('off'), readAt: NOW };
      expect(freezeOf({ ...fraud, hold: { kind: 'frozen' } }, reading, NOW)).toBe('off');
    });
  });

  test('knows an endpoint by its name as SageMaker has it, case and all', () => {
    const mixed = { endpoint: 'Churn-EU', guarded };
    const reading = (value: string) => ({ switch: readSwitch(value), readAt: NOW });
    expect(freezeOf(mixed, reading('Churn-EU'), NOW)).toEqual({ endpoint: 'Churn-EU' });
    expect(freezeOf(mixed, reading('churn-eu'), NOW)).toBe('unreadable');
  });

  const riddles = [
    '',
    ' ',
    ',',
    'OFF',
    'Off',
    'on',
    'true',
    'ALL',
    'Fraud',
    'churn-eu',
    'off,fraud',
    'fraud,',
    'fraud;all',
    '{}',
    '{"version":2,"frozen":[]}',
    '{"version":1,"frozen":[{"endpoint":"fraud","until":"tomorrow"}]}',
    '{"version":1,"frozen":["fraud"]}',
    '{"version":1,',
  ];
  test.each(riddles)('that says "%s" was meant to stop something, and nobody knows what', (value) => {
    expect(freeze(value)).toBe('unreadable');
  });
});

describe('an entry that the command line wrote', () => {
  const sale = { endpoint: 'fraud', by: ANA, reason: 'sale', until: at(60) };

  test('freezes its endpoint, and says by whom, why and until when', () => {
    expect(entries(sale)).toEqual(sale);
    expect(entries({ ...sale, endpoint: '*' })).toMatchObject({ endpoint: '*', reason: 'sale' });
    expect(entries({ ...sale, endpoint: 'Churn-EU' })).toBe('off');
  });
  test('is off once its time is over', () => {
    expect(entries({ ...sale, until: NOW })).toBe('off');
    expect(entries({ ...sale, until: NOW + 1 })).not.toBe('off');
  });
  test('for an endpoint that is not guarded any more stops nobody else', () => {
    expect(entries({ ...sale, endpoint: 'gone' })).toBe('off');
  });
  test('that a person wrote, for an endpoint that nobody knows, is a riddle like a word', () => {
    expect(entries({ endpoint: 'Fraud' })).toBe('unreadable');
    expect(entries(sale, { endpoint: 'Fraud' })).toBe('unreadable');
    expect(entries({ endpoint: 'Fraud', until: NOW })).toBe('off');
  });
  test('that a person wrote for all is for all', () => {
    expect(entries({ endpoint: 'all', until: at(60) })).toEqual({ endpoint: '*', until: at(60) });
  });
  test('that lasts longest is the one that people have to wait for', () => {
    const all = { endpoint: '*', until: at(30) };
    expect(entries(all, sale)).toEqual(sale);
    expect(entries(sale, all)).toEqual(sale);
    expect(entries(sale, { endpoint: '*' })).toEqual({ endpoint: '*' });
  });
});

describe('a change by the command line', () => {
  const frozen = frozenBy(readSwitch('fraud,Churn-EU'), guarded, NOW);
  if (frozen === 'unreadable') throw new Error('the switch reads well');

  test('replaces the freeze of the same endpoint, and leaves the others', () => {
    expect(withFreeze(frozen, { endpoint: 'fraud', reason: 'sale' })).toEqual([
      { endpoint: 'Churn-EU' },
      { endpoint: 'fraud', reason: 'sale' },
    ]);
  });
  test('lifts the freeze of one endpoint, or of all', () => {
    expect(withoutFreeze(frozen, 'fraud', guarded)).toEqual([{ endpoint: 'Churn-EU' }]);
    expect(withoutFreeze(frozen, '*', guarded)).toEqual([]);
  });
  test('of one endpoint lets a freeze of every endpoint go on for each of the others', () => {
    const all = { endpoint: '*', by: ANA };
    expect(withoutFreeze([all], 'fraud', guarded)).toEqual([{ endpoint: 'Churn-EU', by: ANA }]);
    expect(withoutFreeze([all, { endpoint: 'Churn-EU', until: at(60) }], 'fraud', guarded)).toEqual([
      { endpoint: 'Churn-EU', by: ANA },
    ]);
  });
});

describe('a reading', () => {
  test('that never was made is none', () => {
    expect(freezeOf(fraud, undefined, NOW)).toBe('unreadable');
  });
  test('of the last five minutes counts', () => {
    expect(freeze('off', at(5))).toBe('off');
    expect(freeze('all', at(5))).toEqual({ endpoint: '*' });
  });
  test('older than five minutes is none, whatever it said', () => {
    expect(freeze('off', at(5) - 1)).toBe('unreadable');
    expect(freeze('all', at(5) - 1)).toBe('unreadable');
  });
});
