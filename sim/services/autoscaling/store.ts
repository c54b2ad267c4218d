import type { Activity, Policy, Target } from './target.ts';
import { notRegistered } from './target.ts';

/** What is registered, and what was done about it. */
export type Store = {
  readonly targets: Map<string, Target>;
  /** By resource and name. */
  readonly policies: Map<string, Policy>;
  /** Newest first. */
  readonly activities: Activity[];
};

export const makeStore = (): Store => ({ targets: new Map(), policies: new Map(), activities: [] });

export const targetOf = ({ targets }: Store, resourceId: string): Target => {
  const target = targets.get(resourceId);
  if (target === undefined) throw notRegistered(resourceId);
  return target;
};

export const policyKey = (resourceId: string, name: string): string => `${resourceId} ${name}`;

export const policiesOf = ({ policies }: Store, resourceId: string): readonly Policy[] =>
  [...policies.values()].filter((policy) => policy.resourceId === resourceId);

/** Its policies go with it. */
export const deregister = (store: Store, resourceId: string): void => {
  store.targets.delete(resourceId);
  for (const { name } of policiesOf(store, resourceId)) store.policies.delete(policyKey(resourceId, name));
};

export const replaceActivity = ({ activities }: Store, activity: Activity): void => {
  const index = activities.findIndex(({ id }) => id === activity.id);
  if (index >= 0) activities[index] = activity;
};
