import {
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type EndpointStatus,
  ListEndpointsCommand,
  type ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import type { Account } from '../../account/account.ts';
import { makeBlanks, UNREAD } from '../../account/unread.ts';
import type { SeenEndpoint, SeenVariant, Unfit } from './seen.ts';

export type Named = { readonly endpoint: string; readonly status: string };

export const listEndpoints = async (account: Account): Promise<readonly Named[]> => {
  const found: Named[] = [];
  let token: string | undefined;
  do {
    const reply = await account
      .sagemaker()
      .send(new ListEndpointsCommand({ MaxResults: 100, SortBy: 'Name', SortOrder: 'Ascending', NextToken: token }));
    for (const { EndpointName: endpoint = '', EndpointStatus: status = '' } of reply.Endpoints ?? [])
      found.push({ endpoint, status });
    token = reply.NextToken;
  } while (token !== undefined);
  return found;
};

/** Undefined: it was deleted meanwhile. */
export const describeEndpoint = async (
  account: Account,
  { endpoint, status }: Named,
): Promise<SeenEndpoint | undefined> => {
  const blanks = makeBlanks({});
  const reply = await blanks.tried('it', () => describe(account, endpoint));
  if (reply !== UNREAD) return reply && toSeen(reply);
  return { endpoint, status, variants: [], unfit: { kind: 'unread', why: blanks.sentences().join(' ') } };
};

const describe = async (account: Account, endpoint: string): Promise<DescribeEndpointOutput | undefined> => {
  try {
    return await account.sagemaker().send(new DescribeEndpointCommand({ EndpointName: endpoint }));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Could not find endpoint')) return undefined;
    throw error;
  }
};

export const toSeen = (reply: DescribeEndpointOutput): SeenEndpoint => {
  const {
    EndpointName: endpoint = '',
    EndpointStatus: status = 'OutOfService',
    ProductionVariants: found = [],
  } = reply;
  const total = found.reduce((sum, { CurrentWeight: weight = 0 }) => sum + weight, 0);
  const variants = found.map((summary) => toVariant(summary, total));
  const unfit = unfitness(status, variants, reply.ShadowProductionVariants?.length ?? 0);
  return { endpoint, status, variants, ...(unfit && { unfit }) };
};

const toVariant = (summary: ProductionVariantSummary, total: number): SeenVariant => {
  const { VariantName: variant = '', CurrentWeight: weight = 0 } = summary;
  const capacity = capacityOf(summary);
  // Weights come as 32-bit floats: 0.1 is 0.10000000149.
  const share = Number((weight / total).toFixed(6));
  return { variant, ...(total > 0 && { share }), ...(capacity && { capacity }) };
};

const capacityOf = (summary: ProductionVariantSummary): SeenVariant['capacity'] => {
  const { CurrentServerlessConfig: serverless, CurrentInstanceCount: instances } = summary;
  if (serverless?.MaxConcurrency !== undefined) return { maxConcurrency: serverless.MaxConcurrency };
  return instances === undefined ? undefined : { instances };
};

const NOT_SERVING: Readonly<Partial<Record<EndpointStatus, string>>> = {
  Creating: 'it is being created: wait until it is InService',
  Deleting: 'it is being deleted',
  Failed: 'it has failed, and can only be deleted (describe-endpoint has the FailureReason)',
  OutOfService: 'it is out of service',
};

const unfitness = (status: EndpointStatus, variants: readonly SeenVariant[], shadows: number): Unfit | undefined => {
  const why = NOT_SERVING[status];
  if (why !== undefined) return { kind: 'not-serving', why };
  if (variants.length > 1 || (variants.length === 1 && shadows === 0)) return undefined;
  const [only] = variants;
  return only === undefined
    ? { kind: 'not-serving', why: 'it has no production variant' }
    : {
        kind: 'shadowed',
        why: `it has one production variant, ${only.variant}, and a shadow variant, which takes no share of the traffic`,
      };
};
