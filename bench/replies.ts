/**
 * What a stub of AWS answers so that each invocation finds the same incident: the canary of the demo's first endpoint
 * fails one request in ten, all else is well, and nothing was done yet.
 */

const MINUTE = 60_000;

/** An endpoint that the demo's config guards with mode `auto`. */
export const ENDPOINT = 'fraud-detector';

/** The alarm that has just gone off. */
export const ALARM = `sagemaker-rollback/guard/${ENDPOINT}/canary/errors-5xx`;

/** Minutes of metrics that the stub knows, up to the last whole one. */
const KNOWN_MINUTES = 5;

type Body = Readonly<Record<string, unknown>>;
type Answer = (asked: Body, now: number) => Body;

/** By operation. SNS speaks XML and is answered by `publishedXml`. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  DescribeEndpoint: (_, now) => ({
    EndpointName: ENDPOINT,
    EndpointArn: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${ENDPOINT}`,
    EndpointConfigName: `${ENDPOINT}-config-7`,
    EndpointStatus: 'InService',
    CreationTime: seconds(now - 90 * MINUTE),
    LastModifiedTime: seconds(now - 60 * MINUTE),
    ProductionVariants: [variant('stable', 0.9, 3), variant('canary', 0.1, 1)],
  }),
  DescribeAlarms: ({ AlarmNames }, now) => ({
    CompositeAlarms: [],
    MetricAlarms: (AlarmNames as readonly string[]).map((name) => (name === ALARM ? broken(now) : well(name, now))),
  }),
  GetMetricData: ({ MetricDataQueries }, now) => ({
    Messages: [],
    MetricDataResults: (MetricDataQueries as readonly Query[]).map((query) => result(query, now)),
  }),
  ListAlarmMuteRules: () => ({ AlarmMuteRuleSummaries: [] }),
  GetParameter: (_, now) => ({
    Parameter: {
      Name: '/sagemaker-rollback/freeze',
      Type: 'String',
      Value: 'off',
      Version: 1,
      LastModifiedDate: seconds(now),
    },
  }),
  GetItem: () => ({}),
  TransactWriteItems: () => ({}),
  UpdateEndpointWeightsAndCapacities: () => ({
    EndpointArn: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${ENDPOINT}`,
  }),
};

export const publishedXml =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
  '<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult><ResponseMetadata>' +
  '<RequestId>d74b8436-ae13-5ab4-a9ff-ce54dfea72a0</RequestId></ResponseMetadata></PublishResponse>';

const seconds = (time: number): number => Math.floor(time / 1_000);

const variant = (name: string, weight: number, instances: number): Body => ({
  VariantName: name,
  CurrentWeight: weight,
  DesiredWeight: weight,
  CurrentInstanceCount: instances,
  DesiredInstanceCount: instances,
});

const well = (name: string, now: number): Body => ({
  AlarmName: name,
  ActionsEnabled: true,
  StateValue: 'OK',
  StateReason: 'Threshold Crossed: no datapoints were greater than the threshold.',
  StateReasonData: '{}',
  StateTransitionedTimestamp: seconds(now - 60 * MINUTE),
  StateUpdatedTimestamp: seconds(now - 60 * MINUTE),
});

const broken = (now: number): Body => ({
  ...well(ALARM, now),
  StateValue: 'ALARM',
  StateReason: 'Threshold Crossed: 2 out of the last 3 datapoints were greater than the threshold (0.02).',
  StateReasonData: JSON.stringify({
    version: '1.0',
    startDate: new Date(wholeMinute(now) - 3 * MINUTE).toISOString().replace('Z', '+0000'),
    period: 60,
    recentDatapoints: [0.1, 0.1, 0.1],
    threshold: 0.02,
  }),
  StateTransitionedTimestamp: seconds(now - 1_000),
  StateUpdatedTimestamp: seconds(now - 1_000),
});

const wholeMinute = (time: number): number => time - (time % MINUTE);

type Query = {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
  };
};

const result = ({ Id, MetricStat: { Metric } }: Query, now: number): Body => {
  const value = reading(Metric.MetricName, Metric.Dimensions[1]?.Value ?? '');
  const minutes = Array.from(
    { length: KNOWN_MINUTES },
    (_, place) => wholeMinute(now) - (KNOWN_MINUTES - place) * MINUTE,
  );
  return { Id, Label: Id, StatusCode: 'Complete', Timestamps: minutes.map(seconds), Values: minutes.map(() => value) };
};

/** One minute of a variant; latency in microseconds. */
const reading = (metric: string, ofVariant: string): number => {
  const requests = ofVariant === 'canary' ? 600 : 5_400;
  if (metric === 'Invocations') return requests;
  if (metric === 'ModelLatency') return 180_000;
  return ofVariant === 'canary' ? requests / 10 : 0;
};
