import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import type { GuardsConfig } from '../../infra/config/shape.ts';
import { EndpointGuard } from '../../infra/endpoint-guard.ts';
import { config, endpoint, flat, type Properties, properties } from './stacks.ts';

const alarms = (guards: GuardsConfig, name = 'Fraud-EU'): readonly Properties[] =>
  properties(config({ endpoints: [endpoint({ endpoint: name, guards })] }), 'AWS::CloudWatch::Alarm').filter((alarm) =>
    String(alarm['AlarmName']).includes('/guard/'),
  );
const named = (all: readonly Properties[], name: string): Properties => {
  const found = all.find((alarm) => alarm['AlarmName'] === name);
  if (!found) throw new Error(`no alarm ${name} among ${all.map((alarm) => String(alarm['AlarmName'])).join(', ')}`);
  return found;
};

const BOTH: GuardsConfig = {
  errors: { above: 0.03, count: ['5xx', '4xx', 'model'] },
  latency: { percentile: 95, aboveMs: 400 },
};

test('each guard is an alarm on the canary and on stable, named as the functions will ask for it', () => {
  const ids = ['errors-5xx', 'errors-4xx', 'errors-model', 'latency-p95'].flatMap((id) => [id, `${id}-gross`]);
  const expected = ['blue', 'green'].flatMap((variant) =>
    ids.map((id) => `sagemaker-rollback/guard/Fraud-EU/${variant}/${id}`),
  );
  expect(alarms(BOTH).map((alarm) => alarm['AlarmName'])).toEqual(expected);
});

describe('an alarm breaches only in a minute with enough requests', () => {
  const stat = (id: string, MetricName: string, Stat: string) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SageMaker',
        MetricName,
        Dimensions: [
          { Name: 'EndpointName', Value: 'Fraud-EU' },
          { Name: 'VariantName', Value: 'green' },
        ],
      },
      Period: 60,
      Stat,
    },
    ReturnData: false,
  });
  const beside = (plus: number, above: number) => `IF((n >= 20) AND ((e - ${plus}) / n > ${above}), e / n, 0)`;
  test.each([
    ['errors-5xx', beside(2, 0.03), stat('e', 'Invocation5XXErrors', 'Sum'), 0.03, 2, 3],
    ['errors-5xx-gross', beside(3, 0.075), stat('e', 'Invocation5XXErrors', 'Sum'), 0.075, 1, 1],
    ['errors-4xx', beside(2, 0.03), stat('e', 'Invocation4XXErrors', 'Sum'), 0.03, 2, 3],
    ['errors-model', beside(2, 0.03), stat('e', 'InvocationModelErrors', 'Sum'), 0.03, 2, 3],
    ['latency-p95', 'IF(n >= 20, p / 1000, 0)', stat('p', 'ModelLatency', 'p95'), 400, 2, 3],
    ['latency-p95-gross', 'IF(n >= 50, p / 1000, 0)', stat('p', 'ModelLatency', 'p95'), 1200, 1, 1],
  ])('%s: %s', (id, expression, metric, threshold, breaching, of) => {
    expect(named(alarms(BOTH), `sagemaker-rollback/guard/Fraud-EU/green/${id}`)).toMatchObject({
      Metrics: [{ Expression: expression, ReturnData: true }, stat('n', 'Invocations', 'Sum'), metric],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: threshold,
      DatapointsToAlarm: breaching,
      EvaluationPeriods: of,
      TreatMissingData: 'notBreaching',
    });
  });
});

test('F08: every guard alarm pages people directly, and does nothing else', () => {
  for (const alarm of alarms(BOTH)) {
    expect((alarm['AlarmActions'] as unknown[]).map(flat)).toEqual(['${ChannelsPager}']);
    expect(alarm).not.toHaveProperty('OKActions');
    expect(alarm).not.toHaveProperty('InsufficientDataActions');
  }
});

test('an alarm says in words what it found and what follows', () => {
  const all = alarms({ latency: { aboveMs: 500 } });
  const description = (name: string) => named(all, `sagemaker-rollback/guard/Fraud-EU/${name}`)['AlarmDescription'];
  expect(description('green/errors-5xx')).toBe(
    'Canary variant green of endpoint Fraud-EU: more than 2 % of requests plus 2 answered with 5XX, in 2 of 3 minutes of at least 20 requests. Mode observe: on-call hears what would be done; nothing is done.',
  );
  expect(description('blue/latency-p99-gross')).toBe(
    "Stable variant blue of endpoint Fraud-EU: p99 of the model's latency above 1500 ms, in one minute of at least 100 requests. While it lasts, no traffic is sent back to stable.",
  );
});

test('a gross guard by the second is an alarm of its own, on periods of ten seconds', () => {
  const all = alarms({ errors: { grossEverySeconds: 10 } });
  const often = named(all, 'sagemaker-rollback/guard/Fraud-EU/green/errors-5xx-gross-10s');
  expect(often['AlarmDescription']).toBe(
    'Canary variant green of endpoint Fraud-EU: more than 5 % of requests plus 3 answered with 5XX, in 1 of 1 period of 10 s of at least 20 requests. Mode observe: on-call hears what would be done; nothing is done.',
  );
  const { Metrics, ...of } = often as { Metrics: { MetricStat?: { Period: number } }[]; EvaluationPeriods: number };
  expect(Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])).toEqual([10, 10]);
  expect(of).toMatchObject({ EvaluationPeriods: 1, DatapointsToAlarm: 1, Threshold: 0.05 });
});

test("an EndpointGuard stands in someone else's stack", () => {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Theirs');
  const checked = checkConfig(config());
  const policy = checked.ok ? checked.deployment.policies[0] : undefined;
  if (!policy) throw new Error('the config is good');
  new EndpointGuard(stack, 'Guard', { deployment: 'theirs', policy, pager: new Topic(stack, 'Pager') });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'theirs/guard/fraud/green/errors-5xx',
    AlarmActions: [Match.anyValue()],
  });
});

describe('a guard with a metric of its own', () => {
  const OWN: GuardsConfig = {
    quality: [{ schedule: 'labels', metric: 'f1', below: 0.8 }],
    metrics: [
      {
        id: 'orders',
        namespace: 'Shop',
        metric: 'OrderPlaced',
        statistic: 'Average',
        variantDimension: 'Variant',
        below: 0.02,
        minSamples: 30,
        missing: 'ignore',
        because: 'Visitors order less',
      },
    ],
    alarms: [{ name: 'shop-errors', because: 'Checkouts fail' }],
  };
  const own = () => alarms({ errors: { gross: false }, ...OWN });

  test('is an alarm on each variant that its metric names, else one on the endpoint; an alarm that was there is left alone', () => {
    expect(own().map((alarm) => String(alarm['AlarmName']).replace('sagemaker-rollback/guard/Fraud-EU/', ''))).toEqual([
      'blue/errors-5xx',
      'blue/orders',
      'green/errors-5xx',
      'green/orders',
      'quality-f1',
    ]);
  });
  test('is breached below its limit, in periods of its own, and says what missing data is', () => {
    expect(named(own(), 'sagemaker-rollback/guard/Fraud-EU/green/orders')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 0.02,
      TreatMissingData: 'ignore',
      Metrics: [
        { Expression: 'IF(n >= 30, m, 0.02)' },
        { Id: 'n', MetricStat: { Stat: 'SampleCount' } },
        { Id: 'm', MetricStat: { Stat: 'Average', Metric: { Dimensions: [{ Name: 'Variant', Value: 'green' }] } } },
      ],
      AlarmDescription: expect.stringContaining(
        'Average of OrderPlaced below 0.02 (Visitors order less), in 2 of 3 periods of 60 s with at least 30 samples',
      ),
    });
    expect(named(own(), 'sagemaker-rollback/guard/Fraud-EU/quality-f1')).toMatchObject({
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      Metrics: [{ Expression: 'm' }, { MetricStat: { Period: 3_600, Metric: { MetricName: 'f1' } } }],
      AlarmDescription: expect.stringMatching(
        /^Endpoint Fraud-EU: Minimum of f1 below 0\.8 .*, in 1 of 1 period of 3600 s\. .* It names no variant/,
      ),
    });
  });
});

describe('a guard on more than one variant’s figures', () => {
  const MORE: GuardsConfig = {
    slow: { thanMs: 300, above: 0.05, gross: false },
    overhead: { aboveMs: 50, gross: false },
    traffic: { below: 500 },
    metrics: [
      {
        id: 'complaints',
        namespace: 'Shop',
        metric: 'Complaints',
        statistic: 'Average',
        variantDimension: 'Variant',
        above: 2,
        comparedWith: 'stable',
        because: 'People complain',
      },
    ],
    quality: [{ schedule: 'labels', metric: 'f1', below: 0.9, comparedWith: { training: 0.8 } }],
  };
  const more = () => alarms({ errors: { gross: false }, ...MORE });
  const descriptionOf = (name: string) =>
    String(named(more(), `sagemaker-rollback/guard/Fraud-EU/${name}`)['AlarmDescription']).replace(/\. .*/, '');

  test('is on the variants that it can be on', () => {
    expect(more().map((alarm) => String(alarm['AlarmName']).replace('sagemaker-rollback/guard/Fraud-EU/', ''))).toEqual(
      [
        ...['blue', 'green'].flatMap((variant) =>
          ['errors-5xx', 'slow-300ms', 'overhead-p99'].map((id) => `${variant}/${id}`),
        ),
        'green/complaints',
        'traffic',
        'quality-f1',
      ],
    );
  });
  test('adds up, or divides, what CloudWatch has of each', () => {
    expect(named(more(), 'sagemaker-rollback/guard/Fraud-EU/traffic')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 500,
      TreatMissingData: 'breaching',
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
      Metrics: [
        { Expression: 'v0 + v1' },
        { Id: 'v0', MetricStat: { Metric: { Dimensions: [{ Value: 'Fraud-EU' }, { Value: 'blue' }] } } },
        { Id: 'v1', MetricStat: { Metric: { Dimensions: [{ Value: 'Fraud-EU' }, { Value: 'green' }] } } },
      ],
    });
    expect(named(more(), 'sagemaker-rollback/guard/Fraud-EU/green/complaints')).toMatchObject({
      Threshold: 2,
      Metrics: [
        { Expression: 'IF(s > 0, m / s, 2)' },
        { Id: 's', MetricStat: { Metric: { Dimensions: [{ Name: 'Variant', Value: 'blue' }] } } },
        { Id: 'm', MetricStat: { Metric: { Dimensions: [{ Name: 'Variant', Value: 'green' }] } } },
      ],
    });
    expect(named(more(), 'sagemaker-rollback/guard/Fraud-EU/green/slow-300ms')).toMatchObject({
      Threshold: 0.05,
      Metrics: [
        { Expression: 'IF((n >= 20) AND (s / 100 - 2 / n > 0.05), s / 100, 0)' },
        { Id: 'n' },
        { Id: 's', MetricStat: { Stat: 'PR(300000:)', Metric: { MetricName: 'ModelLatency' } } },
      ],
    });
  });
  test.each([
    [
      'green/slow-300ms',
      "Canary variant green of endpoint Fraud-EU: more than 5 % of requests plus 2 take over 300 ms of the model's own time, in 2 of 3 minutes of at least 20 requests",
    ],
    [
      'green/overhead-p99',
      "Canary variant green of endpoint Fraud-EU: p99 of SageMaker's overhead beside the model above 50 ms, in 2 of 3 minutes of at least 100 requests",
    ],
    [
      'green/complaints',
      'Canary variant green of endpoint Fraud-EU: Average of Complaints above 2 times that of blue (People complain), in 2 of 3 periods of 60 s',
    ],
    [
      'traffic',
      'Endpoint Fraud-EU: fewer than 500 requests a minute to all of its variants (blue, green), in 3 of 3 minutes',
    ],
  ])('says of %s what it promises', (name, words) => {
    expect(descriptionOf(name)).toBe(words);
  });
  test('says what was recorded at training', () => {
    expect(named(more(), 'sagemaker-rollback/guard/Fraud-EU/quality-f1')['AlarmDescription']).toMatch(
      /^Endpoint Fraud-EU: Minimum of f1 below 0\.72, against 0\.8 at training \(By the labels/,
    );
  });
});

describe('a guard against what is usual', () => {
  const UNUSUAL = {
    id: 'conversions',
    namespace: 'Shop',
    metric: 'Conversions',
    statistic: 'Sum',
    dimensions: { Shop: 'eu' },
    below: 3,
    comparedWith: 'usual',
    because: 'Visitors buy less',
  } as const;
  const { below: _below, ...rest } = UNUSUAL;
  const made = () => alarms({ errors: { gross: false }, metrics: [UNUSUAL, { ...rest, id: 'too-many', above: 2.5 }] });
  const ofMetric = (id: string) => named(made(), `sagemaker-rollback/guard/Fraud-EU/${id}`);

  test('is an alarm with a band for its threshold; CloudWatch wants both returned', () => {
    expect(ofMetric('conversions')).toMatchObject({
      ComparisonOperator: 'LessThanLowerThreshold',
      ThresholdMetricId: 'expr_1',
      DatapointsToAlarm: 2,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m, 3)', ReturnData: true },
        {
          Id: 'm',
          MetricStat: {
            Metric: { Namespace: 'Shop', MetricName: 'Conversions', Dimensions: [{ Name: 'Shop', Value: 'eu' }] },
            Period: 60,
            Stat: 'Sum',
          },
          ReturnData: true,
        },
      ],
    });
    expect(ofMetric('conversions')).not.toHaveProperty('Threshold');
    expect(ofMetric('too-many')).toMatchObject({
      ComparisonOperator: 'GreaterThanUpperThreshold',
      Metrics: [{ Expression: 'ANOMALY_DETECTION_BAND(m, 2.5)' }, { Id: 'm' }],
    });
  });
  test('says what it promises', () => {
    expect(ofMetric('conversions')['AlarmDescription']).toMatch(
      /^Endpoint Fraud-EU: Sum of Conversions below its anomaly detection band of 3 standard deviations \(Visitors buy less\), in 2 of 3 periods of 60 s\. /,
    );
  });
  test('has no detector of ours beside it: CloudWatch makes one for the alarm, and may have the owner’s already', () => {
    const stack = config({ endpoints: [endpoint({ guards: { metrics: [UNUSUAL] } })] });
    expect(properties(stack, 'AWS::CloudWatch::AnomalyDetector')).toEqual([]);
  });
});
