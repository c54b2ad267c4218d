import { judged, type KnownGood, observe } from '../domain/last-known-good.ts';
import type { Alarm, Fleet } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import { paired, watched } from '../domain/watch-list.ts';
import type { Ports } from '../ports.ts';
import type { World } from './step.ts';

/** What a comparison has read already. */
type Read = { readonly fleet: Fleet | undefined; readonly alarms: ReadonlyMap<string, Alarm> };

/** Notes that the endpoint config in service serves well: written once for each config, and then once per bake time. */
export const noteGood = async (
  { ports, deployment }: World,
  policy: Policy,
  { fleet, alarms }: Read,
): Promise<void> => {
  const known = await ports.goodConfigs.known(policy.endpoint);
  if (known === 'unreadable') return;
  const own = paired(watched(deployment, policy), [...alarms.values()]);
  const after = await learnt(ports, known, { policy, fleet, alarms: own, now: ports.clock() });
  if (after === undefined) return;
  await ports.goodConfigs.note(policy.endpoint, after);
  ports.log('good configs noted', { endpoint: policy.endpoint, ...after });
};

/** Undefined: nothing new. */
const learnt = async (
  ports: Ports,
  known: KnownGood,
  seen: Parameters<typeof observe>[1],
): Promise<KnownGood | undefined> => {
  const observed = observe(known, seen);
  if (observed.kind === 'nothing') return undefined;
  if (observed.kind === 'trial') return observed.known;
  const { policy, now } = seen;
  const traffic = await ports.traffic(policy, now, observed.from);
  if (traffic === 'unreadable') return undefined;
  return judged(known, observed, { policy, minutes: traffic[policy.stable] ?? [], now });
};
