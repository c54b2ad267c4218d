import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { HoldReason } from '../../../lambdas/domain/reasons.ts';

/** What the endpoint's strategy does where this would hold a shift; undefined: it holds. */
export const insteadWords = ({ strategy, fallback, mode }: Policy, { kind }: HoldReason): string | undefined => {
  if (kind === 'stable-too-small' && strategy !== undefined)
    return `So stable is raised first, to ${strategy.maxInstances} at the most and within ${strategy.withinMinutes} minutes; unless the canary does worse than an overloaded stable would, and then traffic goes there at once.`;
  if (UNWELL.includes(kind) && fallback !== undefined && mode === 'auto')
    return `So all traffic goes to the fallback ${fallback}, if that one is fit for it.`;
  return undefined;
};

/** As `orFallBack` has it. */
const UNWELL: readonly HoldReason['kind'][] = [
  'stable-unwell',
  'stable-worsening',
  'stable-missing',
  'stable-without-instances',
];

/** What the endpoint's strategy adds to a shift, for a page that knows nothing of now. */
export const strategyWords = ({ strategy, fallback, restore, stable }: Policy): readonly string[] => [
  ...(strategy === undefined
    ? []
    : [
        `Where ${stable} is too small for all traffic it is raised first, to ${strategy.maxInstances} at the most and within ${strategy.withinMinutes} minutes, and nothing scales it in again; where the canary does worse than an overloaded ${stable} would, traffic goes there at once.`,
      ]),
  ...(fallback === undefined
    ? []
    : [`Where ${stable} is unwell too, all traffic goes to ${fallback}, in mode auto and if that one is fit for it.`]),
  ...(restore === undefined
    ? []
    : [
        `What it goes back to is the newest endpoint config, other than the one in service, that served under its guards for ${restore.bakeMinutes} minutes.`,
      ]),
];
