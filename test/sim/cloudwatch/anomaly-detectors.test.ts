import type { AnomalyDetector, DescribeAnomalyDetectorsOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { COSTS } from '../../../sim/costs.ts';
import { makeCloudWatch } from '../../../sim/services/cloudwatch/cloudwatch.ts';
import { makeStacks } from '../../../sim/services/stacks/stacks.ts';
import { smallAccount } from '../small-account.ts';
import { valid } from '../valid.ts';
import { BANDED, HOUR, METRICS, usual } from './banded.ts';
import { call, MINUTE, operation, putAlarm, START, type World, world } from './world.ts';

type Small = Pick<World, 'cloudwatch'>;
const DIMENSIONS = [{ Name: 'Variant', Value: 'canary' }];
const ERRORS = { Namespace: 'Test', MetricName: 'Errors', Dimensions: DIMENSIONS, Stat: 'Sum' };
const single = (over: object = {}) => ({ SingleMetricAnomalyDetector: { ...ERRORS, ...over } });
const [math] = METRICS;

const putDetector = (w: Small, input: object = single()) => call(w.cloudwatch, 'PutAnomalyDetector', input);
const deleteDetector = (w: Small, input: object = single()) => call(w.cloudwatch, 'DeleteAnomalyDetector', input);
const detectors = (w: Small, input: object = {}): readonly AnomalyDetector[] => {
  const output = call(w.cloudwatch, 'DescribeAnomalyDetectors', input) as DescribeAnomalyDetectorsOutput;
  return valid('cloudwatch', 'DescribeAnomalyDetectors', output).AnomalyDetectors ?? [];
};
const names = (w: Small, input: object = {}) => detectors(w, input).map(({ MetricName }) => MetricName);

/** Detectors of these metrics, in this order. */
const withDetectors = (...metrics: readonly string[]) => {
  const w = world();
  for (const MetricName of metrics) putDetector(w, single({ MetricName }));
  return w;
};

describe('a detector', () => {
  test('is told in both forms', () => {
    const w = withDetectors('Errors');
    expect(detectors(w)).toEqual([
      {
        AnomalyDetectorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...ERRORS,
        Configuration: { ExcludedTimeRanges: [] },
        StateValue: 'PENDING_TRAINING',
        SingleMetricAnomalyDetector: { AccountId: '111122223333', ...ERRORS },
      },
    ]);
  });

  test('is put in either form, once', () => {
    const w = world();
    putDetector(w);
    const before = detectors(w);
    w.runTo(START + HOUR);
    putDetector(w, ERRORS);
    putDetector(w, { ...single(), Configuration: { ExcludedTimeRanges: [] } });
    expect(detectors(w)).toEqual(before);
  });

  test('is one of its dimensions, in any order, and of its statistic', () => {
    const w = world();
    const [one, other] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ];
    putDetector(w, single({ Dimensions: [one, other] }));
    putDetector(w, single({ Dimensions: [other, one] }));
    putDetector(w, single({ Dimensions: [one] }));
    putDetector(w, single({ Dimensions: [one], Stat: 'p99' }));
    expect(detectors(w).map(({ Dimensions, Stat }) => [Dimensions, Stat])).toEqual([
      [[one, other], 'Sum'],
      [[one], 'Sum'],
      [[one], 'p99'],
    ]);
  });

  test('pends for three hours, and then has either enough to have learnt from or not', () => {
    const w = withDetectors('Errors', 'Requests');
    usual(w, START - 8 * HOUR, START);
    const states = () => detectors(w).map(({ StateValue }) => StateValue);
    w.runTo(START + 3 * HOUR - 1);
    expect(states()).toEqual(['PENDING_TRAINING', 'PENDING_TRAINING']);
    w.runTo(START + 3 * HOUR);
    expect(states()).toEqual(['TRAINED', 'TRAINED_INSUFFICIENT_DATA']);
  });

  test('forgets what is two weeks old', () => {
    const w = withDetectors('Errors');
    usual(w, START - 8 * HOUR, START);
    w.runTo(START + 15 * 24 * HOUR);
    expect(detectors(w)).toMatchObject([{ StateValue: 'TRAINED_INSUFFICIENT_DATA' }]);
  });

  test('is made by the alarm that needs it, also when somebody took it away', () => {
    const w = world();
    putAlarm(w, BANDED);
    expect(detectors(w)).toEqual([]);
    w.runTo(START + MINUTE);
    expect(detectors(w)).toMatchObject([ERRORS]);
    deleteDetector(w);
    expect(detectors(w)).toEqual([]);
    w.runTo(START + 2 * MINUTE);
    expect(detectors(w)).toMatchObject([{ ...ERRORS, StateValue: 'PENDING_TRAINING' }]);
  });
});

describe('DescribeAnomalyDetectors', () => {
  test('finds by namespace, name, dimensions and id', () => {
    const w = withDetectors('Errors', 'Requests');
    putDetector(w, single({ Namespace: 'Other', Dimensions: undefined }));
    expect(names(w)).toEqual(['Errors', 'Requests', 'Errors']);
    expect(names(w, { Namespace: 'Test' })).toEqual(['Errors', 'Requests']);
    expect(names(w, { MetricName: 'Errors' })).toEqual(['Errors', 'Errors']);
    expect(names(w, { Dimensions: DIMENSIONS })).toEqual(['Errors', 'Requests']);
    expect(names(w, { Dimensions: [] })).toEqual(['Errors']);
    const [, requests] = detectors(w);
    expect(names(w, { AnomalyDetectorIds: [requests?.AnomalyDetectorId, 'nobody'] })).toEqual(['Requests']);
  });

  test('lists single metrics unless asked for math, of which there are none', () => {
    const w = withDetectors('Errors');
    expect(names(w, { AnomalyDetectorTypes: [] })).toEqual(['Errors']);
    expect(names(w, { AnomalyDetectorTypes: ['METRIC_MATH', 'SINGLE_METRIC'] })).toEqual(['Errors']);
    expect(names(w, { AnomalyDetectorTypes: ['METRIC_MATH'] })).toEqual([]);
  });

  test('goes page by page', () => {
    const w = withDetectors('a', 'b', 'c');
    const first = call(w.cloudwatch, 'DescribeAnomalyDetectors', { MaxResults: 2 }) as DescribeAnomalyDetectorsOutput;
    expect(first.AnomalyDetectors).toHaveLength(2);
    const second = { MaxResults: 2, NextToken: first.NextToken };
    expect(names(w, second)).toEqual(['c']);
    expect(call(w.cloudwatch, 'DescribeAnomalyDetectors', second)).not.toHaveProperty('NextToken');
  });

  test.each([
    [{ MaxResults: 101 }, 'InvalidParameterValueException', 'The parameter MaxResults must be between 1 and 100.'],
    [
      { AnomalyDetectorIds: ['a'], Namespace: 'Test' },
      'InvalidParameterCombinationException',
      'AnomalyDetectorIds cannot be specified with Namespace',
    ],
    [{ NextToken: 'forged' }, 'InvalidNextToken', 'The next token specified is invalid.'],
  ])('refuses %j', (input, code, message) => {
    expect(() => detectors(world(), input)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('DeleteAnomalyDetector', () => {
  test.each([
    ['in the one form', () => single()],
    ['in the other', () => ERRORS],
    ['by its id', (id: string | undefined) => ({ AnomalyDetectorId: id })],
  ])('takes it away, named %s', (_, input) => {
    const w = withDetectors('Errors', 'Requests');
    deleteDetector(w, input(detectors(w)[0]?.AnomalyDetectorId));
    expect(names(w)).toEqual(['Requests']);
  });

  test.each([[single()], [{ AnomalyDetectorId: 'nobody' }]])('knows no %j', (input) => {
    expect(() => deleteDetector(withDetectors('Requests'), input)).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException', status: 404 }),
    );
  });
});

describe.each([['PutAnomalyDetector'], ['DeleteAnomalyDetector']])('%s', (name) => {
  const attempt = (input: object) => () => call(world().cloudwatch, name, input);
  const EITHER = 'Either single metric attributes, SingleMetricAnomalyDetector or MetricMathAnomalyDetector';

  test.each([
    [
      { ...single(), MetricMathAnomalyDetector: { MetricDataQueries: [math] } },
      'InvalidParameterCombinationException',
      `${EITHER} can be set, found SingleMetricAnomalyDetector, MetricMathAnomalyDetector`,
    ],
    [
      { ...single(), Stat: 'Sum' },
      'InvalidParameterCombinationException',
      `${EITHER} can be set, found single metric attributes, SingleMetricAnomalyDetector`,
    ],
    [{}, 'MissingRequiredParameterException', `${EITHER} must be set`],
    [
      single({ Namespace: undefined }),
      'MissingRequiredParameterException',
      'The parameter SingleMetricAnomalyDetector.Namespace is required.',
    ],
    [
      { ...ERRORS, MetricName: undefined },
      'MissingRequiredParameterException',
      'The parameter MetricName is required.',
    ],
    [
      single({ Stat: undefined }),
      'MissingRequiredParameterException',
      'The parameter SingleMetricAnomalyDetector.Stat is required.',
    ],
  ])('refuses %j', (input, code, message) => {
    expect(attempt(input)).toThrow(expect.objectContaining({ code, message }));
  });

  test.each([
    [{ MetricMathAnomalyDetector: { MetricDataQueries: [math] } }, /single metrics only/],
    [single({ AccountId: '444455556666' }), /one account only/],
    [single({ Stat: 'p90_H' }), /by the statistic p90_H/],
  ])('stops the run at %j', (input, problem) => {
    expect(attempt(input)).toThrow(problem);
    expect(attempt(input)).not.toThrow(expect.objectContaining({ code: expect.anything() }));
  });

  test('needs a right to all detectors', () => {
    expect(operation(world().cloudwatch, name).needs(single() as never)).toEqual([
      { action: `cloudwatch:${name}`, resource: '*' },
    ]);
  });
});

test.each([
  [{ Configuration: { ExcludedTimeRanges: [{ StartTime: new Date(0), EndTime: new Date(1) }] } }, /ExcludedTimeRanges/],
  [{ Configuration: { MetricTimezone: 'Europe/Berlin' } }, /MetricTimezone/],
  [{ MetricCharacteristics: { PeriodicSpikes: true } }, /PeriodicSpikes/],
])('PutAnomalyDetector stops the run at %j', (over, problem) => {
  expect(() => putDetector(world(), { ...single(), ...over })).toThrow(problem);
});

describe('a template’s detector', () => {
  const DETECTOR = 'AWS::CloudWatch::AnomalyDetector';
  const resource = (Properties: object = single(), Type = DETECTOR) => ({ Type, Properties });

  /** CloudFormation, with CloudWatch's types only. */
  const stacks = () => {
    const account = smallAccount({});
    Object.assign(account.wires, { objects: { get: () => undefined } });
    const cloudwatch = makeCloudWatch(account.wires);
    const part = makeStacks(account.wires, {
      provisioners: () => cloudwatch.provisioners,
      parameter: account.parameters.value,
    });
    const ask = (name: string, input: object) => {
      const answer = call(part, name, { StackName: 'Shop', ...input });
      account.pass(20 * COSTS.stackResource);
      return answer as Record<string, unknown>;
    };
    const body = (resources: object) => ({ TemplateBody: JSON.stringify({ Resources: resources }) });
    return {
      cloudwatch,
      create: (resources: object) => ask('CreateStack', body(resources)),
      update: (resources: object) => ask('UpdateStack', body(resources)),
      delete: () => ask('DeleteStack', {}),
      ids: () =>
        (ask('DescribeStackResources', {})['StackResources'] as { PhysicalResourceId: string }[]).map(
          ({ PhysicalResourceId: id }) => id,
        ),
      status: () => (ask('DescribeStacks', {})['Stacks'] as { StackStatus: string }[])[0]?.StackStatus,
    };
  };

  test('is made in either form, with an id that says nothing of it', () => {
    const at = stacks();
    at.create({ A: resource(), B: resource({ ...ERRORS, MetricName: 'Requests' }) });
    expect(at.status()).toBe('CREATE_COMPLETE');
    expect(names(at)).toEqual(['Errors', 'Requests']);
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect(at.ids()).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)]);
  });

  test('stays what it is while another resource changes', () => {
    const at = stacks();
    const alarm = (threshold: number) =>
      resource(
        {
          ...ERRORS,
          Stat: undefined,
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: threshold,
        },
        'AWS::CloudWatch::Alarm',
      );
    at.create({ A: resource(), B: alarm(1) });
    const [before, ids] = [detectors(at), at.ids()];
    at.update({ A: resource(), B: alarm(2) });
    expect(at.status()).toBe('UPDATE_COMPLETE');
    expect([detectors(at), at.ids()]).toEqual([before, ids]);
  });

  test('gives way to another one when it is of another metric', () => {
    const at = stacks();
    at.create({ A: resource() });
    const [before] = at.ids();
    at.update({ A: resource(single({ MetricName: 'Requests' })) });
    expect(at.status()).toBe('UPDATE_COMPLETE');
    expect(names(at)).toEqual(['Requests']);
    expect(at.ids()).not.toEqual([before]);
  });

  test('goes with its stack, also when somebody took it away before', () => {
    const at = stacks();
    at.create({ A: resource(), B: resource(single({ Stat: 'p99' })) });
    deleteDetector(at);
    at.delete();
    expect(detectors(at)).toEqual([]);
  });

  test('takes over the one that an alarm made', () => {
    const at = stacks();
    putDetector(at);
    const before = detectors(at);
    at.create({ A: resource() });
    expect(detectors(at)).toEqual(before);
  });

  test.each([
    [single({ Stat: 'p99', Colour: 'red' }), /anomaly detector A: .*Colour/],
    [{ ...single(), MetricName: 'x' }, /anomaly detector A: Either single metric attributes/],
    [single({ Stat: undefined }), /anomaly detector A: The parameter SingleMetricAnomalyDetector\.Stat is required/],
  ])('cannot be %j', (properties, problem) => {
    const maker = world().cloudwatch.provisioners.find(({ type }) => type === DETECTOR);
    const identity = maker?.identify('A', properties) ?? { ref: '', attributes: {} };
    const given = JSON.parse(JSON.stringify(properties)) as Record<string, unknown>;
    expect(() => maker?.create({ logicalId: 'A', type: DETECTOR, properties: given }, identity)).toThrow(problem);
  });

  test('knows no training but the one that there is', () => {
    const maker = world().cloudwatch.provisioners.find(({ type }) => type === DETECTOR);
    expect(maker?.properties).toEqual(['Namespace', 'MetricName', 'Dimensions', 'Stat', 'SingleMetricAnomalyDetector']);
    expect(maker?.replacing).toEqual(maker?.properties);
  });

  test('has the same id whenever it is asked for', () => {
    const maker = world().cloudwatch.provisioners.find(({ type }) => type === DETECTOR);
    const [first, again] = [maker?.identify('A', ERRORS), maker?.identify('A', ERRORS)];
    expect(again).toEqual(first);
    expect(maker?.identify('B', ERRORS)).not.toEqual(first);
  });
});
