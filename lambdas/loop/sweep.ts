import { guardAlarmPrefix } from '../contract.ts';
import type { Alarm } from '../domain/model.ts';
import type { Mutes } from '../domain/mutes.ts';
import type { Policy } from '../domain/policy.ts';
import { type Account, LEFT, sumOf, type Taken } from './account.ts';
import { guardsIn } from './alarms-read.ts';
import { allOver } from './all-over.ts';
import { asOne } from './as-one.ts';
import { type Budget, OutOfTurn } from './budget.ts';
import type { Known } from './compare.ts';
import { type Due, dueOf, wantsShift } from './due.ts';
import { lazily } from './lazily.ts';
import { lookInTurn, type World } from './step.ts';
import { tellingOfStorm } from './tell-storm.ts';
import { inTurn } from './turns.ts';

/** After that no look begins: the function may run for ten seconds more, and a look takes some of them. */
const RUN_MS = 20_000;

/** A function with little of a processor makes no more of them faster, only all of them late, and holds them all in memory. */
const AT_ONCE = 30;

/**
 * Once a minute, whatever events were lost: looks at each endpoint that has a guard in ALARM or an incident that is
 * open or owes a letter, and compares the config with what exists. Whom SageMaker's budget leaves no turn, the next one
 * comes to.
 */
export const sweep = async (around: World): Promise<Account> => {
  const { deployment } = around;
  const ports = { ...around.ports, freeze: asOne(around.ports.freeze) };
  const world = { ...around, ports };
  const turns = turnsOf(world.budget);
  const [alarms, incidents] = await Promise.all([
    guardsIn(ports.alarms, guardAlarmPrefix(deployment.name), deployment.policies),
    ports.ledger.heads(deployment.policies.map(({ endpoint }) => endpoint)),
  ]);
  const due = dueOf(deployment, { alarms, incidents, unwritten: ports.ledger.unwritten() });
  ports.log('swept', { endpoints: deployment.policies.length, looksAt: due.map(({ policy }) => policy.endpoint) });
  const mutes = due.some(wantsShift) ? ports.alarms.mutes?.() : undefined;
  const storm = tellingOfStorm(world, incidents);
  const own = storm === undefined ? world : { ...world, isToldAlready: storm.isToldAlready };
  const looks = await begun(await ordered(world, due, turns), { world: own, turns, alarms, mutes });
  const left = due.length - looks.length;
  if (left > 0) ports.log('left to the next sweep', { endpoints: left });
  const comparison = left > 0 ? [] : [comparing(world, { alarms, incidents }, turns)];
  const telling = storm === undefined ? [] : [Promise.allSettled(looks).then(storm.keep)];
  // One endpoint's trouble must not keep the others from being looked at; it still fails the sweep, and so is seen.
  await allOver([...looks, ...comparison, ...telling], 'looks');
  const taken = await Promise.all(looks);
  if (taken.length > 0 && taken.every(({ verdict }) => verdict === 'left')) throw new Error(SEES_NOTHING);
  return sumOf(taken.map(({ account }) => account));
};

/** One look that waits for the next sweep is no failure. With none at all this one must be seen to fail, or nobody ever hears of it. */
const SEES_NOTHING = 'SageMaker throttled every look of this sweep';

/** What is left of the run, and of SageMaker's patience. */
type Turns = { readonly left: () => number; readonly take: () => Promise<boolean> };

const turnsOf = (budget: Budget | undefined): Turns => {
  if (budget === undefined) return { left: () => Number.POSITIVE_INFINITY, take: async () => true };
  const msLeft = budget.countdown(RUN_MS);
  return { left: () => budget.turnsWithin(msLeft()), take: () => budget.take(msLeft()) };
};

/** The order is asked for only where it matters. */
const ordered = async ({ ports, lastLooks }: World, due: readonly Due[], turns: Turns) => {
  if (due.length <= turns.left()) return due.map(({ policy }) => policy);
  const now = ports.clock();
  const volumes = await ports.volumes?.(
    due.map(({ policy }) => policy),
    now,
  );
  return inTurn(due, { volumes: volumes ?? new Map(), lastLooks: lastLooks ?? new Map(), now });
};

type Run = {
  readonly world: World;
  readonly turns: Turns;
  readonly alarms: readonly Alarm[];
  readonly mutes: Promise<Mutes> | undefined;
};

/** The looks that had their turn, under way. */
const begun = async (
  policies: readonly Policy[],
  { world, turns, alarms, mutes }: Run,
): Promise<readonly Promise<Taken>[]> => {
  const looks: Promise<Taken>[] = [];
  const underWay = new Set<Promise<unknown>>();
  for (const policy of policies) {
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    if (!(await turns.take())) break;
    const look = lookInTurn(world, policy, { why: 'sweep', alarms, ...(mutes && { mutes }) }).catch(leftIfOutOfTurn);
    // Who waits for its turn does not look at how the others fare: that is told at the end.
    const over: Promise<unknown> = look.catch(() => undefined).then(() => underWay.delete(over));
    underWay.add(over);
    looks.push(look);
  }
  return looks;
};

const leftIfOutOfTurn = (error: unknown): Taken => {
  if (error instanceof OutOfTurn) return LEFT;
  throw error;
};

const loadCompare = lazily(() => import('./compare.ts'));

const comparing = async (world: World, known: Known, turns: Turns): Promise<void> => {
  const { compare } = await loadCompare();
  const { endpoints } = world.ports;
  const describe: typeof endpoints.describe = async (endpoint) => {
    if (!(await turns.take())) throw new OutOfTurn(`no turn left to compare ${endpoint}`);
    return endpoints.describe(endpoint);
  };
  await compare({ ...world, ports: { ...world.ports, endpoints: { ...endpoints, describe } } }, known);
};
