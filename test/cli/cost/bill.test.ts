import { expect, test } from 'vitest';
import { billOf } from '../../../cli/cost/bill.ts';
import type { Costly } from '../../../cli/cost/template.ts';

const stack = (changes: Partial<Costly> = {}): Costly => ({
  guardAlarms: [2, 2],
  fineAlarms: [],
  selfAlarms: [1, 2],
  composites: 0,
  sweepsPerHour: 60,
  memoryGb: 0.5,
  ...changes,
});

const lineOf = (what: string, endpoints: number, stacks: readonly Costly[]) =>
  billOf(endpoints, stacks).lines.find((line) => line.what === what);

test('an alarm costs as many dimes as it reads metrics', () => {
  expect(lineOf("guards' alarms", 1, [stack({ guardAlarms: [2, 2, 3] })])).toMatchObject({ quantity: 7, usd: 0.7 });
});

test('an alarm by the second costs three times as much', () => {
  const fine = lineOf("guards' alarms by the second", 1, [stack({ fineAlarms: [2, 2] })]);
  expect(fine).toMatchObject({ quantity: 4, usd: 1.2 });
});

test('a stack sweeps once a minute, whatever it guards, and pays for the time by its memory', () => {
  expect(lineOf('sweep: Lambda, runs', 40, [stack()])).toMatchObject({ quantity: 43_800, usd: 0.00876 });
  expect(lineOf('sweep: Lambda, time', 40, [stack()])).toMatchObject({ quantity: 10_950 });
  expect(lineOf('sweep: Lambda, time', 40, [stack({ memoryGb: 1 })])).toMatchObject({ quantity: 21_900 });
  expect(lineOf('sweep: Lambda, runs', 40, [stack(), stack()])).toMatchObject({ quantity: 87_600 });
});

test('the ledger is read for each endpoint, by the one stack that guards it', () => {
  const [one, two] = [
    lineOf('sweep: ledger reads', 10, [stack()]),
    lineOf('sweep: ledger reads', 10, [stack(), stack()]),
  ];
  expect(one?.quantity).toBe(43_800 * 10 * 1.2);
  expect(two?.quantity).toBe(one?.quantity);
});

test('what a config does not have is no line', () => {
  expect(lineOf('composite alarms', 1, [stack()])).toBeUndefined();
  expect(lineOf('composite alarms', 1, [stack({ composites: 2 })])).toMatchObject({ usd: 1 });
});

test('the sum is that of its lines', () => {
  const { lines, usd } = billOf(3, [stack(), stack({ guardAlarms: [5] })]);
  expect(usd).toBeCloseTo(
    lines.reduce((sum, line) => sum + line.usd, 0),
    6,
  );
});
