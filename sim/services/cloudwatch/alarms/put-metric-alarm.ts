import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../../types.ts';
import type { AlarmProperties } from '../alarm-schema.ts';
import type { Alarms } from '../alarms.ts';

/** Creates the alarm, or overwrites its configuration: then its state stays, and tags are ignored. */
export const putMetricAlarm = (input: PutMetricAlarmInput, alarms: Alarms): void => {
  const { AlarmName: name = '', Tags: tags = [], ...rest } = input;
  refuseWhatIsNotBuilt(rest);
  if (hasControl(name)) throw new Refusal('ValidationError', 'AlarmName must not contain ASCII control characters.');
  const isNew = alarms.members.find(name) === undefined;
  alarms.put(name, propertiesOf(name, rest));
  if (isNew && tags.length > 0) alarms.tags.add(alarms.arnOf(name), tags);
};

type Rest = Omit<PutMetricAlarmInput, 'AlarmName' | 'Tags'>;

/** Of later editions of the API, which the client's types need not know. */
const NOT_BUILT = [
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'ActionConfiguration',
];

const refuseWhatIsNotBuilt = (rest: Rest): void => {
  const asked = NOT_BUILT.find((key) =>
    Object.entries(rest).some(([name, value]) => name === key && value !== undefined),
  );
  if (asked !== undefined) throw new Error(`PutMetricAlarm: the small AWS does not know ${asked}`);
  if (rest.Metrics?.some(({ AccountId }) => AccountId !== undefined)) {
    throw new Error('PutMetricAlarm: the small AWS has one account only, and no AccountId of metrics');
  }
};

const propertiesOf = (name: string, rest: Rest): AlarmProperties => {
  const { ComparisonOperator: comparison, EvaluationPeriods: periods } = rest;
  if (comparison === undefined) throw new Refusal('ValidationError', 'ComparisonOperator must not be null');
  if (periods === undefined) throw new Refusal('ValidationError', 'EvaluationPeriods must not be null');
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  // What the service's model has of the rest is checked on the way in; what is beyond it, where alarms are defined.
  return { ...Object.fromEntries(given), AlarmName: name } as AlarmProperties;
};

const hasControl = (name: string): boolean => /\p{Cc}/u.test(name);
