import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeEndpointConfigCommand } from '@aws-sdk/client-sagemaker';
import { dynamoGoodConfigs } from '../../../lambdas/aws/ledger-good.ts';
import { type Parts, STRATEGIST_VARIABLE } from '../../../lambdas/contract.ts';
import type { GoodConfig } from '../../../lambdas/domain/last-known-good.ts';
import type { EndpointName, Policy } from '../../../lambdas/domain/policy.ts';
import type { Bounds } from '../../../lambdas/domain/strategies/order.ts';
import type { Account } from '../../account/account.ts';
import { inTurns } from '../../account/in-turns.ts';
import { PATIENCE_MS } from '../../account/ports.ts';
import { makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import type { Promised } from '../promised/promised.ts';
import type { Live, Reader } from './reader.ts';

/** What the strategies of the endpoints rest on, each only where a policy asks for it. */
export type Strategies = {
  /** Endpoint configs that served well, newest first, and whether SageMaker still has each. */
  readonly good: ReadonlyMap<EndpointName, readonly Kept[] | Unread>;
  /** Of stable, by Application Auto Scaling; undefined: nothing scales it. */
  readonly bounds: ReadonlyMap<EndpointName, Live<Bounds>>;
};

export type Kept = GoodConfig & { readonly exists: boolean };

export const NO_STRATEGIES: Strategies = { good: new Map(), bounds: new Map() };

/** The physical name of the second function, as reconcile is told it; undefined: the deployment has none. */
export const strategistIn = (promised: Promised | Unread, { reconcile }: Pick<Parts, 'reconcile'>) => {
  const name = promised === UNREAD ? undefined : promised.functions.get(reconcile)?.variables[STRATEGIST_VARIABLE];
  return typeof name === 'string' ? name : undefined;
};

export const readStrategies = async (
  account: Account,
  reader: Reader,
  { policies, table }: { readonly policies: readonly Policy[]; readonly table: string },
): Promise<Strategies> => {
  const restored = policies.filter(({ restore }) => restore !== undefined);
  const scaled = policies.filter(({ strategy }) => strategy !== undefined);
  const [good, bounds] = await Promise.all([
    inTurns(
      restored,
      async ({ endpoint }) => [endpoint, await readGood(account, reader, { endpoint, table })] as const,
    ),
    inTurns(scaled, async (policy) => [policy.endpoint, await readBounds(account, reader, policy)] as const),
  ]);
  return { good: new Map(good), bounds: new Map(bounds) };
};

const readGood = async (
  account: Account,
  { read, blank }: Reader,
  { endpoint, table }: { readonly endpoint: EndpointName; readonly table: string },
): Promise<readonly Kept[] | Unread> => {
  const asked = {
    area: 'store',
    name: `The endpoint configs of ${endpoint} that served well`,
    where: `endpoint ${endpoint}`,
    endpoint,
    unchecked: 'whether there is one to go back to',
  } as const;
  const { log, sentences } = makeBlanks({});
  const known = await dynamoGoodConfigs(account.dynamodb(), table, log, PATIENCE_MS).known(endpoint);
  if (known === 'unreadable') {
    blank(asked, sentences().join(' '));
    return UNREAD;
  }
  return read(asked, () => inTurns(known.good, async (one) => ({ ...one, exists: await isThere(account, one) })));
};

const isThere = async (account: Account, { config }: GoodConfig): Promise<boolean> => {
  try {
    await account.sagemaker().send(new DescribeEndpointConfigCommand({ EndpointConfigName: config }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Could not find')) return false;
    throw error;
  }
};

const readBounds = (account: Account, { read }: Reader, { endpoint, stable }: Policy): Promise<Live<Bounds>> =>
  read(
    {
      area: 'endpoints',
      name: `The autoscaling of ${endpoint}`,
      where: `endpoint ${endpoint}`,
      endpoint,
      unchecked: `how far ${stable} can be raised`,
    },
    async () => {
      const reply = await account.autoscaling().send(
        new DescribeScalableTargetsCommand({
          ServiceNamespace: 'sagemaker',
          ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
          ResourceIds: [`endpoint/${endpoint}/variant/${stable}`],
        }),
      );
      const [target] = reply.ScalableTargets ?? [];
      return target && { floor: target.MinCapacity ?? 0, ceiling: target.MaxCapacity ?? 0 };
    },
  );
