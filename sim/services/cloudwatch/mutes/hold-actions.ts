import type { Transition } from '../alarm.ts';
import type { Announcer } from '../alarms/announce.ts';
import type { Members } from '../alarms/members.ts';
import type { Mutes } from './mutes.ts';

export type Muted = {
  readonly announcer: Pick<Announcer, 'act' | 'gate' | 'onTransition'>;
  readonly members: Members;
  /** A composite alarm knows itself what it owes, for it may be suppressed as well. */
  readonly compositeUnmuted: (name: string) => void;
};

/** Lets the mute rules hold back the actions of all alarms, and carry them out when the mute ends. */
export const holdMutedActions = (mutes: Mutes, muted: Muted): void => {
  muted.announcer.gate(({ alarm }) => {
    const mute = mutes.muteOf(alarm.name);
    return mute && { mute };
  });
  muted.announcer.onTransition((transition, { mute }) => {
    if (mute !== undefined) mutes.hold(transition.alarm.name, () => release(muted, transition));
  });
};

/** The actions as they are configured now, if the alarm still is in the state in which it was muted. */
const release = ({ announcer, members, compositeUnmuted }: Muted, transition: Transition): void => {
  const { alarm, to } = transition;
  const member = members.find(alarm.name);
  if (member?.standing().state !== to.state) return;
  if (member.type === 'CompositeAlarm') compositeUnmuted(alarm.name);
  else announcer.act({ ...transition, alarm: { ...alarm, actions: member.actions() } });
};
