import type { Wires } from '../../../types.ts';
import type { Announcer } from '../alarms/announce.ts';
import type { History } from '../alarms/history.ts';
import type { Members } from '../alarms/members.ts';
import type { Tags } from '../alarms/tags.ts';
import type { Composite } from './composite.ts';

/** What composite alarms need of the rest of CloudWatch. */
export type CompositePorts = {
  readonly wires: Pick<Wires, 'account' | 'clock' | 'events' | 'journal'>;
  readonly members: Members;
  readonly announcer: Pick<Announcer, 'announce' | 'act' | 'onTransition'>;
  readonly history: Pick<History, 'add'>;
  readonly tags: Pick<Tags, 'add' | 'forget'>;
  /** Whether a mute rule keeps the alarm from its actions now. */
  readonly isMuted: (name: string) => boolean;
};

/** All composite alarms by name, and what they reach beyond themselves. */
export type Book = CompositePorts & { readonly composites: Map<string, Composite> };
