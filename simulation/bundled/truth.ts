import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { writeSwitch } from '../../lambdas/aws/freeze-value.ts';
import type { FreezeReading, Switch } from '../../lambdas/domain/freeze.ts';
import type { Series } from '../../lambdas/domain/judge/judged.ts';
import { type Alarm, type Fleet, MINUTE, type Minute, type Traffic } from '../../lambdas/domain/model.ts';
import type { Mutes } from '../../lambdas/domain/mutes.ts';
import type { ShiftAnswer } from '../../lambdas/domain/progress.ts';
import { described } from '../../sim/services/cloudwatch/describe-alarms.ts';
import { getMetricData } from '../../sim/services/cloudwatch/get-metric-data.ts';
import { type MetricStore, makeMetricStore } from '../../sim/services/cloudwatch/metric-store.ts';
import { describeEndpoint } from '../../sim/services/sagemaker/describe-endpoint.ts';
import { invalid } from '../../sim/services/sagemaker/refusals.ts';
import type { Api, Operation, Part } from '../../sim/types.ts';
import { ACCOUNT, type Account } from './account.ts';
import { muteRule, ruleOf, rulesIn } from './mute-rules.ts';
import type { Call } from './recording.ts';

type Input = Readonly<Record<string, unknown>>;

/** Says, in AWS's words, what the call was answered with in memory; of one whose answer got lost, anything. */
type Answering = (call: Call, input: Input) => unknown;

/** The parts, with what was true in memory in the place of what they would know by themselves. */
export const truthful = (account: Account, current: () => Call): readonly Api[] => {
  const answers = answersOf(account);
  return account.parts.flatMap(({ api }: Part) => (api === undefined ? [] : [told(api, answers, current)]));
};

const told = (api: Api, answers: Readonly<Record<string, Answering>>, current: () => Call): Api => {
  const operations = Object.entries(api.operations).map(([name, operation]): [string, Operation] => {
    const answer = answers[name];
    return [name, answer === undefined ? operation : { ...operation, run: (input) => answer(current(), input) }];
  });
  return { ...api, operations: Object.fromEntries(operations) };
};

const answersOf = (account: Account): Readonly<Record<string, Answering>> => ({
  DescribeEndpoint: ({ value }, { EndpointName: name }) => fleetOf(String(name), value as Fleet | undefined),
  UpdateEndpointWeightsAndCapacities: ({ value }, { EndpointName: name }) =>
    answered(String(name), value as ShiftAnswer | undefined),
  DescribeAlarms: ({ value }) => ({
    MetricAlarms: ((value ?? []) as readonly Alarm[]).map((alarm) => alarmOf(account, alarm)),
    CompositeAlarms: [],
  }),
  GetMetricData: ({ question, value }, input) => {
    // Whatever was answered could be seen, also what a clock that is ahead asked for.
    const now = account.wires.clock.now() + HOUR;
    const asked = input as unknown as GetMetricDataInput;
    const store = makeMetricStore(() => now);
    if (Array.isArray(value)) putCounts(store, value as readonly Series[], asked);
    else if (value instanceof Map) putVolumes(store, value as Volumes, asked);
    else if (typeof value === 'object') putTraffic(store, question.name.replace('metrics ', ''), value as Traffic);
    return getMetricData(asked, { store, account: ACCOUNT, now });
  },
  GetParameter: ({ value }, { Name: name }) =>
    parameterOf(account, String(name), (value as FreezeReading | undefined)?.switch),
  ListAlarmMuteRules: ({ value }) => ({ AlarmMuteRuleSummaries: rulesIn(value as Mutes | undefined).map(ruleOf) }),
  GetAlarmMuteRule: ({ value }, { AlarmMuteRuleName: name }) => muteRule(value as Mutes | undefined, String(name)),
});

const arnOf = (name: string): string =>
  `arn:aws:sagemaker:${ACCOUNT.region}:${ACCOUNT.id}:endpoint/${name.toLowerCase()}`;

const fleetOf = (name: string, fleet: Fleet | undefined): unknown => {
  if (fleet === undefined) throw invalid(`Could not find endpoint "${arnOf(name)}".`);
  return describeEndpoint({
    name,
    arn: arnOf(name),
    configName: fleet.config,
    status: fleet.status,
    variants: fleet.variants.map((variant) => ({
      name: variant.name,
      modelName: `${fleet.config}-${variant.name}`,
      currentWeight: variant.weight,
      desiredWeight: variant.desiredWeight,
      currentInstances: variant.instances ?? 0,
      desiredInstances: variant.instances ?? 0,
    })),
    createdAt: 0,
    modifiedAt: Math.floor(fleet.lastModifiedAt),
    ...(fleet.failureReason !== undefined && { failureReason: fleet.failureReason }),
  });
};

/** An answer that nobody heard was one of those that SageMaker takes. */
const answered = (name: string, answer: ShiftAnswer | undefined): unknown => {
  if (answer?.kind === 'busy') throw invalid(`Cannot update in-progress endpoint "${arnOf(name)}".`);
  if (answer?.kind === 'refused') throw invalid(answer.message.replace('ValidationException: ', ''));
  return { EndpointArn: arnOf(name) };
};

const alarmOf = ({ cloudwatch }: Account, { name, ...alarm }: Alarm) => {
  const since = Math.floor(alarm.transitionedAt);
  const reasonData = reasonOf(alarm);
  const standing = { state: alarm.state, reason: 'as recorded', since, ...(reasonData && { reasonData }) };
  return {
    ...described({ ...cloudwatch.alarm(name), standing }),
    ActionsEnabled: alarm.actionsEnabled,
    ...(!alarm.evaluated && { EvaluationState: 'PARTIAL_DATA' }),
  };
};

const reasonOf = ({ drill, evidence }: Omit<Alarm, 'name'>): string | undefined => {
  if (drill !== undefined) return JSON.stringify({ drill });
  if (evidence === undefined) return undefined;
  const { from, datapoints: recentDatapoints, threshold } = evidence;
  const startDate = new Date(from).toISOString().replace('Z', '+0000');
  return JSON.stringify({ version: '1.0', startDate, period: 60, recentDatapoints, threshold });
};

const HOUR = 3_600_000;
const MICROSECONDS = 1_000;

/** By the key of a reading: SageMaker's name of the metric. */
const METRICS: Readonly<Record<string, string>> = {
  '5xx': 'Invocation5XXErrors',
  'latency-p99': 'ModelLatency',
};

type Put = (name: string, value: number) => void;

const putterFor =
  (store: MetricStore, { endpoint, variant, at }: { endpoint: string; variant: string; at: number }): Put =>
  (name, value) =>
    store.put({
      namespace: 'AWS/SageMaker',
      name,
      dimensions: { EndpointName: endpoint, VariantName: variant },
      at,
      values: [[value, 1]],
    });

const putTraffic = (store: MetricStore, endpoint: string, traffic: Traffic): void => {
  for (const [variant, minutes] of Object.entries(traffic))
    for (const minute of minutes) putMinute(minute, putterFor(store, { endpoint, variant, at: minute.start }));
};

type Volumes = ReadonlyMap<string, number>;

/** All of an endpoint's requests as those of the first variant that is asked for, in the newest minute. */
const putVolumes = (store: MetricStore, volumes: Volumes, { MetricDataQueries = [], EndTime }: GetMetricDataInput) => {
  const at = new Date(EndTime ?? 0).getTime() - MINUTE;
  for (const [endpoint, requests] of volumes) {
    const all = MetricDataQueries.map(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []);
    const variant = all.find(([own]) => own?.Value === endpoint)?.[1]?.Value ?? '';
    if (requests > 0) putterFor(store, { endpoint, variant, at })('Invocations', requests);
  }
};

/** Each metric that was asked for, with so many datapoints of one. */
const putCounts = (store: MetricStore, counts: readonly Series[], { MetricDataQueries = [] }: GetMetricDataInput) => {
  for (const [place, { MetricStat }] of MetricDataQueries.entries())
    for (const [at, count] of counts[place] ?? [])
      store.put({
        namespace: MetricStat?.Metric?.Namespace ?? '',
        name: MetricStat?.Metric?.MetricName ?? '',
        dimensions: Object.fromEntries(MetricStat?.Metric?.Dimensions?.map(({ Name, Value }) => [Name, Value]) ?? []),
        at,
        values: [[1, count]],
      });
};

const putMinute = ({ requests, values }: Minute, put: Put): void => {
  put('Invocations', requests);
  for (const [key, value] of Object.entries(values)) {
    const name = METRICS[key];
    if (name === undefined) throw new Error(`no metric is known for the reading ${key}`);
    put(name, key.startsWith('latency') ? value * MICROSECONDS : value);
  }
};

const parameterOf = ({ wires }: Account, name: string, held: Switch = NOT_FROZEN) => ({
  Parameter: {
    Name: name,
    Type: 'String',
    Value: switchText(held),
    Version: 1,
    LastModifiedDate: new Date(wires.clock.now()),
  },
});

const NOT_FROZEN: Switch = { kind: 'words', words: ['off'] };

/** As a person types it, or the command line writes it. */
const switchText = (held: Switch): string => {
  switch (held.kind) {
    case 'words':
      return held.words.join(',');
    case 'entries':
      return writeSwitch(held.entries);
    case 'malformed':
      return '{ a riddle';
  }
};
