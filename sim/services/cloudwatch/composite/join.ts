import type { Api, Provisioner, Wires } from '../../../types.ts';
import type { Alarms } from '../alarms.ts';
import { holdMutedActions } from '../mutes/hold-actions.ts';
import { type Mutes, type MutesPorts, makeMutes } from '../mutes/mutes.ts';
import { mutesApi } from '../mutes/mutes-api.ts';
import { compositeApi, compositeProvisioner } from './composite-api.ts';
import { type Composites, makeComposites } from './composites.ts';

export type Joined = {
  readonly operations: Api['operations'];
  readonly provisioners: readonly Provisioner[];
  readonly composites: Composites;
  readonly mutes: Mutes;
};

/** Brings composite alarms and mute rules among the account's alarms. */
export const joinCompositesAndMutes = (
  wires: Pick<Wires, 'account' | 'clock' | 'events' | 'journal'>,
  { members, announcer, history, tags }: Pick<Alarms, 'members' | 'announcer' | 'history' | 'tags'>,
): Joined => {
  const { account, clock } = wires;
  const ports: MutesPorts = { account, clock, tags, isAlarm: (name) => members.find(name) !== undefined };
  const mutes = makeMutes(ports);
  const isMuted = (name: string): boolean => mutes.muteOf(name) !== undefined;
  const composites = makeComposites({ wires, members, announcer, history, tags, isMuted });
  holdMutedActions(mutes, { announcer, members, compositeUnmuted: composites.unmuted });
  return {
    operations: { ...compositeApi(composites, account), ...mutesApi(mutes, ports) },
    provisioners: [compositeProvisioner(composites, account)],
    composites,
    mutes,
  };
};
