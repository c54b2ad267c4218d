import { DescribeEndpointCommand, ListEndpointsCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { nearest } from '../../../infra/config/words.ts';
import { toFleet } from '../../../lambdas/aws/endpoints.ts';
import type { Parts } from '../../../lambdas/contract.ts';
import type { Fleet, Instant, Traffic } from '../../../lambdas/domain/model.ts';
import type { EndpointName, Policy } from '../../../lambdas/domain/policy.ts';
import type { Account } from '../../account/account.ts';
import { inTurns } from '../../account/in-turns.ts';
import { portsOf } from '../../account/ports.ts';
import { makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import type { Reader } from './reader.ts';

/** `meant`: an endpoint of nearly that name, where there is none of exactly that. */
export type LiveEndpoint =
  | { readonly fleet: Fleet; readonly shadows: readonly string[] }
  | { readonly fleet: undefined; readonly meant: string | undefined };

export type Endpoints = ReadonlyMap<EndpointName, LiveEndpoint | Unread>;

/** A few at a time: SageMaker throttles DescribeEndpoint early, and the functions call it too. */
export const readEndpoints = async (
  client: SageMakerClient,
  { read }: Reader,
  policies: readonly Policy[],
): Promise<Endpoints> =>
  new Map(
    await inTurns(policies, async ({ endpoint }) => {
      const found = await read(
        {
          area: 'endpoints',
          name: `Endpoint ${endpoint}`,
          where: `endpoint ${endpoint}`,
          endpoint,
          unchecked: 'its status, its variants and what stable carries',
        },
        () => describe(client, endpoint),
      );
      return [endpoint, found] as const;
    }),
  );

const describe = async (client: SageMakerClient, endpoint: string): Promise<LiveEndpoint> => {
  try {
    const reply = await client.send(new DescribeEndpointCommand({ EndpointName: endpoint }));
    const shadows = (reply.ShadowProductionVariants ?? []).map(({ VariantName: name = '' }) => name);
    return { fleet: toFleet(reply), shadows };
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Could not find endpoint'))) throw error;
    return { fleet: undefined, meant: await meantBy(client, endpoint) };
  }
};

/** Among the first hundred: it only saves a person a look. */
const meantBy = async (client: SageMakerClient, endpoint: string): Promise<string | undefined> => {
  try {
    const { Endpoints: found = [] } = await client.send(new ListEndpointsCommand({ MaxResults: 100 }));
    return nearest(
      endpoint,
      found.map(({ EndpointName: name = '' }) => name),
    );
  } catch {
    return undefined;
  }
};

export type Traffics = ReadonlyMap<EndpointName, Traffic | Unread>;

type Eyes = { readonly account: Account; readonly parts: Parts; readonly clock: () => Instant };

/** The last minutes of each endpoint, through the functions' own eyes. */
export const readTraffic = async (
  { account, parts, clock }: Eyes,
  { blank }: Reader,
  policies: readonly Policy[],
): Promise<Traffics> =>
  new Map(
    await inTurns(policies, async (policy): Promise<readonly [EndpointName, Traffic | Unread]> => {
      const { log, sentences } = makeBlanks({});
      const traffic = await portsOf(account, parts, { clock, log }).traffic(policy, clock());
      if (traffic !== 'unreadable') return [policy.endpoint, traffic];
      const { endpoint } = policy;
      const unchecked = 'whether its guards have the requests to judge by';
      blank({ area: 'alarms', name: '', where: `metrics of ${endpoint}`, endpoint, unchecked }, sentences().join(' '));
      return [endpoint, UNREAD];
    }),
  );
