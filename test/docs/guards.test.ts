import { expect, test } from 'vitest';
import { guardsTable } from '../../bench/detection/guards.ts';
import { guard } from '../builders.ts';
import { expectOnPage } from '../cli/commands/doc-page.ts';

// `npx vitest run test/docs/guards.test.ts -u` writes what the shipped guards come to into the page.
test('docs/guards.md shows what the shipped guards come to', () =>
  expectOnPage('docs/guards.md', { guards: guardsTable() }));

test('a guard that never fires, and one that always does, are told as that', () => {
  const of = { breachingPeriods: 1, outOfPeriods: 1, minRequests: 1 };
  expect(guardsTable([guard({ ...of, above: 0.999 })])).toMatch(/^1,000 +over 10 years .* 1 min$/m);
  expect(guardsTable([guard({ ...of, above: 1e-9 })])).toMatch(/^1,000 +0\.017 h /m);
});
