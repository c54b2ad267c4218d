import { Refusal } from '../../../types.ts';
import type { AlarmType, Member } from '../alarm.ts';
import type { AlarmState } from '../judge.ts';

/** All alarms of the account, of any type, by name. */
export type Members = {
  /** Refuses a name that an alarm of another type has; answers the alarm of this type that has it, if any. */
  readonly claim: (name: string, type: AlarmType) => Member | undefined;
  readonly add: (member: Member) => void;
  readonly find: (name: string) => Member | undefined;
  readonly all: () => readonly Member[];
  readonly stateOf: (name: string) => AlarmState | undefined;
  /** The names of composite alarms whose rule or suppressor names this alarm. */
  readonly dependentsOf: (name: string) => readonly string[];
  readonly remove: (name: string) => void;
};

export const makeMembers = (): Members => {
  const members = new Map<string, Member>();
  return {
    claim: (name, type) => {
      const holder = members.get(name);
      if (holder !== undefined && holder.type !== type) {
        throw new Refusal('ValidationError', `The alarm name ${name} is already used by an alarm of another type.`);
      }
      return holder;
    },
    add: (member) => {
      if (members.has(member.name)) throw new Error(`alarm ${member.name} is there twice`);
      members.set(member.name, member);
    },
    find: (name) => members.get(name),
    all: () => [...members.values()],
    stateOf: (name) => members.get(name)?.standing().state,
    dependentsOf: (name) =>
      [...members.values()].filter((member) => member.dependsOn().includes(name)).map((member) => member.name),
    remove: (name) => {
      const member = members.get(name);
      members.delete(name);
      member?.remove();
    },
  };
};
