import type { VariantStatus } from '@aws-sdk/client-sagemaker';
import { COSTS } from '../../../costs.ts';
import type { Instant } from '../../../types.ts';
import type { Deployment, Variant } from '../endpoint.ts';
import type { Policy } from './policy.ts';

/** The two fleets of an endpoint that changes. */
export type Fleets = { readonly old: readonly Variant[]; readonly deployment: Deployment };

/** A stretch of a deployment: what holds from its beginning on, and how long it lasts. */
export type Phase = { readonly ms: number; readonly enter: (fleets: Fleets, now: Instant) => Fleets };

const SECOND = 1_000;

/** From the first instance of the new fleet until all traffic is on it. Each step: activate, then bake. */
export const phasesOf = (policy: Policy, fresh: readonly Variant[]): readonly Phase[] => {
  const steps = stepsOf(policy, fresh);
  const launchAll = { ms: COSTS.capacityChange, enter: staged('Creating', (to) => `Launching ${to} instance(s).`) };
  const phases = steps.flatMap((step, index): readonly Phase[] => {
    const last = index === steps.length - 1;
    const capacity = last && policy.kind === 'blue-green' ? 'full' : policy.called;
    const launchBatch = { ms: COSTS.capacityChange, enter: staged('Updating', () => launching(policy, fresh, index)) };
    const activate = staged('ActivatingTraffic', (_, name) => {
      return `Activating traffic on ${capacity} capacity of ${step.get(name)} instance(s).`;
    });
    const [seconds, why] = last ? [policy.lastWaitSeconds, LAST[policy.kind]] : [policy.waitSeconds, WAIT];
    const bake = staged('Baking', (_, name) => {
      return `Baking for ${seconds} seconds (${why}) with traffic enabled on ${capacity} capacity of ${step.get(name)} instance(s).`;
    });
    return [
      ...(policy.kind === 'rolling' ? [launchBatch] : []),
      { ms: COSTS.weightsChange, enter: activate },
      {
        ms: seconds * SECOND,
        enter: (fleets, now) => {
          const answering = served(policy, fleets, step);
          return seconds === 0 ? answering : bake(answering, now);
        },
      },
    ];
  });
  return policy.kind === 'rolling' ? phases : [launchAll, ...phases];
};

const WAIT = 'WaitIntervalInSeconds';
const LAST = { 'blue-green': 'TerminationWaitInSeconds', rolling: WAIT } as const;

/** Back to the old fleet: what is left of it takes all traffic at once; a rolling deployment fetches it batch by batch. */
export const rollbackPhasesOf = (policy: Policy, { old, deployment }: Fleets): readonly Phase[] => {
  const terminate = staged('Deleting', (total) => `Terminating ${total} instance(s).`);
  const home: Phase = {
    ms: COSTS.weightsChange,
    enter: ({ old: fleet, deployment: gone }, now) =>
      terminate({ old: whole(fleet), deployment: { ...gone, share: 0 } }, now),
  };
  if (policy.kind === 'blue-green') return [home];

  const missing = old.map(({ desiredInstances: total, currentInstances: left }) => total - left);
  const batches = Math.max(...missing.map((count, index) => Math.ceil(count / batchOf(policy, old[index]))), 0);
  const fetch = (index: number): Phase => ({
    ms: COSTS.capacityChange,
    enter: ({ old: fleet, deployment: fading }) => ({
      old: index === 0 ? fleet : fleet.map((variant) => withBatches(variant, batchOf(policy, variant))),
      deployment: { ...fading, share: deployment.share * (1 - index / batches) },
    }),
  });
  return [...Array.from({ length: batches }, (_, index) => fetch(index)), home];
};

const batchOf = (policy: Policy, variant: Variant | undefined): number =>
  policy.rollbackBatch(variant?.desiredInstances ?? 1);

const withBatches = (variant: Variant, batch: number): Variant => ({
  ...variant,
  currentInstances: Math.min(variant.desiredInstances, variant.currentInstances + batch),
});

const whole = (fleet: readonly Variant[]): readonly Variant[] =>
  fleet.map((variant) => ({ ...variant, currentInstances: variant.desiredInstances }));

/** Instances of each variant that answer, step by step. A serverless variant counts as one. */
type Step = ReadonlyMap<string, number>;

const totalOf = ({ serverless, desiredInstances }: Variant): number => (serverless ? 1 : desiredInstances);

const stepsOf = ({ first, further }: Policy, fresh: readonly Variant[]): readonly Step[] => {
  const steps: Step[] = [];
  const done = (): boolean => fresh.every((variant) => (steps.at(-1)?.get(variant.name) ?? 0) >= totalOf(variant));
  do {
    const before = steps.at(-1);
    steps.push(
      new Map(
        fresh.map((variant) => {
          const total = totalOf(variant);
          const count = before === undefined ? first(total) : (before.get(variant.name) ?? 0) + further(total);
          return [variant.name, Math.min(total, count)];
        }),
      ),
    );
  } while (!done());
  return steps;
};

const launching = (policy: Policy, [variant]: readonly Variant[], index: number): string => {
  const total = variant?.desiredInstances ?? 0;
  return `Launching ${Math.min(policy.first(total), total - index * policy.first(total))} instance(s).`;
};

/** The step's instances answer; a rolling deployment lets as many of the old ones go. */
const served = (policy: Policy, { old, deployment }: Fleets, step: Step): Fleets => {
  const totals = deployment.variants.reduce((sum, variant) => sum + totalOf(variant), 0);
  const share = [...step.values()].reduce((sum, count) => sum + count, 0) / (totals || 1);
  return {
    old: policy.kind === 'blue-green' ? old : old.map((variant) => shrunk(variant, share)),
    deployment: {
      ...deployment,
      share,
      variants: deployment.variants.map((variant) => ({
        ...variant,
        currentInstances: variant.serverless ? 0 : (step.get(variant.name) ?? 0),
      })),
    },
  };
};

/** As long as there is traffic for it, an instance is left, whatever the fractions of doubles are. */
const shrunk = (variant: Variant, share: number): Variant => ({
  ...variant,
  currentInstances: Math.max(0, Math.ceil(variant.desiredInstances * (1 - share) - 1e-9)),
});

/** The new fleet's variants are told to be in this stage. */
const staged =
  (status: VariantStatus, message: (total: number, name: string) => string): Phase['enter'] =>
  ({ old, deployment }, now) => ({
    old,
    deployment: {
      ...deployment,
      variants: deployment.variants.map((variant) => ({
        ...variant,
        stage: {
          Status: status,
          StatusMessage: message(totalOf(variant), variant.name),
          StartTime: new Date(now),
        },
      })),
    },
  });
