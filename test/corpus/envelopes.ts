import { alarmName } from '../builders.ts';
import { type Case, casesOf, nested, put, WRONG_VALUES } from './case.ts';

export const OURS = '111122223333';

const ENVELOPE = {
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: OURS,
  time: '2026-01-01T10:09:30Z',
  region: 'eu-west-1',
  resources: [`arn:aws:cloudwatch:eu-west-1:${OURS}:alarm:${alarmName('canary')}`],
};

const STATE = { value: 'ALARM', timestamp: '2026-01-01T10:09:30.000+0000', reason: 'Threshold Crossed' };
const METRIC = { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions: { EndpointName: 'fraud' } };

/** The kinds of alarms that CloudWatch sends events of, as their `detail.configuration`. */
const CONFIGURATIONS: Readonly<Record<string, object>> = {
  metric: { metrics: [{ id: 'm1', metricStat: { metric: METRIC, period: 60, stat: 'Sum' }, returnData: true }] },
  composite: { alarmRule: `ALARM("${alarmName('canary')}")`, actionsSuppressor: 'x' },
  'metric math': { metrics: [{ id: 'e1', expression: 'm1/m2', returnData: true }] },
  anomaly: { metrics: [{ id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }], thresholdMetricId: 'ad1' },
  'metrics insights': { metrics: [{ id: 'q1', expression: 'SELECT SUM(x) FROM y GROUP BY z', period: 60 }] },
  log: { logGroupIdentifiers: ['/aws/sagemaker/Endpoints/fraud'], queryString: 'fields @message' },
};

export const alarmEvent = (kind = 'metric', over: object = {}): object => ({
  ...ENVELOPE,
  detail: { alarmName: alarmName('canary'), state: STATE, previousState: STATE, configuration: CONFIGURATIONS[kind] },
  ...over,
});

export const withAlarmName = (name: unknown, kind = 'metric'): unknown =>
  put(alarmEvent(kind), ['detail', 'alarmName'], name);

export const endpointEvent = (EndpointName: unknown, over: object = {}): object => ({
  ...ENVELOPE,
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Endpoint State Change',
  detail: { EndpointName, EndpointStatus: 'IN_SERVICE' },
  ...over,
});

const FIELDS: readonly (readonly string[])[] = [
  ...['account', 'source', 'detail-type', 'detail', 'version', 'id', 'time', 'region', 'resources'].map((key) => [key]),
  ['detail', 'alarmName'],
  ['detail', 'state'],
  ['detail', 'state', 'value'],
  ['detail', 'configuration'],
];

const NO_EVENTS: readonly unknown[] = [
  ...WRONG_VALUES,
  [alarmEvent()],
  { Records: [{ Sns: { Message: JSON.stringify(alarmEvent()) } }] },
  JSON.stringify(alarmEvent()),
  { event: alarmEvent() },
  nested(100_000),
];

export const MALFORMED: readonly Case[] = [
  ...casesOf('no event', NO_EVENTS),
  ...Object.keys(CONFIGURATIONS).flatMap((kind, turn) =>
    FIELDS.flatMap((path) =>
      casesOf(
        `${kind} alarm, ${path.join('.')}`,
        // Each kind gets every third of the wrong values, so that three kinds together get all.
        WRONG_VALUES.filter((_, place) => place % 3 === turn % 3).map((value) => put(alarmEvent(kind), path, value)),
      ),
    ),
  ),
  ...[1_000, 100_000].flatMap((levels) => [
    ...casesOf(`a name of ${levels} levels`, [withAlarmName(nested(levels))]),
    ...casesOf(`an endpoint of ${levels} levels`, [endpointEvent(nested(levels))]),
  ]),
];

const ACCOUNTS = [
  '999988887777',
  '',
  `${OURS} `,
  `0${OURS}`,
  '11112222333',
  '*',
  'aws',
  OURS.replace('1', '１'),
  'null',
];
const SOURCES = [
  'my.app',
  'aws.cloudwatch ',
  'AWS.CloudWatch',
  'aws.cloudwatch\0',
  'aws.cloudwatch.evil',
  'aws',
  '',
  'aws.s3',
  'aws.Events',
  'aws.events ',
  'custom.aws.events',
  'аws.cloudwatch',
  '__proto__',
  '*',
];
const STRANGE_ALARMS = [
  'rb/self/heartbeat',
  'rb/guard/',
  'rb/guard/fraud',
  'rb/guard/fraud/canary',
  'rb/guard/fraud/canary/',
  'other/guard/fraud/canary/errors-5xx',
  'rb2/guard/fraud/canary/errors-5xx',
  'Rb/guard/fraud/canary/errors-5xx',
  'rb/guard/Fraud/canary/errors-5xx',
  'rb/guard/fraud/Canary/errors-5xx',
  'rb/guard/fraud/canary/Errors-5xx',
  'rb/guard/fraud/canary/errors-5xx/..',
  'rb/guard/../guard/fraud/canary/errors-5xx',
  'rb//guard/fraud/canary/errors-5xx',
  'rb/guard/fraud/third/errors-5xx',
  'rb/guard/churn/canary/errors-5xx',
  'rb/guard/fraud/canary/latency-p99',
  '*',
  'rb/guard/fraud/canary/errors-5xx\n',
  ' rb/guard/fraud/canary/errors-5xx',
  'rb/guard/fraud/canary/errors-5xx​',
];
const STRANGE_ENDPOINTS = ['FRAUD', 'Fraud', 'fraud ', 'frаud', 'fraud/*', '*', '../fraud', 'churn', 'fraud\u0000', ''];

/** Well formed, and of somebody who is not ours to listen to. */
export const FORGED: readonly Case[] = [
  ...casesOf(
    'an alarm of a foreign account',
    ACCOUNTS.map((account) => alarmEvent('metric', { account })),
  ),
  ...casesOf(
    'an endpoint of a foreign account',
    ACCOUNTS.map((account) => endpointEvent('fraud', { account })),
  ),
  ...casesOf(
    'a foreign schedule',
    ACCOUNTS.map((account) => alarmEvent('metric', { account, source: 'aws.events' })),
  ),
  ...casesOf(
    'an alarm of a forged source',
    SOURCES.map((source) => alarmEvent('metric', { source })),
  ),
  ...casesOf(
    'an endpoint of a forged source',
    SOURCES.map((source) => endpointEvent('fraud', { source })),
  ),
  ...casesOf(
    'an alarm of nobody',
    STRANGE_ALARMS.flatMap((name) => ['metric', 'composite'].map((kind) => withAlarmName(name, kind))),
  ),
  ...casesOf(
    'an endpoint of nobody',
    STRANGE_ENDPOINTS.map((name) => endpointEvent(name)),
  ),
];
