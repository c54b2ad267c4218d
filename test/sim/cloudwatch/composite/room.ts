import type { PutAlarmMuteRuleInput, PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { makeClock } from '../../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../../sim/kernel/journal.ts';
import type { Actions, Member, Standing } from '../../../../sim/services/cloudwatch/alarm.ts';
import { makeAnnouncer } from '../../../../sim/services/cloudwatch/alarms/announce.ts';
import { makeHistory } from '../../../../sim/services/cloudwatch/alarms/history.ts';
import { makeMembers } from '../../../../sim/services/cloudwatch/alarms/members.ts';
import { makeTags } from '../../../../sim/services/cloudwatch/alarms/tags.ts';
import { joinCompositesAndMutes } from '../../../../sim/services/cloudwatch/composite/join.ts';
import type { AlarmState, Events, Publication, Wires } from '../../../../sim/types.ts';

export const START = Date.UTC(2026, 0, 1, 10, 0, 0);
export const MINUTE = 60_000;
export const ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:';
export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';

export type PutEvent = Parameters<Events['put']>[0];
type Published = { readonly at: number; readonly topicArn: string; readonly publication: Publication };

/** Composite alarms and mute rules, among metric alarms that are set by hand. Times count from `START`. */
export const room = () => {
  const clock = makeClock(START);
  const account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };
  const published: Published[] = [];
  const events: (PutEvent & { at: number })[] = [];
  const wires = {
    account,
    clock,
    journal: makeJournal(clock),
    events: { put: (event: PutEvent) => void events.push({ ...event, at: clock.now() - START }) },
    topics: {
      publish: (_who: unknown, topicArn: string, publication: Publication) => {
        published.push({ at: clock.now() - START, topicArn, publication });
        return 'id';
      },
    },
  } as unknown as Wires;

  const history = makeHistory(() => clock.now());
  const members = makeMembers();
  const announcer = makeAnnouncer(wires, history);
  const tags = makeTags();
  const { composites, mutes, operations } = joinCompositesAndMutes(wires, { members, announcer, history, tags });

  const runTo = (time: number) => {
    const until = START + time;
    for (let next = clock.peek(); next !== undefined && next <= until; next = clock.peek()) clock.step();
    clock.advance(until);
  };
  const found = (name: string): Member => {
    const member = members.find(name);
    if (member === undefined) throw new Error(`no alarm ${name}`);
    return member;
  };
  return {
    clock,
    wires,
    members,
    history,
    mutes,
    operations,
    composites,
    published,
    events,
    runTo,
    metric: (name: string, actions: readonly string[] = []) =>
      members.add(metricAlarm({ name, actions }, announcer, clock)),
    set: (name: string, state: AlarmState) => found(name).set({ state, reason: 'by hand' }),
    put: (given: Partial<PutCompositeAlarmInput>) =>
      composites.put({ AlarmName: 'main', AlarmRule: 'ALARM(a)', ...given }),
    mute: (over: Partial<PutAlarmMuteRuleInput>, schedule: Readonly<Record<string, string>> = {}) =>
      mutes.put({
        Name: 'maintenance',
        Rule: { Schedule: { Expression: 'at(2026-01-01T10:10)', Duration: 'PT10M', ...schedule } },
        MuteTargets: { AlarmNames: ['a'] },
        ...over,
      }),
    describe: (name = 'main') => found(name).describe(),
    stateOf: (name = 'main') => found(name).standing().state,
    changes: () => events.filter((event) => event['detail-type'] === 'CloudWatch Alarm State Change'),
  };
};
export type Room = ReturnType<typeof room>;

type Named = { readonly name: string; readonly actions: readonly string[] };

const metricAlarm = (
  { name, actions }: Named,
  announcer: ReturnType<typeof makeAnnouncer>,
  clock: ReturnType<typeof makeClock>,
): Member => {
  let standing: Standing = { state: 'OK', reason: 'fine', since: clock.now() };
  let enabled = true;
  const arn = `${ARN}${name}`;
  const configured = (): Actions => ({ enabled, of: { ALARM: actions, OK: actions, INSUFFICIENT_DATA: actions } });
  return {
    type: 'MetricAlarm',
    name,
    arn,
    standing: () => standing,
    actions: configured,
    children: () => [],
    dependsOn: () => [],
    describe: () => ({ AlarmName: name }),
    set: (to) => {
      if (to.state === standing.state) return;
      const from = standing;
      standing = { ...to, since: clock.now() };
      const alarm = {
        type: 'MetricAlarm',
        name,
        arn,
        description: undefined,
        configuredAt: START,
        actions: configured(),
        configuration: {},
        inMessage: {},
      } as const;
      announcer.announce({ alarm, from, to: standing });
    },
    enable: (to) => {
      enabled = to;
    },
    remove: () => undefined,
  };
};
