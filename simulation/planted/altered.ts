import { decide } from '../../lambdas/domain/decide.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { sumOf } from '../../lambdas/loop/account.ts';
import { look } from '../../lambdas/loop/look.ts';
import { act, type step, type World } from '../../lambdas/loop/step.ts';
import { type Automation, handling, type Looks } from '../automation.ts';

/** Where a bug lives inside the domain: what it takes for seen, or what it makes of a verdict. */
export type Altering = {
  readonly sees?: (situation: Situation) => Situation;
  readonly decides?: (verdict: Verdict, situation: Situation, now: Instant) => Verdict;
};

const same = <Value>(value: Value): Value => value;

/** The loop with another domain: look, decide otherwise, act. */
export const alteredLooks = ({ sees = same, decides = same }: Altering): Looks => {
  const stepOne: typeof step = async (world, policy, why) => {
    const mutes = world.ports.alarms.mutes?.();
    const looked = await look(world.ports, world.deployment, policy, mutes ? { mutes } : {});
    const situation = sees(looked.situation);
    const now = world.ports.clock();
    const verdict = decides(decide(situation, now), situation, now);
    return { verdict: verdict.kind, account: await act(world, policy, { ...looked, verdict, why }) };
  };
  return { step: stepOne, sweep: (world) => sweepWith(world, stepOne) };
};

/** The sweep, with other steps; it compares nothing. */
const sweepWith = async (world: World, stepOne: typeof step) => {
  const { ports, deployment } = world;
  const [alarms, incidents] = await Promise.all([
    ports.alarms.startingWith(`${deployment.name}/guard/`),
    ports.ledger.heads(deployment.policies.map(({ endpoint }) => endpoint)),
  ]);
  const broken = alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const due = deployment.policies.filter(
    ({ endpoint }) =>
      broken.some((name) => name.includes(`/${endpoint}/`)) ||
      incidents.some((incident) => incident.endpoint === endpoint && (!incident.ending || incident.owed)),
  );
  const looks = await Promise.allSettled(due.map((policy) => stepOne(world, policy, 'sweep')));
  const failed = looks.find((one) => one.status === 'rejected');
  if (failed) throw new Error('a look failed', { cause: failed.reason });
  return sumOf(looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value.account] : [])));
};

export const altered = (altering: Altering): Automation => ({ handle: handling(alteredLooks(altering)) });

/** The same road, with nothing altered: what goes wrong there is no bug's doing. */
export const UNALTERED: Automation = altered({});
