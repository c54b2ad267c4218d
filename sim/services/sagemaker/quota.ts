import { Refusal } from '../../types.ts';
import type { Endpoint, Variant } from './endpoint.ts';

/** How many instances of a type the account's endpoints may have together; undefined: as many as they want. */
export type InstanceQuota = (instanceType: string) => number | undefined;

/** Refuses what would need more instances, of any type, than the account may have. */
export const refuseAboveQuota = (
  quota: InstanceQuota,
  endpoints: Iterable<Endpoint>,
  more: readonly (readonly [instanceType: string | undefined, delta: number])[],
): void => {
  const used = [...endpoints].flatMap(({ variants, deployment }) => [...variants, ...(deployment?.variants ?? [])]);
  for (const [type, wanted] of Map.groupBy(more, ([instanceType]) => instanceType)) {
    const limit = type === undefined ? undefined : quota(type);
    const inUse = sum(used.filter(({ instanceType }) => instanceType === type).map(held));
    const delta = sum(wanted.map(([, count]) => count));
    if (limit === undefined || delta <= 0 || inUse + delta <= limit) continue;
    throw new Refusal(
      'ResourceLimitExceeded',
      `The account-level service limit '${type} for endpoint usage' is ${limit} Instances, with current utilization of ${inUse} Instances and a request delta of ${delta} Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
    );
  }
};

const held = ({ currentInstances, desiredInstances }: Variant): number => Math.max(currentInstances, desiredInstances);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
