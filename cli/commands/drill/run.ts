import { type DrillResult, endDrill, orderDrill } from '../../../lambdas/aws/ledger-drill.ts';
import { UNREAD } from '../../account/unread.ts';
import { Trouble } from '../../trouble.ts';
import { pageHop, putAlarmBack, setAlarm } from './alarm.ts';
import { arrivedHop } from './arrived.ts';
import { roleOf } from './causes.ts';
import { deadLetters, deliveryHop } from './delivery.ts';
import { grantsHop } from './grants.ts';
import { broken, HOPS, type Hop, type HopName, notKnown, notReached, worked } from './hops.ts';
import { awaitLook, type Looked } from './look.ts';
import { messageHop, sweepHop } from './message.ts';
import { type Scene, say } from './scene.ts';
import { shiftHop } from './shift.ts';

/** Collects what is known of the hops, and says each as soon as it is. */
type Found = (hop: Hop) => Hop;

/** Orders, sets the alarm, and follows what comes of it, hop by hop. Whatever happens, the alarm is put back. */
export const runHops = async (scene: Scene): Promise<readonly Hop[]> => {
  const hops = new Map<HopName, Hop>();
  const found: Found = (hop) => {
    hops.set(hop.hop, hop);
    say(scene, `${hop.hop}: ${hop.state === 'worked' ? '' : `${hop.state}: `}${hop.says}`);
    return hop;
  };
  const letters = await deadLetters(scene);
  found(await orderHop(scene));
  const { hop, at } = await setAlarm(scene);
  found(hop);
  if (at !== undefined) await follow(scene, found, { at, deadLetters: letters });
  return HOPS.filter((name) => isAsked(scene, name)).map((name) => hops.get(name) ?? notReached(name));
};

const isAsked = ({ asked }: Scene, name: HopName): boolean =>
  (name !== 'shift' || asked.move) && (name !== 'arrived' || asked.ask);

/** The order comes first: without it, a look moves nothing and knows nobody's name. */
const orderHop = async ({ session, deployed, policy, order, blanks }: Scene): Promise<Hop> => {
  const place = { table: deployed.parts.ledger, endpoint: policy.endpoint };
  const taken = await blanks.tried('The ledger', () => orderDrill(session.account.dynamodb(), place, order));
  if (taken === false)
    throw new Trouble(
      'not-now',
      `Another drill of ${policy.endpoint} is under way, or was broken off in the last minutes. Nothing was changed.`,
      'Try again when it is over; one that was broken off keeps others out for a quarter of an hour.',
    );
  if (taken === true) return worked('ledger', 'it took the order for the drill');
  const what = blanks.sentences().findLast((one) => one.startsWith('The ledger')) ?? 'It did not answer.';
  const mend = `aws dynamodb describe-table --table-name ${deployed.parts.ledger}`;
  return broken('ledger', 'it did not take the order for the drill', [{ what, mend }]);
};

type Began = Parameters<typeof deliveryHop>[1];

const follow = async (scene: Scene, found: Found, began: Began): Promise<void> => {
  const looked = await whileSet(scene, async () => {
    found(await pageHop(scene, began.at));
    const seen = await awaitLook(scene);
    found(seen.rule);
    found(seen.function);
    if (seen.look === undefined) return { ...seen, told: undefined, moved: false };
    const told = found(await messageHop(scene, seen.look));
    const moved = scene.asked.move && found(await shiftHop(scene, seen.look)).state === 'worked';
    return { ...seen, told, moved };
  });
  if (looked.incident !== undefined) return;
  found(await grantsHop(scene, { ...looked, look: looked.look, failure: looked.failure, role: await roleOf(scene) }));
  if (looked.look === undefined) return tellUnknown(scene, found, looked);
  found(await sweepHop(scene));
  if (looked.told?.state !== 'worked') return;
  found(await deliveryHop(scene, began));
  if (scene.asked.ask) found(await arrivedHop(scene));
};

/** A function that could not write may have told people all the same. */
const tellUnknown = (scene: Scene, found: Found, looked: Looked): void => {
  if (looked.function.state !== 'worked' || looked.failure !== undefined) return;
  const says = 'what the function did after its look is in the ledger, which did not answer';
  for (const hop of ['message', 'sweep', 'delivery'] as const) found(notKnown(hop, says));
  if (scene.asked.move) found(notKnown('shift', says));
};

const whileSet = async <Found>(scene: Scene, work: () => Promise<Found>): Promise<Found> => {
  try {
    return await work();
  } finally {
    await putAlarmBack(scene);
  }
};

export type Recorded = { readonly result: DrillResult; readonly recorded: boolean };

/** Keeps the result where `status` finds its age, and `history` the drill. */
export const record = async (scene: Scene, hops: readonly Hop[]): Promise<Recorded> => {
  const { session, deployed, policy, order, blanks } = scene;
  const failed = hops.filter(({ state }) => state !== 'worked').map(({ hop }) => hop);
  const result = { at: session.io.clock(), worked: failed.length === 0, broken: failed };
  const place = { table: deployed.parts.ledger, endpoint: policy.endpoint };
  const kept = await blanks.tried('The ledger', () =>
    endDrill(session.account.dynamodb(), place, { record: { ...order, result }, facts: { hops } }),
  );
  return { result, recorded: kept !== UNREAD };
};
