import { expect, inject, test } from 'vitest';
import { billOf, canaryHour } from '../../../cli/cost/bill.ts';
import { type Costly, costlyIn } from '../../../cli/cost/template.ts';
import { read } from '../../docs/pages.ts';

const stack = (judge?: Costly['judge']): Costly => ({
  guardAlarms: [],
  fineAlarms: [],
  selfAlarms: [],
  composites: 0,
  sweepsPerHour: 60,
  memoryGb: 0.5,
  ...(judge && { judge }),
});
const judging = (canaries: number, comparisons: number) =>
  stack({ runsPerHour: 60, memoryGb: 0.5, canaries, comparisons });

test('the template says what is compared, and how often; its schedule is not taken for the sweep', () => {
  expect(costlyIn(inject('judgedTemplate'))).toMatchObject({
    sweepsPerHour: 60,
    judge: { runsPerHour: 60, memoryGb: 0.5, canaries: 1, comparisons: 2 },
  });
  expect(costlyIn(inject('demoTemplate'))).not.toHaveProperty('judge');
});

test('an idle canary costs its runs, and a read every fifth minute', () => {
  const judges = (stacks: readonly Costly[]) => billOf(2, stacks).lines.filter(({ what }) => what.startsWith('judge'));
  expect(judges([judging(2, 2)])).toEqual([
    { what: 'judge: Lambda, runs', quantity: 43_800, unit: 'requests', usd: 0.00876 },
    { what: 'judge: Lambda, time', quantity: 10_950, unit: 'GB-seconds', usd: 0.146001 },
    { what: 'judge: idle canaries', quantity: 17_520, unit: 'metrics read', usd: 0.1752 },
  ]);
  expect(judges([stack()])).toEqual([]);
});

test('an hour of a canary costs what is read and published of it, as docs/judge.md says', () => {
  expect(canaryHour([stack()])).toBeUndefined();
  const one = canaryHour([judging(3, 3)]) ?? 0;
  expect(one).toBeCloseTo(60 * (4 + 1) * 0.00001 + 0.3 / 730, 6);
  expect(canaryHour([judging(1, 2)])).toBeGreaterThan(one);
  expect(read('docs/judge.md')).toContain(`and $${one.toFixed(4)} for each hour`);
});
