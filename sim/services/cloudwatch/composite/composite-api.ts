import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Account, Operation, Provisioner } from '../../../types.ts';
import { alarmArn } from './composite-definition.ts';
import { COMPOSITE_PROPERTIES, parseCompositeProperties } from './composite-schema.ts';
import type { Composites } from './composites.ts';

/** PutCompositeAlarm. The right to it cannot be given for single alarms. */
export const compositeApi = (composites: Composites, account: Account): Readonly<Record<string, Operation>> => ({
  PutCompositeAlarm: {
    needs: ({ AlarmName = '', Tags = [] }: PutCompositeAlarmInput) => [
      { action: 'cloudwatch:PutCompositeAlarm', resource: '*' },
      ...(Tags.length > 0 ? [{ action: 'cloudwatch:TagResource', resource: alarmArn(account, AlarmName) }] : []),
    ],
    run: (input: PutCompositeAlarmInput) => {
      composites.put(input);
      return {};
    },
  },
});

/** `AWS::CloudWatch::CompositeAlarm`. */
export const compositeProvisioner = (composites: Composites, account: Account): Provisioner => ({
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: COMPOSITE_PROPERTIES,
  replacing: ['AlarmName'],
  identify: (otherwise, { AlarmName }) => {
    const name = typeof AlarmName === 'string' ? AlarmName : otherwise;
    return { ref: name, attributes: { Arn: alarmArn(account, name) } };
  },
  create: ({ logicalId, properties, early }, { ref }) => {
    const given = parseCompositeProperties(logicalId, properties);
    if (composites.find(ref) !== undefined) throw new Error(`there is an alarm ${ref} already`);
    composites.put({ ...given, AlarmName: ref }, { told: early !== true });
  },
  update: ({ logicalId, properties }, { ref }) => {
    if (composites.find(ref) === undefined) throw new Error(`there is no alarm ${ref}`);
    composites.put({ ...parseCompositeProperties(logicalId, properties), AlarmName: ref });
  },
  remove: (_, { ref }) => {
    if (composites.find(ref) !== undefined) composites.remove(ref);
  },
});
