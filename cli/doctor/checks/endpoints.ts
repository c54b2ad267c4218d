import type { Fleet } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { findGaps, strangerGaps } from '../../../lambdas/domain/unguarded.ts';
import { currentWeights, FLOAT32_ERROR, shareOf } from '../../../lambdas/domain/weights.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import { UNREAD } from '../../account/unread.ts';
import { listed } from '../../shown/text.ts';
import { type Finding, finding } from '../finding.ts';
import type { LiveEndpoint } from '../inventory/endpoints.ts';
import type { Inventory } from '../inventory/inventory.ts';

export const checkEndpoints = ({ policies, endpoints }: Inventory): readonly Finding[] =>
  policies.flatMap((policy) => {
    const live = endpoints.get(policy.endpoint);
    return live === undefined || live === UNREAD ? [] : checkEndpoint(policy, live);
  });

const checkEndpoint = (policy: Policy, live: LiveEndpoint): readonly Finding[] => {
  const { fleet } = live;
  if (fleet === undefined) return missing(policy, live.meant);
  return [
    ...variantGaps(policy, fleet),
    ...checkStatus(policy, fleet),
    ...checkVariants(policy, fleet),
    ...checkShadows(policy, live.shadows),
    ...checkStable(policy, fleet),
  ];
};

/** In the same words as the functions' own comparison. */
const gapsIn = (policy: Policy, fleet: Fleet | undefined) =>
  findGaps(policy, [], { fleet, alarms: 'unread', confirmed: 'unread' });

const about = ({ endpoint }: Policy) => ({ where: `endpoint ${endpoint}`, endpoint });

const missing = (policy: Policy, meant: string | undefined): readonly Finding[] =>
  gapsIn(policy, undefined).map(({ what, mend }) =>
    finding('endpoint-missing', {
      ...about(policy),
      what,
      mend: meant === undefined ? mend : `${mend}. There is ${meant}`,
    }),
  );

/** Variants that nobody guards are told below, with the traffic that they have. */
const variantGaps = (policy: Policy, fleet: Fleet): readonly Finding[] => {
  const strangers = strangerGaps(policy, fleet).map(({ what }) => what);
  return gapsIn(policy, fleet)
    .filter(({ what }) => !strangers.includes(what))
    .map((gap) => finding('variant-missing', { ...about(policy), ...gap }));
};

const UNUSABLE: readonly Fleet['status'][] = ['Failed', 'OutOfService', 'UpdateRollbackFailed', 'Deleting'];

const checkStatus = (policy: Policy, { status, failureReason }: Fleet): readonly Finding[] =>
  UNUSABLE.includes(status)
    ? [
        finding('endpoint-unusable', {
          ...about(policy),
          what: `it is ${status}${failureReason === undefined ? '' : ` (${failureReason})`}, and SageMaker changes no weights then`,
          mend: 'See what became of it:',
          command: commands.describeEndpoint(policy.endpoint),
        }),
      ]
    : [];

const checkVariants = (policy: Policy, fleet: Fleet): readonly Finding[] => {
  const known = new Set<string>([policy.stable, ...policy.canaries]);
  const weights = currentWeights(fleet);
  const [only, ...others] = fleet.variants;
  const unjudged =
    others.length === 0 ? [] : fleet.variants.filter(({ name }) => !known.has(name) && shareOf(name, weights) > 0);
  return [
    ...unjudged.map(({ name }) =>
      finding('variant-unjudged', {
        ...about(policy),
        what: `variant ${name} has ${percent(shareOf(name, weights))} of the traffic, and no guard judges it`,
        mend: `Name ${name} among canaries in rollback.config.ts, and deploy.`,
      }),
    ),
    ...(only !== undefined && others.length === 0 && policy.restore === undefined
      ? [
          finding('single-variant', {
            ...about(policy),
            what: `it has one production variant, ${only.name}, so that there is nothing to shift traffic to`,
            mend: 'docs/canary-variant.md has how to put a canary beside it, docs/restore.md how to go back to its last good config.',
          }),
        ]
      : []),
  ];
};

const checkShadows = (policy: Policy, shadows: readonly string[]): readonly Finding[] =>
  shadows.length === 0
    ? []
    : [
        finding('shadow-variant', {
          ...about(policy),
          what: `its shadow variants (${listed(shadows)}) are neither judged nor moved`,
          mend: 'Nothing, if the shadow test has an owner who watches it.',
        }),
      ];

/** Only what would hold a rollback: with no traffic on a canary there is none to hold. */
const checkStable = (policy: Policy, fleet: Fleet): readonly Finding[] => {
  const { stable: name, stableMinShare, canaries, endpoint } = policy;
  const stable = fleet.variants.find((variant) => variant.name === name);
  const weights = currentWeights(fleet);
  if (stable === undefined || !canaries.some((canary) => shareOf(canary, weights) > 0)) return [];
  const share = shareOf(name, weights);
  return [
    ...(stable.instances === 0
      ? [
          finding('stable-without-instances', {
            ...about(policy),
            what: `${name} has no instances: a rollback would be held`,
            mend: 'Give it some:',
            command: commands.addInstance(endpoint, name),
          }),
        ]
      : []),
    ...(share < stableMinShare - FLOAT32_ERROR
      ? [
          finding('stable-share', {
            ...about(policy),
            what: `${name} carries ${percent(share)} of the traffic, less than stableMinShare (${percent(stableMinShare)}): a rollback would be held`,
            mend: `Give ${name} more traffic. If the canary is what you run now, name it stable in rollback.config.ts, and deploy.`,
          }),
        ]
      : []),
  ];
};
