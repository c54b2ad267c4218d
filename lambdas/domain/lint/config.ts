import { PERIOD, periodIn } from '../alarm-definition.ts';
import { isFine } from '../guards/kind.ts';
import { namesNoVariant } from '../guards/on.ts';
import type { Deployment, Guard, Policy } from '../policy.ts';
import { type Finding, findingAt, type Said } from './codes.ts';
import { lintDefinition } from './definition.ts';
import { noVariant, type Place } from './rules/variants.ts';
import { watchOf } from './watch.ts';
import { span } from './words.ts';

/** All that the config alone shows, once for each guard: its alarms on the variants are alike. */
export const lintConfig = (deployment: Deployment): readonly Finding[] =>
  deployment.policies.flatMap((policy) =>
    policy.guards.flatMap((guard) => {
      const where = `guard ${guard.id} of ${policy.endpoint}`;
      const own = [
        ...overBake(policy, guard),
        ...moreThanServed(policy, guard),
        ...grossLooser(policy, guard),
        ...(guard.sums && policy.canaries.length > 1 ? [noVariant(policy.canaries.length)] : []),
      ];
      const [first = policy.stable] = guard.timesOf === undefined ? [] : policy.canaries;
      const variant = namesNoVariant(guard) ? {} : { variant: first };
      const watch = watchOf(deployment, policy, { ...variant, guard });
      const definition = watch === undefined ? [] : lintDefinition(watch, placeOf(policy));
      return [...definition, ...own].map(({ code, what, mend }) =>
        findingAt(where, { code, what, mend }, policy.endpoint),
      );
    }),
  );

/** All that the config has. */
const placeOf = ({ endpoint, stable, canaries }: Policy): Place => ({
  endpoint,
  variants: [stable, ...canaries],
  canaries: canaries.length,
});

const overBake = ({ restore }: Policy, guard: Guard): readonly Said[] => {
  const seconds = guard.breachingPeriods * periodIn(guard);
  if (restore === undefined || restore.bakeMinutes * 60 >= seconds) return [];
  return [
    {
      code: 'window-over-bake',
      what: `it fires after ${span(seconds)}, and a config counts as good after ${span(restore.bakeMinutes * 60)}`,
      mend: 'Let configs bake for longer: strategy.restore.bakeMinutes.',
    },
  ];
};

/** What stable can take at most is all the traffic that the owner reckons with. */
const moreThanServed = (policy: Policy, guard: Guard): readonly Said[] => {
  const { strategy, stableMaxRequestsPerInstance: each } = policy;
  const minRequests = (guard.minRequests * PERIOD) / (isFine(guard) ? periodIn(guard) : PERIOD);
  if (strategy === undefined || each === undefined || minRequests <= strategy.maxInstances * each) return [];
  return [
    {
      code: 'more-than-served',
      what: `it judges from ${minRequests} requests a minute on, and ${strategy.maxInstances} instances take ${strategy.maxInstances * each}`,
      mend: 'Lower minRequests, or correct stableMaxRequestsPerInstance (it is by the minute).',
    },
  ];
};

const grossLooser = ({ guards }: Policy, { gross, signal, minRequests }: Guard): readonly Said[] => {
  const ordinary = guards.find((other) => !other.gross && other.signal === signal);
  if (!gross || ordinary === undefined || minRequests >= ordinary.minRequests) return [];
  return [
    {
      code: 'gross-looser',
      what: `one minute of ${minRequests} requests decides, and its ordinary guard asks for ${ordinary.minRequests} in several`,
      mend: `Give gross a minRequests of at least ${ordinary.minRequests}.`,
    },
  ];
};
