import type { Series, Span } from '../../lambdas/domain/judge/judged.ts';
import { MINUTE, type Minute, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Asked, History } from '../../lambdas/ports.ts';
import type { Account } from '../aws/account.ts';
import type { Invocation } from './invocation.ts';
import type { PortsAround } from './ports-around.ts';

/** What the adapter waits for all pages together. */
const WITHIN_MS = 10_000;

/** How many datapoints each metric has: SageMaker emits one for each answer, of every metric that a world has. */
export const makeHistory =
  ({ account, calls }: PortsAround, by: Invocation): History =>
  (asked, span, withinMs = WITHIN_MS) => {
    const read = (isStale: boolean) => () => asked.map((one) => countedIn(account, one, { span, isStale }));
    return calls<readonly Series[] | 'unreadable'>(by, {
      site: 'history',
      answer: read(false),
      stale: read(true),
      failed: () => 'unreadable',
      withinMs,
    });
  };

type How = { readonly span: Span; readonly isStale: boolean };

const countedIn = (account: Account, asked: Asked, { span, isStale }: How): Series => {
  const { endpoint, variant } = whose(asked);
  const metrics = account.guarded.get(endpoint)?.metrics;
  const between = isStale ? metrics?.staleBetween : metrics?.between;
  const minutes = between?.([variant], span.from, span.until)[variant] ?? [];
  const period = (asked.periodSeconds ?? MINUTE / SECOND) * SECOND;
  const startOf = ({ start }: Minute): number => span.from + Math.floor((start - span.from) / period) * period;
  const sums = Map.groupBy(minutes, startOf);
  return new Map([...sums].map(([start, all]) => [start, all.reduce((sum, { requests }) => sum + requests, 0)]));
};

const whose = ({ endpoint, variant, dimensions = {} }: Asked): { endpoint: EndpointName; variant: string } => {
  const { EndpointName: name = '', VariantName: own = '' } = dimensions;
  return { endpoint: endpoint ?? (name as EndpointName), variant: variant ?? own };
};
