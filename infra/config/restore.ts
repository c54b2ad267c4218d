import type { Problem } from './contradictions.ts';
import type { LooseEndpoint } from './loose.ts';

/** An endpoint without canaries has one variant, and goes back to an endpoint config; any other one shifts its traffic. */
export const restoreProblems = ({ strategy, canaries }: LooseEndpoint): Problem[] => {
  if (strategy?.restore === undefined)
    return canaries?.length === 0
      ? [
          {
            path: ['canaries'],
            saw: canaries,
            right:
              'must list at least one variant to guard; an endpoint with one variant alone takes strategy: { restore: {} }',
          },
        ]
      : [];
  return canaries === undefined || canaries.length === 0
    ? []
    : [
        {
          path: ['canaries'],
          saw: canaries,
          right: 'must be empty with restore: where there are two variants, traffic is shifted between them',
        },
      ];
};
