import type { Mode } from '../policy.ts';
import type { HoldReason } from '../reasons.ts';
import * as commands from './commands.ts';
import { clockTime } from './figures.ts';
import type { HoldWords, Scene } from './holds.ts';

type Asking = Extract<HoldReason, { kind: 'observing' | 'recommending' | 'awaiting-approval' | 'approval-expired' }>;
type Teller<Kind extends Asking['kind']> = (reason: Extract<Asking, { kind: Kind }>, scene: Scene) => HoldWords;

/** The holds in which everything else is fine, and a person has to do or allow it. */
export const ASKS: { readonly [Kind in Asking['kind']]: Teller<Kind> } = {
  observing: (_, { shift }) => ({
    why: 'this endpoint is in mode observe: in mode auto, traffic would now go to stable',
    means: 'The canary keeps its traffic. Nothing is shifted until a person does it.',
    next: 'Judge for yourself; the command sends all traffic to stable. When you trust what you see here, set mode: auto in the config.',
    command: shift,
  }),
  recommending: (_, { policy, shift }) => ({
    why: 'this endpoint is in mode recommend, and a person has to shift it',
    means: 'The canary keeps its traffic until somebody does. Nothing else speaks against a shift.',
    next: `Send all traffic to ${policy.stable}, with the command, or in a clone with ${commands.rollback(policy.endpoint)}. Either way it is watched, and the last message says whether it helped.`,
    command: shift,
  }),
  'awaiting-approval': ({ until }, scene) => ({
    why: `this endpoint is in mode approve, and an answer is awaited until ${clockTime(until)}`,
    means: 'The canary keeps its traffic until somebody answers. Nothing else speaks against a shift.',
    next: answers(scene),
    command: scene.shift,
  }),
  'approval-expired': ({ since }, scene) => ({
    why: `this endpoint is in mode approve, and nobody had answered by ${clockTime(since)}`,
    means: 'The canary still breaks its guard and keeps its traffic. An answer is taken all the same, however late.',
    next: answers(scene),
    command: scene.shift,
  }),
};

const answers = ({ incident, policy }: Scene): string =>
  `In a clone, ${commands.approve(incident)} lets it shift, and ${commands.decline(incident)} ends the incident. Without one, the command sends all traffic to ${policy.stable}; that is watched, too.`;

/** What a later look will do. Only in mode auto does it shift by itself, and nobody may wait for that in another. */
export const later = ({ policy: { mode } }: Pick<Scene, 'policy'>, promise: string): string =>
  mode === 'auto' ? promise : `Nothing is shifted by itself: this endpoint is in mode ${mode}${ONCE_FREE[mode]}.`;

const ONCE_FREE: Readonly<Record<Exclude<Mode, 'auto'>, string>> = {
  observe: '',
  recommend: ', and you are asked to shift it once nothing else speaks against it',
  approve: ', and you are asked whether it may shift once nothing else speaks against it',
};

const CALLS: Partial<Readonly<Record<HoldReason['kind'], string>>> = {
  observing: 'Would roll back',
  recommending: 'Please roll back',
  'awaiting-approval': 'APPROVE? Roll back',
  'approval-expired': 'NOBODY ANSWERED. Roll back',
  'raising-stable': 'Raising stable before rolling back',
  flapping: 'FLAPPING, not rolled back',
};

/** The first words of the subject: whether it is told, asked, or held. */
export const callOf = ({ kind }: HoldReason): string => CALLS[kind] ?? 'NOT rolled back';
