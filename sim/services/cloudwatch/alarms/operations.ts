import type {
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsInput,
  EnableAlarmActionsInput,
  ListTagsForResourceInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import { type Api, type Need, Refusal } from '../../../types.ts';
import { isJson } from '../../json.ts';
import type { HandSet } from '../alarm.ts';
import type { Alarms } from '../alarms.ts';
import { describeAlarms, describeAlarmsForMetric } from '../describe-alarms.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';

/** The operations on alarms. Those on all types of alarms serve composite ones too. */
export const alarmOperations = (alarms: Alarms): Api['operations'] => {
  const on = (action: string, names: readonly string[]): readonly Need[] =>
    names.map((name) => ({ action: `cloudwatch:${action}`, resource: alarms.arnOf(name) }));
  return {
    ...reading(alarms, on),
    ...tagging(alarms),
    PutMetricAlarm: {
      needs: ({ AlarmName = '', Tags = [] }: PutMetricAlarmInput) => [
        ...on('PutMetricAlarm', [AlarmName]),
        ...(Tags.length > 0 ? on('TagResource', [AlarmName]) : []),
      ],
      run: (input: PutMetricAlarmInput) => putMetricAlarm(input, alarms),
    },
    SetAlarmState: {
      needs: ({ AlarmName = '' }: SetAlarmStateInput) => on('SetAlarmState', [AlarmName]),
      run: (input: SetAlarmStateInput) => setAlarmState(input, alarms),
    },
    EnableAlarmActions: {
      needs: ({ AlarmNames = [] }: EnableAlarmActionsInput) => on('EnableAlarmActions', AlarmNames),
      run: (input: EnableAlarmActionsInput) => enable(input, true, alarms),
    },
    DisableAlarmActions: {
      needs: ({ AlarmNames = [] }: EnableAlarmActionsInput) => on('DisableAlarmActions', AlarmNames),
      run: (input: EnableAlarmActionsInput) => enable(input, false, alarms),
    },
    DeleteAlarms: {
      needs: ({ AlarmNames = [] }: DeleteAlarmsInput) => on('DeleteAlarms', AlarmNames),
      run: (input: DeleteAlarmsInput) => deleteAlarms(input.AlarmNames ?? [], alarms),
    },
  };
};

type On = (action: string, names: readonly string[]) => readonly Need[];

const reading = (alarms: Alarms, on: On): Api['operations'] => ({
  DescribeAlarms: {
    needs: (input: DescribeAlarmsInput) => needsToDescribe(input, on),
    run: (input: DescribeAlarmsInput) => describeAlarms(input, alarms.members),
  },
  DescribeAlarmsForMetric: {
    needs: () => [{ action: 'cloudwatch:DescribeAlarmsForMetric', resource: '*' }],
    run: (input: DescribeAlarmsForMetricInput) => describeAlarmsForMetric(input, alarms.all()),
  },
  DescribeAlarmHistory: {
    needs: ({ AlarmName = '*', AlarmTypes }: DescribeAlarmHistoryInput) =>
      ofComposites(AlarmTypes)
        ? [{ action: 'cloudwatch:DescribeAlarmHistory', resource: '*' }]
        : on('DescribeAlarmHistory', [AlarmName]),
    run: (input: DescribeAlarmHistoryInput) => alarms.history.describe(input),
  },
});

/** Composite alarms and relationships are told only to who may describe everything. */
const needsToDescribe = (input: DescribeAlarmsInput, on: On): readonly Need[] => {
  const { AlarmNames = [], AlarmTypes, ChildrenOfAlarmName, ParentsOfAlarmName } = input;
  if (ofComposites(AlarmTypes) || ChildrenOfAlarmName !== undefined || ParentsOfAlarmName !== undefined) {
    return [{ action: 'cloudwatch:DescribeAlarms', resource: '*' }];
  }
  return on('DescribeAlarms', AlarmNames.length === 0 ? ['*'] : AlarmNames);
};

const ofComposites = (types: DescribeAlarmsInput['AlarmTypes'] = []): boolean => types.includes('CompositeAlarm');

const tagging = (alarms: Alarms): Api['operations'] => {
  const need =
    (action: string) =>
    ({ ResourceARN = '' }: { readonly ResourceARN?: string | undefined }): readonly Need[] => [
      { action: `cloudwatch:${action}`, resource: ResourceARN },
    ];
  return {
    TagResource: {
      needs: need('TagResource'),
      run: ({ ResourceARN, Tags = [] }: TagResourceInput) => alarms.tags.add(taggable(ResourceARN, alarms), Tags),
    },
    UntagResource: {
      needs: need('UntagResource'),
      run: ({ ResourceARN, TagKeys = [] }: UntagResourceInput) =>
        alarms.tags.drop(taggable(ResourceARN, alarms), TagKeys),
    },
    ListTagsForResource: {
      needs: need('ListTagsForResource'),
      run: ({ ResourceARN }: ListTagsForResourceInput) => ({ Tags: alarms.tags.of(taggable(ResourceARN, alarms)) }),
    },
  };
};

const taggable = (arn = '', alarms: Alarms): string => {
  const name = /^arn:[^:]+:cloudwatch:[^:]+:\d{12}:alarm:(.+)$/.exec(arn)?.[1];
  if (name === undefined && /:(dashboard\/|insight-rule\/|metric-stream\/|alarm-mute-rule:)/.test(arn)) {
    throw new Error(`${arn}: the small AWS tags alarms only`);
  }
  if (name === undefined) throw new Refusal('InvalidParameterValueException', `Invalid arn syntax: ${arn}`);
  if (alarms.members.find(name)?.arn === arn) return arn;
  const members = { ResourceType: 'cloudwatch:alarm', ResourceId: name };
  throw new Refusal('ResourceNotFoundException', 'Unknown', 404, members);
};

const setAlarmState = (input: SetAlarmStateInput, { members }: Alarms): void => {
  const { AlarmName = '', StateValue: state, StateReason: reason = '', StateReasonData: reasonData } = input;
  if (state === undefined) throw new Refusal('ValidationError', 'StateValue must not be null');
  if (reasonData !== undefined && !isJson(reasonData)) {
    throw new Refusal('InvalidFormatFault', 'StateReasonData is not syntactically valid JSON');
  }
  const member = members.find(AlarmName);
  if (member === undefined) throw new Refusal('ResourceNotFound', 'Unknown', 404);
  const to: HandSet = { state, reason, ...(reasonData !== undefined && { reasonData }) };
  member.set(to);
};

/** Names that no alarm has are passed over: the model has no error for them. */
const enable = ({ AlarmNames = [] }: EnableAlarmActionsInput, enabled: boolean, { members }: Alarms): void => {
  for (const name of AlarmNames) members.find(name)?.enable(enabled);
};
