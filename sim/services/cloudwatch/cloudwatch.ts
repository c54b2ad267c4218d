import type { DescribeAlarmsInput, GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { COSTS } from '../../costs.ts';
import {
  type Account,
  type AlarmStates,
  type Api,
  type MetricRead,
  type Metrics,
  type Need,
  type Part,
  type Provisioner,
  Refusal,
  type Wires,
} from '../../types.ts';
import type { Alarm, Transition } from './alarm.ts';
import { defineAlarm } from './alarm-definition.ts';
import { alarmEvent } from './alarm-event.ts';
import { alarmMessage } from './alarm-message.ts';
import { ALARM_PROPERTIES, parseAlarmProperties } from './alarm-schema.ts';
import { type Alarms, type BlindAlarm, makeAlarms } from './alarms.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import type { AlarmState } from './judge.ts';
import { type MetricStore, makeMetricStore } from './metric-store.ts';
import { parseStat, statistic } from './statistics.ts';

export type CloudWatch = Part &
  Metrics &
  AlarmStates & {
    readonly alarm: (name: string) => Alarm;
    readonly alarms: () => readonly Alarm[];
    readonly setAlarmState: (name: string, state: AlarmState, reason: string) => void;
    readonly blindAlarms: () => readonly BlindAlarm[];
  };

/** CloudWatch's metrics and metric alarms. */
export const makeCloudWatch = (wires: Wires): CloudWatch => {
  const store = makeMetricStore(() => wires.clock.now());
  const alarms = makeAlarms(wires, store, (transition) => announce(wires, transition));
  return {
    api: apiOf(wires, alarms, store),
    provisioners: [alarmProvisioner(wires, alarms)],
    put: store.put,
    read: (what) => readStatistic(store, what),
    stateOf: (name) => alarms.find(name)?.standing.state,
    alarm: (name) => {
      const alarm = alarms.find(name);
      if (alarm === undefined) throw new Error(`there is no alarm "${name}"`);
      return alarm;
    },
    alarms: alarms.all,
    setAlarmState: (name, state, reason) => alarms.set(name, { state, reason }),
    blindAlarms: alarms.blind,
  };
};

const readStatistic = (store: MetricStore, { stat, from, to, ...metric }: MetricRead): number | undefined => {
  const known = parseStat(stat);
  const tally = known && store.tally(metric, { from, to });
  return tally && statistic(tally, known);
};

const arnOf = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:cloudwatch:${region}:${id}:alarm:${name}`;

const apiOf = ({ account }: Wires, alarms: Alarms, store: MetricStore): Api => ({
  name: 'cloudwatch',
  operations: {
    DescribeAlarms: {
      needs: (input: DescribeAlarmsInput) => needsToDescribe(account, input),
      run: (input: DescribeAlarmsInput) => describeAlarms(input, alarms.all()),
    },
    GetMetricData: {
      needs: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
      run: (input: GetMetricDataInput) => getMetricData(input, store),
    },
  },
});

const needsToDescribe = (account: Account, { AlarmNames }: DescribeAlarmsInput): readonly Need[] => {
  const names = AlarmNames === undefined || AlarmNames.length === 0 ? ['*'] : AlarmNames;
  return names.map((name) => ({ action: 'cloudwatch:DescribeAlarms', resource: arnOf(account, name) }));
};

const alarmProvisioner = (wires: Wires, alarms: Alarms): Provisioner => ({
  type: 'AWS::CloudWatch::Alarm',
  properties: ALARM_PROPERTIES,
  identify: (logicalId, properties) => {
    const name = typeof properties['AlarmName'] === 'string' ? properties['AlarmName'] : logicalId;
    return { ref: name, attributes: { Arn: arnOf(wires.account, name) } };
  },
  create: ({ logicalId, properties }, { ref: name }) => {
    const queryId = wires.seeded.id(`cloudwatch/query/${name}`);
    const given = parseAlarmProperties(logicalId, properties);
    alarms.add(defineAlarm({ name, arn: arnOf(wires.account, name), queryId }, given));
  },
});

/** The event goes out whatever ActionsEnabled says: it only stops actions. */
const announce = (wires: Wires, transition: Transition): void => {
  const { alarm, to } = transition;
  wires.clock.after(COSTS.alarmToEvents, `event of alarm ${alarm.name}`, () =>
    wires.events.put(alarmEvent(transition)),
  );
  if (alarm.given.ActionsEnabled === false) return;

  const { subject, message } = alarmMessage(transition, wires.account);
  for (const topicArn of actionsFor(alarm.given, to.state))
    publish(wires, { arn: alarm.arn, topicArn, subject, message });
};

const actionsFor = (given: Transition['alarm']['given'], state: AlarmState): readonly string[] =>
  ({ ALARM: given.AlarmActions, OK: given.OKActions, INSUFFICIENT_DATA: given.InsufficientDataActions })[state] ?? [];

type Action = { readonly arn: string; readonly topicArn: string; readonly subject: string; readonly message: string };

/** CloudWatch does not notice an action that fails: what the topic refuses is the topic's to tell. */
const publish = (wires: Wires, { arn, topicArn, subject, message }: Action): void => {
  const sender = { kind: 'service', service: 'cloudwatch.amazonaws.com', sourceArn: arn } as const;
  try {
    wires.topics.publish(sender, topicArn, { subject, message });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
};
