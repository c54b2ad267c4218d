import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import type { Account } from '../../account/account.ts';
import type { SeenVariant } from './seen.ts';

export type Targets = (endpoint: string, variant: string) => NonNullable<SeenVariant['autoscaling']> | null;

/** All of the account's, a few calls whatever the number of endpoints. */
export const readTargets = async (account: Account): Promise<Targets> => {
  const found = new Map<string, NonNullable<SeenVariant['autoscaling']>>();
  let token: string | undefined;
  do {
    const reply = await account
      .autoscaling()
      .send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker', NextToken: token }));
    for (const { ResourceId: id = '', MinCapacity: min = 0, MaxCapacity: max = 0 } of reply.ScalableTargets ?? [])
      found.set(id, { min, max });
    token = reply.NextToken;
  } while (token !== undefined);
  return (endpoint, variant) => found.get(`endpoint/${endpoint}/variant/${variant}`) ?? null;
};
