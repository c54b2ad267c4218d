import { doubtsOf } from '../../../lambdas/domain/by-hand.ts';
import type { Fleet } from '../../../lambdas/domain/model.ts';
import type { HoldReason } from '../../../lambdas/domain/reasons.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import { currentWeights } from '../../../lambdas/domain/weights.ts';
import { percent, shares } from '../../../lambdas/domain/words/figures.ts';
import { frozenWords, isFrozen } from '../../shown/freeze.ts';
import { listed, numbered } from '../../shown/text.ts';
import type { Scene } from './scene.ts';

/** What the person has to know before they agree; the automation would hold for most of it. */
export type Picture = { readonly is: string; readonly warnings: readonly string[]; readonly notes: readonly string[] };

export const pictureOf = (scene: Scene, situation: Situation, fleet: Fleet): Picture => ({
  is: `${situation.policy.endpoint} is ${fleet.status}: ${shares(currentWeights(fleet))}. Endpoint config ${fleet.config}.`,
  warnings: warningsOf(scene, situation, fleet),
  notes: [...freezeNotes(scene, situation), ...scene.blanks.sentences()],
});

const warningsOf = ({ order: { to } }: Scene, situation: Situation, fleet: Fleet): readonly string[] => {
  const doubts = doubtsOf(situation, fleet, to);
  const instances = fleet.variants.find(({ name }) => name === to)?.instances;
  const room = instances === undefined ? [] : [`${to} has ${numbered(instances, 'instance')} for all the traffic.`];
  if (doubts === 'unguarded')
    return [...room, `Nothing guards ${to}: the shift can be seen in force, and not be proved to help.`];
  return [...(doubts.length > 0 ? room : []), ...doubts.flatMap((doubt) => doubtWords(doubt, to) ?? [])];
};

/** What `whyNotStable` holds for, said of whichever variant gets the traffic. */
const doubtWords = (doubt: HoldReason, to: string): string | undefined => {
  switch (doubt.kind) {
    case 'stable-without-instances':
      return `${to} has no instances: requests sent there fail.`;
    case 'stable-unwell':
      return `${to} breaks guards of its own: ${listed(doubt.alarms)}. A cause that all variants share is likelier then, and a shift does not help.`;
    case 'stable-worsening':
      return `${to} breaks ${listed(doubt.guards)} in its newest minutes, though no alarm has gone off yet.`;
    case 'stable-unknown':
      return `Nobody knows whether ${to} is well: ${listed(doubt.guards)} not evaluated, or its alarm is missing.`;
    case 'stable-stale':
      return `${to} has only ${percent(doubt.share)} of the traffic now: it may be old, cold or too small.`;
    case 'stable-too-small':
      return `All traffic puts ${Math.round(doubt.perInstance)} requests a minute on each instance of ${to}; the config allows ${doubt.bound}.`;
    case 'load-unknown':
      return `The traffic could not be read: nobody knows whether ${to} stays below ${doubt.bound} requests a minute and instance.`;
    default:
      return undefined;
  }
};

const freezeNotes = ({ session: { io }, reach }: Scene, { freeze }: Situation): readonly string[] => {
  if (reach.from === 'command line' || freeze === 'off') return [];
  const what = isFrozen(freeze) ? frozenWords(freeze, io.clock()) : 'frozen, since its switch cannot be read';
  return [`The endpoint is ${what}. That stops the automation, not you.`];
};
