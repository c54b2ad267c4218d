import type { ApiName } from '../../../../sim/types.ts';
import type { World } from '../../../../sim/world.ts';
import { daily, remember, wobble } from './history.ts';

/** Somebody else calls, before the command is typed. */
export const ask = ({ parts }: World, api: ApiName, operation: string, input: object): void => {
  const found = parts.find((part) => part.api?.name === api)?.api?.operations[operation];
  found?.run(input as never, { kind: 'person', name: 'ana' });
};

type Shares = Readonly<Record<string, number>>;

export const endpoint = (world: World, name: string, shares: Shares, instances = 2): void =>
  world.sagemaker.create({
    name,
    configName: `${name}-config`,
    variants: Object.entries(shares).map(([variant, weight]) => ({ name: variant, weight, instances })),
  });

type Scaled = { readonly endpoint: string; readonly variant: string; readonly min: number; readonly max: number };

export const scaled = (world: World, { endpoint: name, variant, min, max }: Scaled): void =>
  ask(world, 'application-autoscaling', 'RegisterScalableTarget', {
    ServiceNamespace: 'sagemaker',
    ResourceId: `endpoint/${name}/variant/${variant}`,
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    MinCapacity: min,
    MaxCapacity: max,
  });

/**
 * Three days of metrics. `fraud-detector` is as one would want it; `Ranking` is three models side by side, of which one
 * is bad and one idle; `pricing` is serverless; the others cannot be guarded as they are.
 */
export const furnished = (world: World): void => {
  const days = 3;
  const small = (minute: number): number => (wobble(minute) > 0.9 ? 0.012 : 0.001);
  endpoint(world, 'fraud-detector', { stable: 0.9, canary: 0.1 }, 3);
  const fraud = { endpoint: 'fraud-detector', days };
  remember(
    world,
    { ...fraud, variant: 'stable' },
    { requests: daily(800, 1_300), errors: small, p99Ms: daily(150, 220) },
  );
  remember(world, { ...fraud, variant: 'canary' }, { requests: daily(80, 160), errors: small, p99Ms: daily(150, 240) });
  scaled(world, { endpoint: 'fraud-detector', variant: 'stable', min: 2, max: 6 });

  endpoint(world, 'Ranking', { blue: 40, green: 35, grey: 25 });
  const ranking = { endpoint: 'Ranking', days: 1 };
  remember(world, { ...ranking, variant: 'blue' }, { requests: () => 400, errors: small });
  remember(world, { ...ranking, variant: 'green' }, { requests: () => 350, errors: () => 0.1 });
  remember(world, { ...ranking, variant: 'grey' }, { requests: () => 4 });

  endpoint(world, 'churn', { AllTraffic: 1 });
  remember(world, { endpoint: 'churn', variant: 'AllTraffic', days: 1 }, { requests: () => 310 });
  endpoint(world, 'broken', { a: 1, b: 1 });
  world.sagemaker.setStatus('broken', 'Failed', 'no capacity');
  endpoint(world, 'new', { a: 1, b: 1 });
  world.sagemaker.setStatus('new', 'Creating');
  serverless(world, 'pricing');
};

const serverless = (world: World, name: string): void => {
  const model = { PrimaryContainer: { Image: 'model:1' } };
  ask(world, 'sagemaker', 'CreateModel', { ModelName: `${name}-model`, ...model });
  const variant = (VariantName: string, InitialVariantWeight: number) => ({
    VariantName,
    ModelName: `${name}-model`,
    InitialVariantWeight,
    ServerlessConfig: { MemorySizeInMB: 2_048, MaxConcurrency: 20 },
  });
  ask(world, 'sagemaker', 'CreateEndpointConfig', {
    EndpointConfigName: `${name}-config`,
    ProductionVariants: [variant('main', 1), variant('next', 0)],
  });
  ask(world, 'sagemaker', 'CreateEndpoint', { EndpointName: name, EndpointConfigName: `${name}-config` });
};
