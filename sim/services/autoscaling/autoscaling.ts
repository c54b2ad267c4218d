import type {
  DeleteScalingPolicyRequest,
  DeregisterScalableTargetRequest,
  DescribeScalableTargetsRequest,
  DescribeScalingActivitiesRequest,
  DescribeScalingPoliciesRequest,
  PutScalingPolicyRequest,
  RegisterScalableTargetRequest,
} from '@aws-sdk/client-application-auto-scaling';
import type { Api, Need, Part, Wires } from '../../types.ts';
import { describeActivities } from './activities.ts';
import { deletePolicy, describePolicies, putPolicy } from './policies.ts';
import { bringWithinBounds, makeScaler, type Scaling } from './scaler.ts';
import { deregister, makeStore, type Store } from './store.ts';
import { DIMENSION, NAMESPACE, type Named } from './target.ts';
import { deregisterTarget, describeTargets, register as registerTarget } from './targets.ts';

/** An endpoint as SageMaker has it, as far as scaling is concerned. */
type Endpoint = {
  readonly status: string;
  readonly failureReason?: string;
  readonly variants: readonly {
    readonly name: string;
    readonly instanceType?: string;
    readonly currentInstances: number;
  }[];
};

/** What Application Auto Scaling knows of SageMaker, and asks of it. */
export type ScaledService = {
  readonly find: (endpointName: string) => Endpoint | undefined;
  readonly scale: (endpointName: string, capacity: { readonly variant: string; readonly instances: number }) => void;
  readonly scaledBy: (registry: {
    readonly scales: (endpointName: string, variantName: string) => boolean;
    readonly forget: (endpointName: string) => void;
  }) => void;
};

export type Autoscaling = Part & {
  /** As a person would have it done. */
  readonly keepWithin: (
    endpoint: string,
    variant: string,
    bounds: { readonly min: number; readonly max: number },
  ) => void;
};

/** Application Auto Scaling of SageMaker's variants. Nothing of it happens unless a target is registered. */
export const makeAutoscaling = (wires: Wires, sagemaker: ScaledService): Autoscaling => {
  const store = makeStore();
  const variantOf = (endpoint: string, variant: string) =>
    sagemaker.find(endpoint)?.variants.find(({ name }) => name === variant);
  sagemaker.scaledBy(registryOf(store));
  const scaling: Scaling = {
    wires,
    store,
    scale: ({ endpoint, variant }, instances) => sagemaker.scale(endpoint, { variant, instances }),
    scaledOf: ({ endpoint, variant: name }) => {
      const [found, variant] = [sagemaker.find(endpoint), variantOf(endpoint, name)];
      return (
        found &&
        variant && {
          instances: variant.currentInstances,
          inService: found.status === 'InService',
          failureReason: found.failureReason,
        }
      );
    },
  };
  const register = registering(scaling, variantOf);
  const keepWithin: Autoscaling['keepWithin'] = (endpoint, variant, { min, max }) => {
    const ResourceId = `endpoint/${endpoint}/variant/${variant}`;
    const bounds = { MinCapacity: min, MaxCapacity: max };
    register({ ServiceNamespace: NAMESPACE, ScalableDimension: DIMENSION, ResourceId, ...bounds });
  };
  return { provisioners: [], api: apiOf(scaling, register), keepWithin };
};

const registryOf = (store: Store): Parameters<ScaledService['scaledBy']>[0] => ({
  scales: (endpoint, variant) => store.targets.has(`endpoint/${endpoint}/variant/${variant}`),
  forget: (name) => {
    const gone = [...store.targets.values()].filter(({ endpoint }) => endpoint === name);
    for (const { resourceId } of gone) deregister(store, resourceId);
  },
});

type VariantOf = (
  endpoint: string,
  variant: string,
) => { readonly currentInstances: number; readonly instanceType?: string } | undefined;

const apiOf = (scaling: Scaling, register: ReturnType<typeof registering>): Api => {
  const { wires, store } = scaling;
  const { partition, region, id } = wires.account;
  const onTarget =
    (action: string) =>
    ({ ServiceNamespace = '', ScalableDimension = '' }: Named): readonly Need[] => [
      {
        action: `application-autoscaling:${action}`,
        resource: `arn:${partition}:application-autoscaling:${region}:${id}:scalable-target/*`,
        context: {
          'application-autoscaling:service-namespace': ServiceNamespace,
          'application-autoscaling:scalable-dimension': ScalableDimension,
        },
      },
    ];
  const onAll = (action: string) => (): readonly Need[] => [
    { action: `application-autoscaling:${action}`, resource: '*' },
  ];
  return {
    name: 'application-autoscaling',
    operations: {
      RegisterScalableTarget: {
        needs: onTarget('RegisterScalableTarget'),
        run: register,
      },
      DeregisterScalableTarget: {
        needs: onTarget('DeregisterScalableTarget'),
        run: (input: DeregisterScalableTargetRequest) => deregisterTarget({ store }, input),
      },
      DescribeScalableTargets: {
        needs: onAll('DescribeScalableTargets'),
        run: (input: DescribeScalableTargetsRequest) => describeTargets(store, input),
      },
      PutScalingPolicy: {
        needs: onTarget('PutScalingPolicy'),
        run: (input: PutScalingPolicyRequest) => putPolicy(wires, store, input),
      },
      DeleteScalingPolicy: {
        needs: onTarget('DeleteScalingPolicy'),
        run: (input: DeleteScalingPolicyRequest) => deletePolicy(store, input),
      },
      DescribeScalingPolicies: {
        needs: onAll('DescribeScalingPolicies'),
        run: (input: DescribeScalingPoliciesRequest) => describePolicies(store, input),
      },
      DescribeScalingActivities: {
        needs: onAll('DescribeScalingActivities'),
        run: (input: DescribeScalingActivitiesRequest) => describeActivities(store, input),
      },
    },
  };
};

const registering = (scaling: Scaling, variantOf: VariantOf) => {
  const { wires, store } = scaling;
  const scaler = makeScaler(scaling);
  return (input: RegisterScalableTargetRequest) => {
    const target = registerTarget({ wires, store, variantOf: scalableOf(variantOf) }, input);
    scaler.wake();
    bringWithinBounds(scaling, target);
    return { ScalableTargetARN: target.arn };
  };
};

const scalableOf = (variantOf: VariantOf) => (endpoint: string, variant: string) => {
  const found = variantOf(endpoint, variant);
  return found && { instances: found.currentInstances, instanceType: found.instanceType };
};
