import { MINUTE, type Traffic } from '../../lambdas/domain/model.ts';
import type { EndpointName, Policy } from '../../lambdas/domain/policy.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Invocation } from './invocation.ts';
import type { PortsAround } from './ports-around.ts';

/** As the adapter asks: the largest of the newest minutes, and nothing where CloudWatch does not answer in time. */
const LOOK_BACK = 3 * MINUTE;
const WITHIN_MS = 2_000;

export const makeVolumes =
  ({ account, calls }: PortsAround, by: Invocation): NonNullable<Ports['volumes']> =>
  (policies, now) => {
    const [from, to] = [now - LOOK_BACK, now - (now % MINUTE)];
    const read = (isStale: boolean) => (): ReadonlyMap<EndpointName, number> =>
      new Map(
        policies.map((policy) => {
          const metrics = account.guarded.get(policy.endpoint)?.metrics;
          const between = isStale ? metrics?.staleBetween : metrics?.between;
          return [policy.endpoint, largest(between?.(variantsOf(policy), from, to) ?? {})];
        }),
      );
    return calls<ReadonlyMap<EndpointName, number>>(by, {
      site: 'volumes',
      answer: read(false),
      stale: read(true),
      failed: () => new Map(),
      withinMs: WITHIN_MS,
    });
  };

const variantsOf = ({ stable, canaries }: Policy): readonly string[] => [stable, ...canaries];

/** Of each variant its largest minute, summed. */
const largest = (traffic: Traffic): number =>
  Object.values(traffic).reduce((sum, minutes) => sum + Math.max(0, ...minutes.map(({ requests }) => requests)), 0);
