import {
  type AlarmMuteRuleSummary,
  type CloudWatchClient,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  type Rule,
} from '@aws-sdk/client-cloudwatch';
import type { Mute, Mutes } from '../domain/mutes.ts';
import type { Alarms, Log } from '../ports.ts';
import { messageOf, within } from './clients.ts';

/** Whether a person wants an alarm unheard is worth asking; a canary that breaks its guard does not wait long for it. */
const READ_WITHIN_MS = 1_000;

/** CloudWatch's own bound on one page. */
const PAGE = 100;

type Known = { readonly alarms: readonly string[]; readonly mute: Mute };

/**
 * The mute rules that are in force. A list names only the rules: which alarms one mutes is asked once for each version of
 * it. When CloudWatch does not answer, what this container read last counts; with nothing read, nothing is muted.
 */
export const cloudwatchMutes = (
  client: CloudWatchClient,
  log: Log,
  withinMs = READ_WITHIN_MS,
): NonNullable<Alarms['mutes']> => {
  const rules = new Map<string, Known>();
  let last: Mutes = {};

  const known = async (summary: AlarmMuteRuleSummary): Promise<readonly Known[]> => {
    const key = `${summary.AlarmMuteRuleArn} ${summary.LastUpdatedTimestamp?.getTime()}`;
    const before = rules.get(key);
    if (before) return [before];
    const read = await ruleOf(client, summary, withinMs);
    rules.set(key, read);
    return [read];
  };

  return async () => {
    try {
      const active = await activeOf(client, withinMs);
      const all = (await Promise.all(active.map(known))).flat();
      last = Object.fromEntries(all.flatMap(({ alarms, mute }) => alarms.map((alarm) => [alarm, mute])));
    } catch (error) {
      log('mute rules unreadable', { error: messageOf(error) });
    }
    return last;
  };
};

const activeOf = async (
  client: CloudWatchClient,
  withinMs: number,
  token?: string,
): Promise<readonly AlarmMuteRuleSummary[]> => {
  const { AlarmMuteRuleSummaries: found = [], NextToken: next } = await client.send(
    new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'], MaxRecords: PAGE, ...(token && { NextToken: token }) }),
    within(withinMs),
  );
  return next === undefined ? found : [...found, ...(await activeOf(client, withinMs, next))];
};

const ruleOf = async (
  client: CloudWatchClient,
  { AlarmMuteRuleArn: arn = '' }: AlarmMuteRuleSummary,
  withinMs: number,
): Promise<Known> => {
  const rule = arn.split(':alarm-mute-rule:').at(-1) ?? arn;
  const reply = await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: rule }), within(withinMs));
  const until = endOf(reply.Rule?.Schedule);
  return { alarms: reply.MuteTargets?.AlarmNames ?? [], mute: { rule, ...(until !== undefined && { until }) } };
};

/** Of one that mutes once, by the clock of UTC; a recurring one has no end that its schedule names. */
const endOf = (schedule: Rule['Schedule']): number | undefined => {
  const { Expression = '', Duration = '', Timezone = 'UTC' } = schedule ?? {};
  const [, start] = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/.exec(Expression) ?? [];
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(Duration);
  if (start === undefined || parts === null || Timezone !== 'UTC') return undefined;
  const [days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return Date.parse(`${start}Z`) + ((days * 24 + hours) * 60 + minutes) * 60_000;
};
