import { COSTS } from '../../../costs.ts';
import { Refusal, type Wires } from '../../../types.ts';
import type { Circumstances, Portrait, Transition } from '../alarm.ts';
import { alarmEvent, alarmPayload } from '../alarm-event.ts';
import { alarmMessage } from '../alarm-message.ts';
import { actionOf } from './actions.ts';
import { type ActionOutcome, actionData, actionSummary, stateUpdate } from './documents.ts';
import type { History } from './history.ts';

export type Listener = (transition: Transition, circumstances: Circumstances) => void;
/** What keeps this transition's actions back, if anything: an active mute rule, for one. */
export type Gate = (transition: Transition) => Circumstances | undefined;

export type Announcer = {
  /**
   * Tells EventBridge, the history, the listeners and, unless the circumstances keep them back, the actions. The event
   * goes out whatever ActionsEnabled says: it only stops actions.
   */
  readonly announce: (transition: Transition, circumstances?: Circumstances) => void;
  /** Carries out the actions of a transition that was announced before: its mute ended. No event goes out. */
  readonly act: (transition: Transition) => void;
  /** Called after each announcement, in the order of registration. */
  readonly onTransition: (listener: Listener) => void;
  /** Asked for every transition that is announced; what the announcer itself says comes first. */
  readonly gate: (gate: Gate) => void;
};

export const makeAnnouncer = (wires: Wires, history: History): Announcer => {
  const listeners: Listener[] = [];
  const gates: Gate[] = [];
  const desk: Desk = { wires, history };
  return {
    announce: (transition, told = {}) => {
      const circumstances = Object.assign({}, ...gates.map((gate) => gate(transition)), told) as Circumstances;
      const { alarm } = transition;
      const to = { ...transition.to, ...suppressionIn(circumstances) };
      noteState(desk, { ...transition, to });
      wires.clock.after(COSTS.alarmToEvents, `event of alarm ${alarm.name}`, () =>
        wires.events.put(alarmEvent({ ...transition, to }, circumstances)),
      );
      actAs(desk, transition, circumstances);
      for (const listener of listeners) listener(transition, circumstances);
    },
    act: (transition) => actAs(desk, transition, {}),
    onTransition: (listener) => void listeners.push(listener),
    gate: (gate) => void gates.push(gate),
  };
};

type Desk = { readonly wires: Wires; readonly history: History };

const suppressionIn = ({ suppressedBy, suppressedReason }: Circumstances) => ({
  ...(suppressedBy !== undefined && { suppressedBy }),
  ...(suppressedReason !== undefined && { suppressedReason }),
});

const noteState = ({ wires, history }: Desk, { alarm, from, to }: Transition): void => {
  const same = from.state === to.state;
  history.add({
    type: alarm.type,
    name: alarm.name,
    at: wires.clock.now(),
    kind: 'StateUpdate',
    summary: same ? 'Alarm actions suppression updated' : `Alarm updated from ${from.state} to ${to.state}`,
    data: stateUpdate(from, to),
  });
};

const actAs = (desk: Desk, transition: Transition, circumstances: Circumstances): void => {
  const { alarm, to } = transition;
  if (!alarm.actions.enabled) return;
  for (const arn of alarm.actions.of[to.state]) {
    const kept = keptBack(circumstances);
    if (kept !== undefined) noteAction(desk, transition, { arn, outcome: kept });
    else if (actionOf(arn).kind === 'topic')
      noteAction(desk, transition, { arn, outcome: publish(desk, transition, arn) });
    else invokeLater(desk, transition, arn);
  }
};

const keptBack = ({ mute, suppressedBy }: Circumstances): ActionOutcome | undefined => {
  if (mute !== undefined) return { state: 'Muted', muteWindowEnd: Date.parse(mute.muteWindowEnd) };
  return suppressedBy === undefined ? undefined : { state: 'Suppressed' };
};

const noteAction = (
  { wires, history }: Desk,
  { alarm, to }: Transition,
  { arn, outcome }: { readonly arn: string; readonly outcome: ActionOutcome },
): void =>
  history.add({
    type: alarm.type,
    name: alarm.name,
    at: wires.clock.now(),
    kind: 'Action',
    summary: actionSummary(arn, outcome),
    data: actionData(arn, to.since, outcome),
  });

/** The alarm does not care whether an action fails: only its history knows. */
const publish = ({ wires }: Desk, transition: Transition, topicArn: string): ActionOutcome => {
  const { subject, message } = alarmMessage(transition, wires.account);
  const sender = { kind: 'service', service: 'cloudwatch.amazonaws.com', sourceArn: transition.alarm.arn } as const;
  try {
    const id = wires.topics.publish(sender, topicArn, { subject, message });
    return id === '' ? { state: 'Failed', error: mayNotPublish(topicArn) } : { state: 'Succeeded', message };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { state: 'Failed', error: error.message };
  }
};

const mayNotPublish = (arn: string): string =>
  `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource: ${arn} because no resource-based policy allows the SNS:Publish action`;

const MAY_NOT_INVOKE =
  'CloudWatch Alarms is not authorized to perform: lambda:InvokeFunction on the resource because no resource-based policy allows the lambda:InvokeFunction action';

const invokeLater = (desk: Desk, transition: Transition, functionArn: string): void => {
  const { wires } = desk;
  const { alarm } = transition;
  wires.clock.after(COSTS.alarmToEvents, `function of alarm ${alarm.name}`, () => {
    const decision = wires.functions.invoke(senderOf(alarm), functionArn, alarmPayload(transition, wires.account));
    const outcome: ActionOutcome = decision.allowed
      ? { state: 'Succeeded' }
      : { state: 'Failed', error: MAY_NOT_INVOKE };
    noteAction(desk, transition, { arn: functionArn, outcome });
  });
};

const senderOf = ({ arn }: Portrait) =>
  ({ kind: 'service', service: 'lambda.alarms.cloudwatch.amazonaws.com', sourceArn: arn }) as const;
