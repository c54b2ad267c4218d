import { expect, test } from 'vitest';
import { at, config, endpoint, flat, type Properties, properties } from './stacks.ts';

const rules = (of = config()): readonly Properties[] => properties(of, 'AWS::Events::Rule');
const patternFor = (source: string, of = config()) =>
  rules(of)
    .map((rule) => rule['EventPattern'] as Properties | undefined)
    .find((pattern) => JSON.stringify(pattern?.['source']) === JSON.stringify([source]));

test("S1: the alarm rule is pinned to this account's own guard alarms, and to the probe", () => {
  const pattern = patternFor('aws.cloudwatch');
  expect(pattern).toMatchObject({
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: { state: { value: ['ALARM'] } },
  });
  expect(flat(at(pattern, 'account', 0))).toBe('${AWS::AccountId}');
  expect(at(pattern, 'resources')).toHaveLength(2);
  const alarms = 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:sagemaker-rollback';
  expect(flat(at(pattern, 'resources', 0, 'prefix'))).toBe(`${alarms}/guard/`);
  expect(flat(at(pattern, 'resources', 1))).toBe(`${alarms}/probe/alarm-rule`);
});

const existing = (...names: readonly string[]) =>
  config({ endpoints: [endpoint({ guards: { alarms: names.map((name) => ({ name, because: 'It is sick' })) } })] });

test('the alarm rule also hears of alarms that were there already, by their exact names', () => {
  const pattern = patternFor('aws.cloudwatch', existing('shop-errors'));
  expect(at(pattern, 'resources')).toHaveLength(3);
  expect(flat(at(pattern, 'resources', 2))).toBe(
    'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:shop-errors',
  );
});

test('with more of them than a pattern holds, the sweep alone finds them', () => {
  const many = Array.from({ length: 20 }, (_, place) => `shop-${place}-${'x'.repeat(60)}`);
  expect(at(patternFor('aws.cloudwatch', existing(...many)), 'resources')).toHaveLength(2);
});

test('the endpoint rule hears of the guarded endpoints', () => {
  const of = config({ endpoints: [endpoint({ endpoint: 'Fraud-EU' }), endpoint({ endpoint: 'churn' })] });
  expect(patternFor('aws.sagemaker', of)).toMatchObject({
    'detail-type': ['SageMaker Endpoint State Change', 'SageMaker Endpoint Deployment State Change'],
    detail: { EndpointName: ['Fraud-EU', 'churn'] },
  });
});

test('with more names than a pattern holds, the endpoint rule hears of every endpoint', () => {
  const many = config({
    endpoints: Array.from({ length: 40 }, (_, i) => endpoint({ endpoint: `e${i}${'x'.repeat(50)}` })),
  });
  expect(patternFor('aws.sagemaker', many)).not.toHaveProperty('detail');
});

test('no pattern is longer than EventBridge takes', () => {
  for (const length of [10, 26, 27, 28, 29, 40])
    for (const rule of rules(
      config({ endpoints: Array.from({ length }, (_, i) => endpoint({ endpoint: `e${i}`.padEnd(63, 'x') })) }),
    ))
      expect(JSON.stringify(rule['EventPattern'] ?? '').length).toBeLessThanOrEqual(2048);
});

test('a sweep makes good whatever was lost, once a minute', () => {
  expect(rules().map((rule) => rule['ScheduleExpression'])).toEqual([undefined, undefined, 'rate(1 minute)']);
});

test('F05: every rule calls reconcile, for a quarter of an hour, and then leaves a dead letter', () => {
  for (const rule of rules()) {
    const [target, ...others] = rule['Targets'] as Properties[];
    expect(others).toEqual([]);
    expect(flat(target?.['Arn'])).toBe('${ReconcileHandler.Arn}');
    expect(flat(at(target, 'DeadLetterConfig', 'Arn'))).toBe('${HandOverDeadLetters.Arn}');
    expect(target?.['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 900 });
    expect(rule['State']).toBe('ENABLED');
  }
});
