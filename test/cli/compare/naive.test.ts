import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { ROOT } from '../run.ts';

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

const ofType = (file: string, type: string): readonly Resource['Properties'][] => {
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Readonly<Record<string, Resource>> };
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
};

/** All that an alarm is, but for whom it tells. */
const guardAlarms = (file: string) =>
  ofType(file, 'AWS::CloudWatch::Alarm')
    .filter(({ AlarmName }) => String(AlarmName).includes('/guard/'))
    .map(({ AlarmActions: _actions, ...alarm }) => alarm);

const naive = inject('naiveTemplate');

test('the naive function is woken by the very guard alarms that ours has', () => {
  const alarms = guardAlarms(naive);
  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms).toEqual(guardAlarms(inject('demoTemplate')));
});

test("its rule is pinned to the alarms of canaries that may be moved, and not to stable's", () => {
  const [rule, ...more] = ofType(naive, 'AWS::Events::Rule');
  const pattern = JSON.stringify(rule?.['EventPattern']);
  expect(more).toEqual([]);
  expect(pattern).toContain('/guard/fraud-detector/canary/');
  expect(pattern).toContain('/guard/FraudDetector-EU/canary/');
  expect(pattern).not.toMatch(/stable|fraud-observe/);
});

test('the same people are told', () => {
  const subscribers = (file: string) =>
    new Set(
      ofType(file, 'AWS::SNS::Subscription')
        .filter(({ Protocol }) => Protocol === 'email')
        .map(({ Endpoint }) => Endpoint),
    );
  expect(subscribers(naive)).toEqual(subscribers(inject('demoTemplate')));
});

test('it has the sixty lines that it is named after, and no more', () => {
  const lines = readFileSync(join(ROOT, 'cli/compare/naive/function.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
});
