import type { PutAlarmMuteRuleInput, PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmStates, Metrics, Part, Provisioner, Resource, Wires } from '../../types.ts';
import type { Alarm } from './alarm.ts';
import { ALARM_PROPERTIES, type AlarmProperties, parseAlarmProperties } from './alarm-schema.ts';
import { alarmOperations } from './alarms/operations.ts';
import { type Alarms, type BlindAlarm, makeAlarms } from './alarms.ts';
import { anomaliesApi } from './anomalies/anomalies-api.ts';
import { makeDetectors } from './anomalies/detectors.ts';
import { detectorProvisioner } from './anomalies/provision-detector.ts';
import { joinCompositesAndMutes } from './composite/join.ts';
import type { AlarmState } from './judge.ts';
import { makeMetricStore } from './metric-store.ts';
import { metricOperations } from './metrics-api.ts';

export type CloudWatch = Part &
  Metrics &
  AlarmStates & {
    /** A metric alarm. Throws when there is none of that name. */
    readonly alarm: (name: string) => Alarm;
    /** Those with a threshold of their own, which can be drawn as a line; who wants one on a band asks for it by name. */
    readonly alarms: () => readonly ThresholdAlarm[];
    /** A person puts the alarm anew, with these parts changed. */
    readonly change: (name: string, parts: Partial<AlarmProperties>) => void;
    /** A person makes an alarm, or changes the one of that name. */
    readonly make: (alarm: PutMetricAlarmInput) => void;
    readonly makeComposite: (alarm: PutCompositeAlarmInput) => void;
    /** A person mutes alarms. */
    readonly mute: (rule: PutAlarmMuteRuleInput) => void;
    readonly setAlarmState: (name: string, state: AlarmState, reason: string) => void;
    readonly blindAlarms: () => readonly BlindAlarm[];
  };

/** An alarm that is not on a band. */
export type ThresholdAlarm = Alarm & {
  readonly definition: { readonly given: { readonly Threshold: number } };
};

/** CloudWatch's metrics and alarms. */
export const makeCloudWatch = (wires: Wires): CloudWatch => {
  const store = makeMetricStore(() => wires.clock.now());
  const detectors = makeDetectors(wires, store);
  const alarms = makeAlarms(wires, store, detectors);
  const joined = joinCompositesAndMutes(wires, alarms);
  const alarm = (name: string): Alarm => {
    const found = alarms.find(name);
    if (found === undefined) throw new Error(`there is no alarm "${name}"`);
    return found;
  };
  return {
    api: {
      name: 'cloudwatch',
      operations: {
        ...alarmOperations(alarms),
        ...joined.operations,
        ...metricOperations(wires, store, detectors.expects),
        ...anomaliesApi(detectors, wires.account),
      },
    },
    provisioners: [alarmProvisioner(alarms), ...joined.provisioners, detectorProvisioner(detectors, wires)],
    put: store.put,
    read: store.read,
    stateOf: alarms.members.stateOf,
    alarm,
    alarms: () => alarms.all().filter(hasThreshold),
    change: (name, parts) => alarms.put(name, { ...alarm(name).definition.given, ...parts }),
    make: ({ AlarmName: name = '', ...rest }) =>
      alarms.put(name, { ...parseAlarmProperties(name, rest), AlarmName: name }),
    makeComposite: (given) => joined.composites.put(given),
    mute: joined.mutes.put,
    setAlarmState: (name, state, reason) => {
      const member = alarms.members.find(name);
      if (member === undefined) throw new Error(`there is no alarm "${name}"; there are: ${namesOf(alarms)}`);
      member.set({ state, reason });
    },
    blindAlarms: alarms.blind,
  };
};

const hasThreshold = (alarm: Alarm): alarm is ThresholdAlarm => alarm.definition.given.Threshold !== undefined;

const namesOf = ({ members }: Alarms): string =>
  members
    .all()
    .map(({ name }) => name)
    .join(', ');

const alarmProvisioner = (alarms: Alarms): Provisioner => ({
  type: 'AWS::CloudWatch::Alarm',
  properties: ALARM_PROPERTIES,
  replacing: ['AlarmName'],
  identify: (otherwise, properties) => {
    const name = typeof properties['AlarmName'] === 'string' ? properties['AlarmName'] : otherwise;
    return { ref: name, attributes: { Arn: alarms.arnOf(name) } };
  },
  create: (resource, { ref: name }) =>
    define(name, resource, (given) => alarms.deploy(name, given, { told: resource.early !== true })),
  update: (resource, { ref: name }) => {
    if (alarms.find(name) === undefined) throw new Error(`there is no alarm ${name}`);
    define(name, resource, ({ Tags: tags = [], ...given }) => {
      alarms.put(name, { ...given, AlarmName: name });
      alarms.tags.forget(alarms.arnOf(name));
      alarms.tags.add(alarms.arnOf(name), tags);
    });
  },
  remove: (_, { ref: name }) => {
    if (alarms.find(name) !== undefined) alarms.delete(name);
  },
});

const define = (name: string, { logicalId, properties }: Resource, put: (given: AlarmProperties) => void): void => {
  const given = parseAlarmProperties(logicalId, properties);
  try {
    put(given);
  } catch (cause) {
    throw new Error(`alarm ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};
