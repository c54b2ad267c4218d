import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { cloudwatchAlarms, toAlarm } from '../../../lambdas/aws/alarms.ts';
import { existingAlarms } from '../../../lambdas/domain/guards/on.ts';
import type { Alarm } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { guardsIn } from '../../../lambdas/loop/alarms-read.ts';
import { inTurns } from '../../account/in-turns.ts';
import type { Unread } from '../../account/unread.ts';
import { type AlarmDefinition, definitionOf } from '../promised/alarm-definition.ts';
import type { Reader } from './reader.ts';

export type LiveAlarm = { readonly alarm: Alarm; readonly definition: AlarmDefinition | undefined };

/** A mute rule that is in force now. */
export type Mute = { readonly rule: string; readonly alarms: readonly string[] };

export const readAlarms = (
  client: CloudWatchClient,
  { read }: Reader,
  { prefix, policies }: { readonly prefix: string; readonly policies: readonly Policy[] },
): Promise<ReadonlyMap<string, LiveAlarm> | Unread> =>
  read(
    {
      area: 'alarms',
      name: 'The alarms',
      where: `alarms named ${[`${prefix}*`, ...existingAlarms(policies)].join(', ')}`,
      unchecked: 'that they exist, page, and are as they were deployed',
    },
    async () => {
      const [ours, theirs] = await Promise.all([pagesOf(client, prefix), existingOf(client, policies)]);
      return new Map([
        ...ours.map((alarm) => [alarm.AlarmName ?? '', toLive(alarm)] as const),
        ...theirs.map((alarm) => [alarm.name, { alarm, definition: undefined }] as const),
      ]);
    },
  );

/** What of them is asked is their owner's affair. */
const existingOf = (client: CloudWatchClient, policies: readonly Policy[]): Promise<readonly Alarm[]> =>
  guardsIn({ ...cloudwatchAlarms(client), startingWith: async () => [] }, '', policies);

const pagesOf = async (client: CloudWatchClient, prefix: string): Promise<readonly MetricAlarm[]> => {
  const found: MetricAlarm[] = [];
  let token: string | undefined;
  do {
    const reply = await client.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, MaxRecords: 100, NextToken: token }),
    );
    found.push(...(reply.MetricAlarms ?? []));
    token = reply.NextToken;
  } while (token !== undefined);
  return found;
};

const toLive = (alarm: MetricAlarm): LiveAlarm => ({ alarm: toAlarm(alarm), definition: definitionOf(alarm) });

/** More rules than this at once belong to others, and are not looked into. */
const MOST = 50;

export const readMutes = (client: CloudWatchClient, { read }: Reader): Promise<readonly Mute[] | Unread> =>
  read(
    {
      area: 'alarms',
      name: "CloudWatch's mute rules",
      where: 'mute rules of alarms',
      unchecked: 'whether one keeps pages back',
    },
    async () => {
      const { AlarmMuteRuleSummaries: summaries = [] } = await client.send(
        new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'], MaxRecords: MOST }),
      );
      return inTurns(summaries, async ({ AlarmMuteRuleArn: arn = '' }) => {
        const rule = arn.split(':alarm-mute-rule:').at(-1) ?? arn;
        const { MuteTargets: targets } = await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: rule }));
        return { rule, alarms: targets?.AlarmNames ?? [] };
      });
    },
  );
