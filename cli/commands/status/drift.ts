import { isDeepStrictEqual } from 'node:util';
import type { Deployment, Policy } from '../../../lambdas/domain/policy.ts';
import { listed } from '../../shown/text.ts';

/** Where the adopter's own file says otherwise than what is deployed: a sentence each. */
export const driftOf = (deployed: Deployment, own: Deployment): readonly string[] => {
  const names = (of: Deployment) => of.policies.map(({ endpoint }) => endpoint);
  const [there, here] = [new Set(names(deployed)), new Set(names(own))];
  const added = names(own).filter((name) => !there.has(name));
  const gone = names(deployed).filter((name) => !here.has(name));
  return [
    ...(added.length === 0 ? [] : [`it guards ${listed(added)}, and what is deployed does not`]),
    ...(gone.length === 0 ? [] : [`it no longer guards ${listed(gone)}, and what is deployed still does`]),
    ...own.policies.flatMap((policy) => {
      const before = deployed.policies.find(({ endpoint }) => endpoint === policy.endpoint);
      return before === undefined ? [] : changesOf(before, policy);
    }),
  ];
};

const changesOf = (before: Policy, after: Policy): readonly string[] => {
  const changed = PARTS.filter(({ of }) => !isDeepStrictEqual(of(before), of(after)));
  return changed.length === 0
    ? []
    : [`${after.endpoint} differs in ${listed(changed.map(({ name, of }) => change(name, of(before), of(after))))}`];
};

/** Short values are shown; of the others it is enough to know which differs. */
const change = (name: string, before: unknown, after: unknown): string =>
  isShort(before) && isShort(after) ? `${name} (${String(after)}, deployed: ${String(before)})` : name;

const isShort = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const PARTS: readonly { readonly name: string; readonly of: (policy: Policy) => unknown }[] = [
  { name: 'mode', of: ({ mode }) => mode },
  { name: 'stable', of: ({ stable }) => stable },
  { name: 'canaries', of: ({ canaries }) => canaries.join(', ') },
  { name: 'guards', of: ({ guards }) => guards },
  { name: 'stableMinShare', of: ({ stableMinShare }) => stableMinShare },
  { name: 'stableMaxRequestsPerInstance', of: ({ stableMaxRequestsPerInstance: bound }) => bound ?? 'none' },
  { name: 'tell', of: ({ contacts }) => contacts },
];
