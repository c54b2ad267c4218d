import type {
  AlarmMuteRuleSummary,
  DeleteAlarmMuteRuleInput,
  GetAlarmMuteRuleInput,
  GetAlarmMuteRuleOutput,
  ListAlarmMuteRulesInput,
  ListAlarmMuteRulesOutput,
  PutAlarmMuteRuleInput,
} from '@aws-sdk/client-cloudwatch';
import { type Instant, type Need, type Operation, Refusal } from '../../../types.ts';
import { type MuteRule, statusAt } from './mute-rule.ts';
import { type Mutes, type MutesPorts, muteRuleArn } from './mutes.ts';

/** PutAlarmMuteRule, GetAlarmMuteRule, ListAlarmMuteRules and DeleteAlarmMuteRule. */
export const mutesApi = (mutes: Mutes, ports: MutesPorts): Readonly<Record<string, Operation>> => {
  const { account, clock } = ports;
  const onRule = (action: string, name = ''): readonly Need[] => [
    { action: `cloudwatch:${action}`, resource: muteRuleArn(account, name) },
  ];
  return {
    PutAlarmMuteRule: {
      needs: (input: PutAlarmMuteRuleInput) => needsToPut(ports, input),
      run: (input: PutAlarmMuteRuleInput) => {
        mutes.put(input);
        return {};
      },
    },
    GetAlarmMuteRule: {
      needs: ({ AlarmMuteRuleName }: GetAlarmMuteRuleInput) => onRule('GetAlarmMuteRule', AlarmMuteRuleName),
      run: ({ AlarmMuteRuleName = '' }: GetAlarmMuteRuleInput): GetAlarmMuteRuleOutput => {
        const rule = mutes.find(AlarmMuteRuleName);
        if (rule === undefined) throw unknown('AlarmMuteRule', AlarmMuteRuleName);
        return described(rule, clock.now());
      },
    },
    ListAlarmMuteRules: {
      needs: () => [{ action: 'cloudwatch:ListAlarmMuteRules', resource: '*' }],
      run: (input: ListAlarmMuteRulesInput) => listed(input, mutes, ports),
    },
    DeleteAlarmMuteRule: {
      needs: ({ AlarmMuteRuleName }: DeleteAlarmMuteRuleInput) => onRule('DeleteAlarmMuteRule', AlarmMuteRuleName),
      run: ({ AlarmMuteRuleName = '' }: DeleteAlarmMuteRuleInput) => {
        mutes.remove(AlarmMuteRuleName);
        return {};
      },
    },
  };
};

/** The right is needed on the rule and on each alarm that it targets. */
const needsToPut = ({ account }: MutesPorts, input: PutAlarmMuteRuleInput): readonly Need[] => {
  const { partition, region, id } = account;
  const alarms = (input.MuteTargets?.AlarmNames ?? []).map(
    (name) => `arn:${partition}:cloudwatch:${region}:${id}:alarm:${name}`,
  );
  const rule = muteRuleArn(account, input.Name ?? '');
  const put = [rule, ...alarms].map((resource) => ({ action: 'cloudwatch:PutAlarmMuteRule', resource }));
  return input.Tags?.length ? [...put, { action: 'cloudwatch:TagResource', resource: rule }] : put;
};

const unknown = (ResourceType: string, ResourceId: string): Refusal =>
  new Refusal('ResourceNotFoundException', `${ResourceType} ${ResourceId} does not exist`, 404, {
    ResourceType,
    ResourceId,
  });

const DEFAULT_RECORDS = 50;

const listed = (
  { AlarmName, Statuses = [], MaxRecords = DEFAULT_RECORDS, NextToken }: ListAlarmMuteRulesInput,
  mutes: Mutes,
  { clock, isAlarm }: MutesPorts,
): ListAlarmMuteRulesOutput => {
  if (AlarmName !== undefined && !isAlarm(AlarmName)) throw unknown('Alarm', AlarmName);
  const asked = mutes
    .all()
    .filter(({ targets }) => AlarmName === undefined || targets.has(AlarmName))
    .filter((rule) => Statuses.length === 0 || Statuses.includes(statusAt(rule, clock.now())));
  const from = offsetOf(NextToken);
  const to = from + MaxRecords;
  return {
    AlarmMuteRuleSummaries: asked.slice(from, to).map((rule) => summaryOf(rule, clock.now())),
    ...(to < asked.length && { NextToken: Buffer.from(`mutes:${to}`).toString('base64') }),
  };
};

const offsetOf = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const offset = /^mutes:(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (offset === undefined) throw new Refusal('InvalidNextToken', 'The next token specified is invalid.');
  return Number(offset);
};

const summaryOf = (rule: MuteRule, now: Instant): AlarmMuteRuleSummary => ({
  AlarmMuteRuleArn: rule.arn,
  ...(rule.given.ExpireDate !== undefined && { ExpireDate: rule.given.ExpireDate }),
  Status: statusAt(rule, now),
  MuteType: rule.schedule.muteType,
  LastUpdatedTimestamp: new Date(rule.updatedAt),
});

const described = (rule: MuteRule, now: Instant): GetAlarmMuteRuleOutput => {
  // Tags are not part of the reply.
  const { Tags: _tags, ...given } = rule.given;
  return { ...given, ...summaryOf(rule, now) };
};
