import { isFine } from '../domain/guards/kind.ts';
import { totalOf } from '../domain/guards/traffic.ts';
import { type Instant, MINUTE, type Traffic } from '../domain/model.ts';
import type { EndpointName, Policy } from '../domain/policy.ts';
import type { Readings, Situation } from '../domain/situation.ts';
import type { Watched } from '../domain/watch-list.ts';
import type { Ports } from '../ports.ts';
import { lazily } from './lazily.ts';

/** What a look reads of the metrics: the variants' requests, and what guards of their own watch. */
type Measured = Pick<Situation, 'traffic' | 'readings'>;

/** All in one round. */
export const measured = async (
  ports: Ports,
  policy: Policy,
  { list, now }: { readonly list: readonly Watched[]; readonly now: Instant },
): Promise<Measured> => {
  const [traffic, readings] = await Promise.all([
    ports.traffic(policy, now),
    readingsOf(ports, list, { endpoint: policy.endpoint, now }),
  ]);
  const totals = traffic === 'unreadable' ? [] : totalsOf(list, traffic, now);
  return {
    traffic,
    ...((readings || totals.length > 0) && { readings: { ...readings, ...Object.fromEntries(totals) } }),
  };
};

/** Of those that count the requests of all variants: they were read already. */
const totalsOf = (list: readonly Watched[], traffic: Traffic, now: Instant): readonly (readonly [string, Readings])[] =>
  list.flatMap(({ name, guard }) =>
    guard.sums ? [[name, totalOf(guard, traffic, now - (now % MINUTE))] as const] : [],
  );

const readingsOf = async (
  { history }: Ports,
  list: readonly Watched[],
  at: { readonly endpoint: EndpointName; readonly now: Instant },
): Promise<Situation['readings'] | undefined> => {
  const own = list.filter(({ guard }) => guard.metric !== undefined || isFine(guard));
  if (own.length === 0 || history === undefined) return undefined;
  return (await loadOwn()).ownReadings(history, own, at);
};

/** Most guards have no metric of their own, and no bytes of this before a shift. */
const loadOwn = lazily(() => import('./own-readings.ts'));
