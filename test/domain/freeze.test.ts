import { describe, expect, test } from 'vitest';
import { freezeOf } from '../../lambdas/domain/freeze.ts';
import { at, NOW } from '../builders.ts';

const fraud = { endpoint: 'fraud', guarded: ['fraud', 'Churn-EU'] };
const freeze = (value: string, readAt = NOW) => freezeOf(fraud, { value, readAt }, NOW);

describe('the freeze switch', () => {
  const meanings: readonly (readonly [string, string])[] = [
    ['off', 'off'],
    [' off ', 'off'],
    ['all', 'frozen'],
    ['fraud', 'frozen'],
    ['Churn-EU', 'off'],
    ['Churn-EU,fraud', 'frozen'],
    [' Churn-EU , fraud ', 'frozen'],
    ['Churn-EU, all', 'frozen'],
  ];
  test.each(meanings)('that says "%s" makes this endpoint %s', (value, expected) => {
    expect(freeze(value)).toBe(expected);
  });

  test('knows an endpoint by its name as SageMaker has it, case and all', () => {
    const mixed = { endpoint: 'Churn-EU', guarded: ['fraud', 'Churn-EU'] };
    expect(freezeOf(mixed, { value: 'Churn-EU', readAt: NOW }, NOW)).toBe('frozen');
    expect(freezeOf(mixed, { value: 'churn-eu', readAt: NOW }, NOW)).toBe('unreadable');
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
  ];
  test.each(riddles)('that says "%s" was meant to stop something, and nobody knows what', (value) => {
    expect(freeze(value)).toBe('unreadable');
  });
});

describe('a reading', () => {
  test('that never was made is none', () => {
    expect(freezeOf(fraud, undefined, NOW)).toBe('unreadable');
  });
  test('of the last five minutes counts', () => {
    expect(freeze('off', at(5))).toBe('off');
    expect(freeze('all', at(5))).toBe('frozen');
  });
  test('older than five minutes is none, whatever it said', () => {
    expect(freeze('off', at(5) - 1)).toBe('unreadable');
    expect(freeze('all', at(5) - 1)).toBe('unreadable');
  });
});
