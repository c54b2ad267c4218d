import { guardAlarmPrefix } from '../contract.ts';
import type { Alarm } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import { watched } from '../domain/watch-list.ts';
import type { Known } from './compare.ts';
import { step, type World } from './step.ts';

/**
 * Once a minute, whatever events were lost: looks at each endpoint that has a guard in ALARM or an incident that is
 * open or owes a letter, and compares the config with what exists.
 */
export const sweep = async (world: World): Promise<void> => {
  const { ports, deployment } = world;
  const [alarms, incidents] = await Promise.all([
    ports.alarms.startingWith(guardAlarmPrefix(deployment.name)),
    ports.ledger.heads(deployment.policies.map(({ endpoint }) => endpoint)),
  ]);
  const unsettled = new Set(incidents.filter(({ ending, owed }) => !ending || owed).map(({ endpoint }) => endpoint));
  const due = deployment.policies.filter((policy) => unsettled.has(policy.endpoint) || alarmed(world, policy, alarms));
  ports.log('swept', { endpoints: deployment.policies.length, looksAt: due.map(({ endpoint }) => endpoint) });
  await all([...due.map((policy) => step(world, policy, 'sweep')), comparing(world, { alarms, incidents })]);
};

/** Loaded where it is used: no shift rests on it. */
const comparing = async (world: World, known: Known): Promise<void> => {
  const { compare } = await import('./compare.ts');
  await compare(world, known);
};

const alarmed = ({ deployment }: World, policy: Policy, alarms: readonly Alarm[]): boolean => {
  const own = new Set(
    watched(deployment, policy)
      .filter(({ variant }) => variant !== policy.stable)
      .map(({ name }) => name),
  );
  return alarms.some(({ name, state }) => state === 'ALARM' && own.has(name));
};

/** One endpoint's trouble must not keep the others from being looked at; it still fails the sweep, and so is seen. */
const all = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failures = (await Promise.allSettled(work)).flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${work.length} looks failed`);
};
