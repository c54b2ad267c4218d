import { type AlarmHistoryItem, DescribeAlarmHistoryCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import * as v from 'valibot';
import type { Alarm, Instant } from '../../../lambdas/domain/model.ts';
import { describeAlarm } from '../../../lambdas/domain/words/commands.ts';
import { BOUNDS, broken, type Hop, until, worked } from './hops.ts';
import { type Scene, say } from './scene.ts';

const DEPLOY = 'npx cdk deploy';

/** Sets the alarm and finds out when CloudWatch did: the zero of every time in the report, by the clocks of AWS. */
export const setAlarm = async (scene: Scene): Promise<{ readonly hop: Hop; readonly at?: Instant }> => {
  const { name } = scene.target;
  try {
    await set(scene);
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('ResourceNotFound'))) throw error;
    const cause = { what: 'It was deleted after the last deploy, or never made.', mend: DEPLOY };
    return { hop: broken('alarm', 'it does not exist', [cause]) };
  }
  const at = await until(scene.session.io, BOUNDS.alarm, () => setAt(scene));
  if (at !== undefined)
    return { hop: worked('alarm', 'CloudWatch has it in ALARM, with the reason of the drill', 0), at };
  const cause = { what: 'CloudWatch took the call and shows nothing of it.', mend: describeAlarm(name) };
  return { hop: broken('alarm', 'it did not go to ALARM', [cause]) };
};

const set = async ({ session, target, order }: Scene): Promise<void> => {
  await session.account.cloudwatch().send(
    new SetAlarmStateCommand({
      AlarmName: target.name,
      StateValue: 'ALARM',
      StateReason: `DRILL: nothing is wrong, nothing is to be done. ${order.by} tests whether this page comes (${order.id}).`,
      StateReasonData: JSON.stringify({ drill: order.id }),
    }),
  );
};

const historyOf = async (
  { session, target }: Scene,
  kind: 'StateUpdate' | 'Action',
): Promise<readonly AlarmHistoryItem[]> => {
  const { AlarmHistoryItems: items = [] } = await session.account
    .cloudwatch()
    .send(new DescribeAlarmHistoryCommand({ AlarmName: target.name, HistoryItemType: kind, MaxRecords: 20 }));
  return items;
};

/** Its state may be corrected within seconds; its history stays. */
const setAt = async (scene: Scene): Promise<Instant | undefined> => {
  const items = await historyOf(scene, 'StateUpdate');
  const own = items.find(({ HistoryData: data = '' }) => data.includes(scene.order.id));
  return own?.Timestamp?.getTime();
};

const ActionData = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ actionState: v.string(), notificationResource: v.string(), error: v.nullish(v.string()) }),
);

/** The raw page, on which none of our code is. */
export const pageHop = async (scene: Scene, setAt: Instant): Promise<Hop> => {
  const [alarm] = await scene.ports.alarms.named([scene.target.name]);
  if (alarm?.actionsEnabled === false) {
    const mend = `aws cloudwatch enable-alarm-actions --alarm-names '${scene.target.name}'`;
    return broken('page', 'the alarm pages nobody', [{ what: 'Its actions are disabled.', mend }]);
  }
  const done = await until(scene.session.io, BOUNDS.page, () => pagedAt(scene, setAt));
  if (done?.state === 'Succeeded') return worked('page', 'the alarm itself told the pager topic', done.at - setAt);
  const cause =
    done === undefined
      ? { what: 'The alarm has no action, or CloudWatch has not carried it out.', mend: DEPLOY }
      : { what: `CloudWatch says: ${done.error ?? done.state}`, mend: DEPLOY };
  return broken('page', 'the alarm did not tell the pager topic', [cause]);
};

const pagedAt = async (scene: Scene, setAt: Instant) => {
  for (const { Timestamp, HistoryData } of await historyOf(scene, 'Action')) {
    const parsed = v.safeParse(ActionData, HistoryData);
    const at = Timestamp?.getTime() ?? 0;
    if (parsed.success && at >= setAt && parsed.output.notificationResource === scene.deployed.parts.pagerTopic)
      return { at, state: parsed.output.actionState, error: parsed.output.error };
  }
  return undefined;
};

export const isMarked = ({ order }: Scene, alarm: Alarm | undefined): boolean =>
  alarm?.state === 'ALARM' && alarm.drill === order.id;

/** So often the alarm is set in one drill. */
const MOST_SETS = 4;
/** The event of a set that was corrected at once may still be on its way. */
const PATIENCE_MS = 5_000;

/** Sets the alarm again where CloudWatch corrected it before anybody looked. */
export const keepingSet = (scene: Scene): (() => Promise<void>) => {
  let sets = 1;
  let correctedAt: Instant | undefined;
  return async () => {
    const [alarm] = await scene.ports.alarms.named([scene.target.name]);
    const now = scene.session.io.clock();
    if (alarm?.state === 'ALARM') correctedAt = undefined;
    else correctedAt ??= now;
    if (correctedAt === undefined || now - correctedAt < PATIENCE_MS || sets >= MOST_SETS) return;
    sets += 1;
    correctedAt = undefined;
    say(scene, 'CloudWatch corrected the alarm before the function looked; it is set again');
    await set(scene);
  };
};

/** Never touches an alarm that is in ALARM by itself: setting it to OK would hide it until its next evaluation. */
export const putAlarmBack = async (scene: Scene): Promise<void> => {
  const { session, target, order } = scene;
  const [alarm] = await scene.ports.alarms.named([target.name]);
  if (!isMarked(scene, alarm)) return;
  const back = { AlarmName: target.name, StateValue: 'OK', StateReason: `The drill ${order.id} is over.` } as const;
  await session.account.cloudwatch().send(new SetAlarmStateCommand(back));
  say(scene, 'the alarm is put back');
};
