import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, arn, config, MINUTE, model, operation, START, served, serverless, variant } from './account.ts';
import { refusal } from './fraud.ts';

const invalid = (message: string) => ({ code: 'ValidationException', message });

describe('a model', () => {
  test('is created, described as it was given, and deleted', () => {
    const w = account();
    const given = {
      ModelName: 'Fraud-M',
      PrimaryContainer: { Image: 'i:1' },
      ExecutionRoleArn: 'arn:aws:iam::1:role/r',
    };
    expect(w.ask('CreateModel', { ...given, Tags: [{ Key: 'k', Value: 'v' }] })).toEqual({
      ModelArn: arn('model', 'fraud-m'),
    });
    expect(w.ask('DescribeModel', { ModelName: 'Fraud-M' })).toEqual({
      ...given,
      ModelArn: arn('model', 'fraud-m'),
      CreationTime: new Date(START),
      EnableNetworkIsolation: false,
    });
    expect(w.ask('ListTags', { ResourceArn: arn('model', 'fraud-m') })).toEqual({ Tags: [{ Key: 'k', Value: 'v' }] });
    expect(w.ask('DeleteModel', { ModelName: 'Fraud-M' })).toEqual({});
    const gone = invalid(`Could not find model "${arn('model', 'fraud-m')}".`);
    expect(refusal(() => w.ask('DescribeModel', { ModelName: 'Fraud-M' }))).toEqual(gone);
    expect(refusal(() => w.ask('DeleteModel', { ModelName: 'Fraud-M' }))).toEqual(gone);
  });

  test.each([
    [
      { ModelName: 'MODEL', PrimaryContainer: { Image: 'i' } },
      /Cannot create already existing model ".*model\/model"\./,
    ],
    [{ ModelName: 'm' }, /Neither PrimaryContainer nor Containers/],
    [{ ModelName: 'm', PrimaryContainer: { Image: 'i' }, Containers: [{ Image: 'i' }] }, /Both PrimaryContainer and/],
    [{ ModelName: 'm', PrimaryContainer: {} }, /needs an Image or a ModelPackageName/],
  ])('is refused for %j', (input, text) => {
    const w = account();
    model(w);
    expect(refusal(() => w.ask('CreateModel', input)).message).toMatch(text);
  });
});

describe('an endpoint config', () => {
  test('gives a variant the weight 1 unless it says otherwise, also 0, as a 32-bit float', () => {
    const w = account();
    model(w);
    const weights = [undefined, 0, 0.1];
    const variants = weights.map((InitialVariantWeight, index) =>
      variant(`v${index}`, InitialVariantWeight === undefined ? {} : { InitialVariantWeight }),
    );
    expect(config(w, 'Cfg', variants)).toEqual({ EndpointConfigArn: arn('endpoint-config', 'cfg') });
    const described = w.ask('DescribeEndpointConfig', { EndpointConfigName: 'Cfg' });
    expect(described).toMatchObject({ EndpointConfigName: 'Cfg', EndpointConfigArn: arn('endpoint-config', 'cfg') });
    expect((described['ProductionVariants'] as typeof variants).map((one) => one.InitialVariantWeight)).toEqual([
      1,
      0,
      Math.fround(0.1),
    ]);
  });

  test('with a weight that no 32-bit float holds stops the run, and so does such a change', () => {
    const w = served();
    const beyond = /1e\+39: the small AWS does not know .* 32-bit float/;
    expect(() => config(w, 'Cfg', [variant('only', { InitialVariantWeight: 1e39 })])).toThrow(beyond);
    const changes = [{ VariantName: 'only', DesiredWeight: 1e39 }];
    const weights = { EndpointName: 'Fraud', DesiredWeightsAndCapacities: changes };
    expect(() => w.ask('UpdateEndpointWeightsAndCapacities', weights)).toThrow(beyond);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', ProductionVariants: [{ DesiredWeight: 1 }] });
  });

  test.each([
    [[variant('a', { ModelName: 'Nobody' })], `Could not find model "${arn('model', 'nobody')}".`],
    [[variant('a'), variant('a')], 'The variant name "a" was non-unique within the request.'],
    [
      [{ VariantName: 'a', ModelName: 'model' }],
      'The variant "a" needs an InstanceType and an InitialInstanceCount, or a ServerlessConfig.',
    ],
    [
      [serverless('a', { InitialInstanceCount: 1 })],
      'The variant "a" has both instances and a ServerlessConfig; exactly one of them is needed.',
    ],
    [
      [serverless('a', { ServerlessConfig: { MemorySizeInMB: 1_500, MaxConcurrency: 1 } })],
      'MemorySizeInMB 1500 of variant "a" is no multiple of 1024.',
    ],
    [
      [serverless('a', { ServerlessConfig: { MemorySizeInMB: 1_024, MaxConcurrency: 1, ProvisionedConcurrency: 2 } })],
      'ProvisionedConcurrency 2 of variant "a" is above MaxConcurrency 1.',
    ],
  ])('is refused for %j', (variants, message) => {
    const w = account();
    model(w);
    expect(refusal(() => config(w, 'c', variants))).toEqual(invalid(message));
  });

  test.each([
    { ShadowProductionVariants: [variant('s')] },
    { AsyncInferenceConfig: { OutputConfig: {} } },
    { MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 120 as const } },
    { ProductionVariants: [{ VariantName: 'ic', InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 }] },
    { ProductionVariants: [variant('p', { InstancePools: [] })] },
  ])('with %j is more than the small AWS has, and stops it', (over) => {
    const w = account();
    model(w);
    expect(() => config(w, 'c', [variant('a')], over as never)).toThrow(/the small AWS has no|no model/);
  });

  test('is refused with a frequency of metrics that SageMaker does not know', () => {
    const w = account();
    model(w);
    const over = { MetricsConfig: { MetricPublishFrequencyInSeconds: 15 } };
    expect(refusal(() => config(w, 'c', [variant('a')], over as never))).toEqual(
      invalid('MetricPublishFrequencyInSeconds 15 is none of 10, 30, 60, 120, 180, 240, 300.'),
    );
  });

  test('may be deleted while it is in use; the endpoint goes on', () => {
    const w = served();
    w.ask('DeleteEndpointConfig', { EndpointConfigName: 'one' });
    const gone = invalid(`Could not find endpoint configuration "${arn('endpoint-config', 'one')}".`);
    expect(refusal(() => w.ask('DescribeEndpointConfig', { EndpointConfigName: 'one' }))).toEqual(gone);
    expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'one' });
    const again = { EndpointName: 'Other', EndpointConfigName: 'one' };
    expect(refusal(() => w.ask('CreateEndpoint', again))).toEqual(gone);
  });

  test('is not created twice', () => {
    const w = served();
    expect(refusal(() => config(w, 'ONE'))).toEqual(
      invalid(`Cannot create already existing endpoint configuration "${arn('endpoint-config', 'one')}".`),
    );
  });
});

describe('an endpoint', () => {
  test('is Creating until its instances are there, and told in events with its tags', () => {
    const w = account();
    model(w);
    config(w, 'one');
    const input = { EndpointName: 'Fraud', EndpointConfigName: 'one', Tags: [{ Key: 'team', Value: 'risk' }] };
    expect(w.ask('CreateEndpoint', input)).toEqual({ EndpointArn: arn('endpoint', 'fraud') });
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'Creating',
      ProductionVariants: [{ CurrentInstanceCount: 0, DesiredInstanceCount: 4 }],
    });
    w.after(4 * MINUTE);
    expect(w.describe()).toMatchObject({
      EndpointStatus: 'InService',
      ProductionVariants: [{ CurrentInstanceCount: 4 }],
    });
    expect(w.events.map(({ detail }) => detail['EndpointStatus'])).toEqual(['CREATING', 'IN_SERVICE']);
    expect(w.events[1]?.detail['Tags']).toEqual({ team: 'risk' });
  });

  test('of serverless variants has concurrency instead of instances, and changes it', () => {
    const w = served([serverless('s')]);
    expect(w.describe().ProductionVariants).toEqual([
      {
        VariantName: 's',
        CurrentWeight: 1,
        DesiredWeight: 1,
        CurrentServerlessConfig: { MemorySizeInMB: 2_048, MaxConcurrency: 20 },
        DesiredServerlessConfig: { MemorySizeInMB: 2_048, MaxConcurrency: 20 },
      },
    ]);
    const change = (over: object) =>
      w.ask('UpdateEndpointWeightsAndCapacities', {
        EndpointName: 'Fraud',
        DesiredWeightsAndCapacities: [{ VariantName: 's', ...over }],
      });
    expect(refusal(() => change({ DesiredInstanceCount: 2 })).message).toMatch(/is serverless, and has no instances/);
    expect(refusal(() => change({ ServerlessUpdateConfig: { ProvisionedConcurrency: 50 } })).message).toMatch(
      /ProvisionedConcurrency 50 .* above MaxConcurrency 20/,
    );
    change({ ServerlessUpdateConfig: { MaxConcurrency: 50 } });
    w.after(4 * MINUTE);
    expect(w.describe().ProductionVariants?.[0]?.CurrentServerlessConfig).toEqual({
      MemorySizeInMB: 2_048,
      MaxConcurrency: 50,
    });
  });

  test('beyond the account’s quota of instances is refused in SageMaker’s words', () => {
    const w = served([variant('only')], undefined, {
      instanceQuota: (type) => (type === 'ml.m5.large' ? 6 : undefined),
    });
    const limit = {
      code: 'ResourceLimitExceeded',
      message:
        "The account-level service limit 'ml.m5.large for endpoint usage' is 6 Instances, with current utilization of 4 Instances and a request delta of 4 Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.",
    };
    expect(refusal(() => w.update())).toEqual(limit);
    expect(refusal(() => w.ask('CreateEndpoint', { EndpointName: 'B', EndpointConfigName: 'two' }))).toEqual(limit);
    const grow = (instances: number) => () =>
      w.sagemaker.changeCapacity('ana', 'Fraud', { variant: 'only', instances });
    expect(refusal(grow(8))).toEqual(limit);
    expect(grow(6)).not.toThrow();
  });

  test.each([
    ['CreateEndpoint', ['endpoint/b', 'endpoint-config/c']],
    ['UpdateEndpoint', ['endpoint/b', 'endpoint-config/c']],
    ['DeleteEndpoint', ['endpoint/b']],
  ])('%s needs rights on %j', (name, resources) => {
    const { needs } = operation(account().sagemaker, name);
    expect(needs({ EndpointName: 'B', EndpointConfigName: 'C' } as never)).toEqual(
      resources.map((one) => ({
        action: `sagemaker:${name}`,
        resource: `arn:aws:sagemaker:eu-west-1:111122223333:${one}`,
      })),
    );
  });

  test('whose creator tags it, or passes a role on, needs those rights too', () => {
    const { needs } = operation(account().sagemaker, 'CreateModel');
    const input = { ModelName: 'M', ExecutionRoleArn: 'arn:aws:iam::1:role/r', Tags: [{ Key: 'a', Value: 'b' }] };
    expect(needs(input as never).map(({ action, resource }) => [action, resource])).toEqual([
      ['sagemaker:CreateModel', arn('model', 'm')],
      ['sagemaker:AddTags', arn('model', 'm')],
      ['iam:PassRole', 'arn:aws:iam::1:role/r'],
    ]);
  });
});

describe('tags', () => {
  const ARN = arn('endpoint', 'fraud');
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: '' }));

  test('overwrite what has their key', () => {
    const w = served();
    w.ask('AddTags', { ResourceArn: ARN, Tags: [{ Key: 'a', Value: '1' }] });
    expect(w.ask('AddTags', { ResourceArn: ARN, Tags: [{ Key: 'a', Value: '2' }] })).toEqual({
      Tags: [{ Key: 'a', Value: '2' }],
    });
  });
  test.each([
    [
      [
        { Key: 'a', Value: '' },
        { Key: 'a', Value: '' },
      ],
      /tag key "a" was non-unique/,
    ],
    [[{ Key: 'aws:x', Value: '' }], /"aws:", which is reserved/],
    [many(2, 100), /would have 51 tags, more than 50/],
  ])('%j are refused', (Tags, text) => {
    const w = served();
    w.ask('AddTags', { ResourceArn: ARN, Tags: many(49) });
    expect(refusal(() => w.ask('AddTags', { ResourceArn: ARN, Tags })).message).toMatch(text);
    expect(w.ask('ListTags', { ResourceArn: ARN })).toEqual({ Tags: many(49) });
  });
  test('go with their resource, and are on nothing that is not there', () => {
    const w = served();
    w.ask('AddTags', { ResourceArn: ARN, Tags: many(1) });
    w.ask('DeleteEndpoint', { EndpointName: 'Fraud' });
    w.after(MINUTE);
    expect(refusal(() => w.ask('ListTags', { ResourceArn: ARN }))).toEqual(
      invalid(`Could not find resource "${ARN}".`),
    );
  });
});

describe('a list', () => {
  /** Models b0…b11 and c, a minute apart. */
  const listing = () => {
    const w = account();
    for (const name of [...Array.from({ length: 12 }, (_, index) => `b${index}`), 'c']) {
      model(w, name);
      w.after(MINUTE);
    }
    const list = (input: object = {}) =>
      w.ask('ListModels', input) as { Models: { ModelName: string }[]; NextToken?: string };
    const names = (input: object = {}) => list(input).Models.map(({ ModelName }) => ModelName);
    return { ...w, list, names };
  };

  test('is of ten, newest first, unless asked otherwise', () => {
    const { list, names } = listing();
    expect(names()).toEqual(['c', 'b11', 'b10', 'b9', 'b8', 'b7', 'b6', 'b5', 'b4', 'b3']);
    expect(names({ NextToken: list().NextToken })).toEqual(['b2', 'b1', 'b0']);
    expect(names({ SortBy: 'Name', SortOrder: 'Ascending', MaxResults: 3 })).toEqual(['b0', 'b1', 'b10']);
    expect(names({ NameContains: 'c' })).toEqual(['c']);
  });
  test('takes what was created from a time on, and before one', () => {
    const { names } = listing();
    const at = (minute: number) => new Date(START + minute * MINUTE);
    expect(names({ CreationTimeAfter: at(11) })).toEqual(['c', 'b11']);
    expect(names({ CreationTimeBefore: at(2) })).toEqual(['b1', 'b0']);
  });
  test('takes a token only with the question that it was given for', () => {
    const { list } = listing();
    const { NextToken } = list();
    for (const asked of [{ NextToken, NameContains: 'b' }, { NextToken: 'nonsense' }]) {
      expect(refusal(() => list(asked))).toEqual(invalid('Invalid NextToken.'));
    }
  });
  test('in pages is the whole, whatever their size and order', () => {
    const { list, names } = listing();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('Name', 'CreationTime'),
        fc.constantFrom('Ascending', 'Descending'),
        (MaxResults, SortBy, SortOrder) => {
          const asked = { SortBy, SortOrder };
          const pages: string[] = [];
          let NextToken: string | undefined;
          do {
            const page = list({ ...asked, MaxResults, NextToken });
            pages.push(...page.Models.map(({ ModelName }) => ModelName));
            NextToken = page.NextToken;
          } while (NextToken !== undefined);
          expect(pages).toEqual(names({ ...asked, MaxResults: 100 }));
        },
      ),
    );
  });
  test('of endpoints knows their states and when they changed', () => {
    const w = served();
    w.ask('CreateEndpoint', { EndpointName: 'New', EndpointConfigName: 'two' });
    const names = (input: object) =>
      (w.ask('ListEndpoints', input)['Endpoints'] as { EndpointName: string }[]).map(
        ({ EndpointName }) => EndpointName,
      );
    expect(names({ StatusEquals: 'Creating' })).toEqual(['New']);
    expect(names({ SortBy: 'Status' })).toEqual(['Fraud', 'New']);
    expect(names({ LastModifiedTimeBefore: new Date(w.clock.now()) })).toEqual([]);
    w.after(1);
    expect(names({ LastModifiedTimeBefore: new Date(w.clock.now()) })).toEqual(['New', 'Fraud']);
  });
});
