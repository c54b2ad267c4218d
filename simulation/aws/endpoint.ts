import { type Fleet, type Instant, MINUTE, SECOND, type Weights } from '../../lambdas/domain/model.ts';
import type { EndpointName, VariantName } from '../../lambdas/domain/policy.ts';
import type { ShiftAnswer } from '../../lambdas/domain/progress.ts';
import { desiredWeights } from '../../lambdas/domain/weights.ts';
import type { Hand } from '../facts.ts';
import { variantName } from '../plan/endpoints.ts';
import type { EndpointHappening, EndpointPlan } from '../plan/plan.ts';
import type { Around } from './around.ts';
import { makeRecent } from './recent.ts';

export type Deploy = Extract<EndpointHappening, { what: 'deploys' }>;

/** One endpoint, with SageMaker's statuses and what leads from one to another. */
export type Endpoint = {
  readonly name: EndpointName;
  readonly describe: () => Fleet | undefined;
  readonly stale: () => Fleet | undefined;
  /** UpdateEndpointWeightsAndCapacities. */
  readonly update: (to: Weights, by: Hand) => ShiftAnswer;
  /** UpdateEndpoint; false: SageMaker did not take it. */
  readonly deploy: (deploy: Deploy, by?: Hand) => boolean;
  readonly scale: (variant: VariantName, instances: number, takesMs: number) => boolean;
  /** UpdateEndpointWeightsAndCapacities with a count of instances, and no weights. */
  readonly raise: (variant: VariantName, instances: number) => ShiftAnswer;
  readonly systemUpdate: (takesMs: number) => boolean;
  readonly remove: () => void;
};

export type EndpointAround = Around & {
  /** Share of weight changes that are taken back. */
  readonly takenBack: number;
  /** Before weights change: what was served until now was served by the old ones. */
  readonly settle: () => void;
  readonly changed: () => void;
};

const IN_PROGRESS: readonly Fleet['status'][] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

export const makeEndpoint = (around: EndpointAround, born: EndpointPlan): Endpoint => {
  const { clock, chance } = around;
  const name = born.policy.endpoint;
  const fleet = makeRecent<Fleet | undefined>(bornFleet(born, clock.now()), clock.now);

  const become = (is: Fleet | undefined, by: Hand): void => {
    const was = fleet.now();
    around.settle();
    fleet.become(is);
    around.record({ kind: 'changed', endpoint: name, by, was, is });
    if (was?.status !== is?.status) around.changed();
  };
  /** Goes on from `from` after a while, unless something else happened meanwhile. */
  const later = (ms: number, from: Fleet, goOn: () => void): void =>
    clock.after(ms, `endpoint ${name}`, () => fleet.now() === from && goOn());
  const modified = (was: Fleet, changes: Partial<Fleet>): Fleet => {
    const { failureReason: _old, pending: _over, ...rest } = was;
    return { ...rest, lastModifiedAt: clock.now(), ...changes };
  };
  const begin = (was: Fleet, changes: Partial<Fleet>, by: Hand): Fleet => {
    const is = modified(was, changes);
    become(is, by);
    return is;
  };
  const takeBack = (from: Fleet, was: Fleet): void => {
    const back = begin(from, { status: 'RollingBack' }, 'sagemaker');
    const failureReason = 'Unable to apply the change: insufficient capacity';
    later(chance.between(20, 120) * SECOND, back, () => become(modified(was, { failureReason }), 'sagemaker'));
  };
  const idle = (): Fleet | undefined => {
    const now = fleet.now();
    return now?.status === 'InService' ? now : undefined;
  };

  return {
    name,
    describe: fleet.now,
    stale: fleet.stale,
    update: (to, by) => {
      const was = fleet.now();
      const refusal = whyRefused(was, to);
      if (refusal !== undefined || was === undefined) return refusal ?? { kind: 'refused', message: 'no endpoint' };
      const asked = begin(was, { status: 'Updating', variants: asking(was, to) }, by);
      later(weightsTake(chance.draw()), asked, () => {
        if (chance.maybe(around.takenBack)) takeBack(asked, was);
        else become(modified(asked, { status: 'InService', variants: granted(asked) }), by);
      });
      return { kind: 'accepted' };
    },
    deploy: (deploy, by = 'deploy') => {
      const was = idle();
      if (was === undefined) return false;
      const pending = born.badConfigs && { pending: deploy.config };
      const under = begin(was, { status: 'Updating', ...pending }, by);
      later(deploy.takesMs, under, () => {
        if (deploy.ends === 'rolled-back') return takeBack(under, was);
        if (deploy.ends === 'done') return become(modified(under, deployed(was, deploy)), by);
        const status = deploy.ends === 'failed' ? 'Failed' : 'UpdateRollbackFailed';
        become(modified(under, { status, failureReason: 'The update could not be completed' }), by);
      });
      return true;
    },
    scale: (variant, instances, takesMs) => {
      const was = idle();
      if (was === undefined) return false;
      const variants = was.variants.map((one) => (one.name === variant ? { ...one, instances } : one));
      const under = begin(was, { status: 'Updating' }, 'scaler');
      later(takesMs, under, () => become(modified(under, { status: 'InService', variants }), 'scaler'));
      return true;
    },
    raise: (variant, instances) => {
      const was = fleet.now();
      const refusal = whyRefused(was, { [variant]: 1 });
      if (refusal !== undefined || was === undefined) return refusal ?? { kind: 'refused', message: 'no endpoint' };
      const asked = begin(was, { status: 'Updating' }, 'us');
      later(chance.between(1, 12) * MINUTE, asked, () => {
        if (chance.maybe(around.takenBack)) return takeBack(asked, was);
        const variants = was.variants.map((one) => (one.name === variant ? { ...one, instances } : one));
        become(modified(asked, { status: 'InService', variants }), 'us');
      });
      return { kind: 'accepted' };
    },
    systemUpdate: (takesMs) => {
      const was = idle();
      if (was === undefined) return false;
      const under = { ...was, status: 'SystemUpdating' as const };
      become(under, 'sagemaker');
      later(takesMs, under, () => become({ ...under, status: 'InService' }, 'sagemaker'));
      return true;
    },
    remove: () => {
      const was = fleet.now();
      if (was === undefined) return;
      const going = begin(was, { status: 'Deleting' }, 'hand');
      later(30 * SECOND, going, () => become(undefined, 'hand'));
    },
  };
};

/** Mostly within a minute or two, sometimes for as long as a person would worry. */
const weightsTake = (draw: number): number => (draw < 0.85 ? 15 + draw * 120 : 240 + draw * 120) * SECOND;

const bornFleet = ({ config, weights, instances }: EndpointPlan, now: Instant): Fleet => ({
  status: 'InService',
  config,
  lastModifiedAt: now - 3_600 * SECOND,
  variants: variantsOf(weights, instances),
});

const variantsOf = (weights: Weights, instances: number): Fleet['variants'] =>
  Object.entries(weights).map(([name, weight]) => ({
    name: variantName(name),
    weight: Math.fround(weight),
    desiredWeight: Math.fround(weight),
    instances,
  }));

const whyRefused = (fleet: Fleet | undefined, to: Weights): ShiftAnswer | undefined => {
  if (fleet === undefined) return { kind: 'refused', message: 'ValidationException: Could not find endpoint' };
  if (IN_PROGRESS.includes(fleet.status)) return { kind: 'busy' };
  if (fleet.status !== 'InService')
    return { kind: 'refused', message: `ValidationException: endpoint is ${fleet.status}` };
  const there = desiredWeights(fleet);
  const unknown = Object.keys(to).find((variant) => !(variant in there));
  return unknown === undefined ? undefined : { kind: 'refused', message: `ValidationException: no variant ${unknown}` };
};

/** SageMaker leaves the weight of a variant that a call does not name, and keeps weights as 32-bit floats. */
const asking = ({ variants }: Fleet, to: Weights): Fleet['variants'] =>
  variants.map((one) => ({ ...one, desiredWeight: Math.fround(to[one.name] ?? one.desiredWeight) }));

const granted = ({ variants }: Fleet): Fleet['variants'] =>
  variants.map((one) => ({ ...one, weight: one.desiredWeight }));

const deployed = ({ variants }: Fleet, { config, weights }: Deploy): Partial<Fleet> => ({
  status: 'InService',
  config,
  variants: variantsOf(weights, variants[0]?.instances ?? 1),
});
