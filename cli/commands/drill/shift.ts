import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import { guardPrefixOf } from '../../../lambdas/domain/watch-list.ts';
import { allTo, currentWeights, desiredWeights, sameTraffic } from '../../../lambdas/domain/weights.ts';
import { changeWeights, describeEndpoint } from '../../../lambdas/domain/words/commands.ts';
import { IN_SHORT } from '../../../lambdas/domain/words/endings.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { holdWords } from '../../../lambdas/domain/words/holds.ts';
import { UNREAD } from '../../account/unread.ts';
import { agreeTo } from '../../confirm.ts';
import { Trouble } from '../../trouble.ts';
import { BOUNDS, broken, type Hop, until, worked } from './hops.ts';
import { entriesOf, type Scene, say } from './scene.ts';

/** With `--move`: whether the function moved traffic as in an incident, and proved it. */
export const shiftHop = async (scene: Scene, look: Entry): Promise<Hop> => {
  if (look.what === 'hold') return heldHop(scene, look);
  const told = new Set<string>();
  const last = await until(scene.session.io, BOUNDS.shift, async () => {
    const entries = await entriesOf(scene);
    if (entries === UNREAD) return undefined;
    for (const { what } of entries.filter((one) => !told.has(one.what))) {
      told.add(what);
      if (PROGRESS[what] !== undefined) say(scene, PROGRESS[what]);
    }
    return entries.find(({ what, incident }) => what === 'end' || incident?.hold !== undefined);
  });
  if (last?.what === 'hold' || last?.incident?.hold !== undefined) return heldHop(scene, last);
  const ending = last?.incident?.ending;
  if (ending?.state === 'RECOVERED')
    return worked(
      'shift',
      `RECOVERED: ${IN_SHORT[ending.because]}`,
      ending.at - (last?.incident?.shift?.askedAt ?? ending.at),
    );
  const says = ending === undefined ? 'it is not proved yet' : `${ending.state}: ${IN_SHORT[ending.because]}`;
  const cause = {
    what: 'Compare status and weights, then the metric Invocations of each variant.',
    mend: describeEndpoint(scene.policy.endpoint),
  };
  return broken('shift', says, [cause]);
};

const PROGRESS: Readonly<Record<string, string>> = {
  shifted: 'SageMaker took the change of weights; it is waited for',
  watch: 'the new weights are in force; a whole minute must prove them',
  end: 'the function ended the drill',
};

const heldHop = ({ deployed, policy, target }: Scene, { incident }: Entry): Hop => {
  const hold = incident?.hold;
  if (hold === undefined) return broken('shift', 'the function held, for a reason that cannot be read');
  if (hold.kind === 'drill')
    return broken('shift', 'the function held, because it found no order to move traffic', [
      {
        what: "The ledger did not answer it, or this machine's clock is minutes wrong.",
        mend: 'Set the clock, and drill again.',
      },
    ]);
  const words = holdWords(hold, {
    policy,
    incident: incident?.id ?? '',
    alarm: target.name,
    guardPrefix: guardPrefixOf(deployed.deployment, policy),
    freezeParameter: deployed.parts.freezeParameter,
    shift: '',
  });
  return broken('shift', `the function held, as it would in an incident: ${words.why}`, [
    { what: words.means, mend: words.next },
  ]);
};

/** Only a person may give a canary traffic: asks, and gives back what it had before the drill. Answers a sentence. */
export const putWeightsBack = async (scene: Scene): Promise<string> => {
  const { ports, policy, weights, session } = scene;
  const byHand = `by hand: ${changeWeights(policy.endpoint, weights)}`;
  const fleet = await ports.endpoints.describe(policy.endpoint);
  if (fleet === undefined || sameTraffic(desiredWeights(fleet), weights))
    return `Traffic is as before: ${shares(weights)}.`;
  if (fleet.status !== 'InService' || !sameTraffic(desiredWeights(fleet), allTo(policy.stable, weights)))
    return `Traffic was not put back: somebody changed the endpoint meanwhile. ${byHand}`;
  if (!(await agrees(scene))) return `Traffic stays on ${policy.stable}. To put it back ${byHand}`;
  const answer = await ports.endpoints.shift(policy.endpoint, weights);
  if (answer.kind !== 'accepted')
    return `Traffic was not put back: ${'message' in answer ? answer.message : 'the endpoint is Updating'}. ${byHand}`;
  say(scene, `SageMaker took the old weights back: ${shares(weights)}`);
  const back = await until(session.io, BOUNDS.putBack, async () => {
    const now = await ports.endpoints.describe(policy.endpoint);
    return now?.status === 'InService' && sameTraffic(currentWeights(now), weights) ? true : undefined;
  });
  return back
    ? `Traffic is as before: ${shares(weights)}.`
    : `The old weights were accepted, and are not in force yet: ${describeEndpoint(policy.endpoint)}`;
};

const agrees = async (scene: Scene): Promise<boolean> => {
  const { policy, weights, session, asked } = scene;
  try {
    await agreeTo(
      session,
      [`Traffic of ${policy.endpoint} goes back to what it was before the drill: ${shares(weights)}.`],
      asked,
    );
    return true;
  } catch (error) {
    if (error instanceof Trouble && (error.code === 'declined' || error.code === 'needs-yes')) return false;
    throw error;
  }
};
