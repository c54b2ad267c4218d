import { expect, test } from 'vitest';
import { ANSWERS } from './approvals.ts';
import { ERRORS } from './aws-errors.ts';
import type { Case } from './case.ts';
import { BAD_CONFIG_DOCUMENTS } from './configs.ts';
import { DESCRIPTIONS } from './endpoints.ts';
import { FORGED, MALFORMED } from './envelopes.ts';
import { ODD_ALARMS, REASONS_OF_ALARMS, SERIES } from './evidence.ts';
import { HOSTILE } from './hostile.ts';
import { ITEMS } from './ledger-items.ts';
import { SWITCHES } from './switches.ts';

const CORPUS: readonly (readonly [string, number, readonly Case[]])[] = [
  ['malformed events', 300, MALFORMED],
  ['forged events', 100, FORGED],
  ['hostile texts', 250, HOSTILE.map((text) => ({ name: text, input: text }))],
  ['descriptions of endpoints', 400, DESCRIPTIONS],
  ['configs', 300, BAD_CONFIG_DOCUMENTS],
  ['answers of people', 150, ANSWERS],
  ['items of the ledger', 100, ITEMS],
  ['errors of AWS', 200, ERRORS],
  ['alarms', 200, [...REASONS_OF_ALARMS, ...ODD_ALARMS]],
  ['series of metrics', 20, SERIES],
  ['values of the freeze switch', 300, SWITCHES],
];

test.each(CORPUS)('the corpus has enough %s: %i, no two of one name', (_, least, cases) => {
  expect(cases.length).toBeGreaterThanOrEqual(least);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('the corpus holds at least two thousand bad inputs', () => {
  expect(CORPUS.reduce((sum, [, , cases]) => sum + cases.length, 0)).toBeGreaterThanOrEqual(2_000);
});
