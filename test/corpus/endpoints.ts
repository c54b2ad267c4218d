import type { Case } from './case.ts';

type Json = Readonly<Record<string, unknown>>;

const PLAIN: Json = {
  EndpointName: 'fraud',
  EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
  EndpointConfigName: 'config-1',
  EndpointStatus: 'InService',
  CreationTime: 1_767_000_000,
  LastModifiedTime: 1_767_000_000,
};

const weighing = (VariantName: string, weight: unknown, over: Json = {}): Json => ({
  VariantName,
  CurrentWeight: weight,
  DesiredWeight: weight,
  CurrentInstanceCount: 2,
  DesiredInstanceCount: 2,
  ...over,
});

const both = (over: Json = {}): readonly Json[] => [weighing('stable', 90, over), weighing('canary', 10, over)];

const without = (variant: Json, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(variant).filter(([key]) => !keys.includes(key)));

const onServerless = (variant: Json): Json => ({
  ...without(variant, 'CurrentInstanceCount', 'DesiredInstanceCount'),
  CurrentServerlessConfig: { MemorySizeInMB: 2_048, MaxConcurrency: 5 },
});

/** What endpoints are made of. The first ones can be shifted when they are InService, the others never. */
const SHIFTABLE: Readonly<Record<string, Json>> = {
  instances: { ProductionVariants: both() },
  serverless: { ProductionVariants: both().map(onServerless) },
  async: { ProductionVariants: both(), AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://b/p' } } },
  'multi-model': { ProductionVariants: both({ DeployedImages: [{ SpecifiedImage: 'i' }, { SpecifiedImage: 'j' }] }) },
  shadow: { ProductionVariants: both(), ShadowProductionVariants: [weighing('shadow', 50)] },
  'instance pools': { ProductionVariants: both({ InstancePools: [{ InstanceType: 'ml.m5.large', Priority: 1 }] }) },
  'a deployment under way': {
    ProductionVariants: both(),
    PendingDeploymentSummary: { EndpointConfigName: 'config-2', ProductionVariants: [{ VariantName: 'next' }] },
  },
};

const NEVER: Readonly<Record<string, Json>> = {
  'no variants': { ProductionVariants: [] },
  'no list of variants': {},
  'inference components': {
    ProductionVariants: ['stable', 'canary'].map((VariantName) => ({ VariantName, CurrentInstanceCount: 1 })),
  },
  'stable alone': { ProductionVariants: [weighing('stable', 100)] },
  'canary alone': { ProductionVariants: [weighing('canary', 100)] },
  'stable renamed': { ProductionVariants: [weighing('Stable', 90), weighing('canary', 10)] },
  'canary renamed': { ProductionVariants: [weighing('stable', 90), weighing('Canary', 10)] },
  'shadows alone': { ShadowProductionVariants: both() },
  'stable without instances': {
    ProductionVariants: [weighing('stable', 90, { CurrentInstanceCount: 0 }), weighing('canary', 10)],
  },
  'stable of fewer than no instances': {
    ProductionVariants: [weighing('stable', 90, { CurrentInstanceCount: -1 }), weighing('canary', 10)],
  },
  'stable named twice': { ProductionVariants: [...both(), weighing('stable', 1)] },
  'canary named twice': { ProductionVariants: [...both(), weighing('canary', 1)] },
  'a variant without a name': { ProductionVariants: [...both(), without(weighing('x', 1), 'VariantName')] },
  'a variant whose name is a number': { ProductionVariants: [...both(), { ...weighing('x', 1), VariantName: 7 }] },
  'stable with hardly any traffic': { ProductionVariants: [weighing('stable', 1), weighing('canary', 99)] },
  'no traffic for the canary': { ProductionVariants: [weighing('stable', 1), weighing('canary', 0)] },
  'no traffic at all': { ProductionVariants: [weighing('stable', 0), weighing('canary', 0)] },
  'a hundred strange variants': {
    ProductionVariants: Array.from({ length: 100 }, (_, place) => weighing(`v${place}`, 1)),
  },
};

/** The eight in which SageMaker changes no weights, and some that it does not have (yet). */
const STATUSES: readonly unknown[] = [
  'OutOfService',
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
  'Failed',
  'UpdateRollbackFailed',
  'Suspended',
  'inservice',
  'InService ',
  '',
  'IN_SERVICE',
  '__proto__',
  7,
  null,
  ['InService'],
];

/** Of another kind, or what no weight can be. `null` is none of them: it says that there is no weight, and may be so. */
const NO_WEIGHTS: readonly unknown[] = [
  '',
  '10',
  'much',
  true,
  [],
  [10],
  {},
  'NaN',
  'Infinity',
  '-Infinity',
  -1,
  -0.5,
  -90,
  -1e38,
  '1e400',
];

const weights = (): readonly Case<Json>[] =>
  NO_WEIGHTS.flatMap((weight, place) =>
    (['CurrentWeight', 'DesiredWeight'] as const).flatMap((key) =>
      ['stable', 'canary', 'both'].flatMap((whose) =>
        [both(), both().map(onServerless)].map((variants, shape) => ({
          name: `InService, shape ${shape}, ${key} of ${whose} is ${JSON.stringify(weight)} #${place}`,
          input: {
            ...PLAIN,
            ProductionVariants: variants.map((one) =>
              whose === 'both' || one['VariantName'] === whose ? { ...one, [key]: weight } : one,
            ),
          },
        })),
      ),
    ),
  );

const wrongFields = (): readonly Case<Json>[] =>
  ['EndpointStatus', 'ProductionVariants', 'LastModifiedTime'].flatMap((key) =>
    ['x', true, {}, { a: 1 }, ['x'], [7], [[]], [true], 'NaN', -1e300, 1e300].map((value, place) => ({
      name: `InService, ${key} is ${JSON.stringify(value)} #${place}`,
      input: { ...PLAIN, ...SHIFTABLE['instances'], [key]: value },
    })),
  );

/** Bodies of a 200 that say nothing. */
const BODIES = ['', 'null', '[]', '{}', '7', '"InService"', 'nope', '<html>', '{"EndpointStatus":', '[[[[', '\u0000'];

export const DESCRIPTIONS: readonly Case<string>[] = [
  ...STATUSES.flatMap((EndpointStatus, place) =>
    Object.entries({ ...SHIFTABLE, ...NEVER }).map(([shape, parts]) => ({
      name: `status ${JSON.stringify(EndpointStatus)} #${place}, ${shape}`,
      input: JSON.stringify({ ...PLAIN, EndpointStatus, ...parts }),
    })),
  ),
  ...Object.entries(NEVER).map(([shape, parts]) => ({
    name: `InService, ${shape}`,
    input: JSON.stringify({ ...PLAIN, ...parts }),
  })),
  {
    name: 'InService, never modified',
    input: JSON.stringify({ ...PLAIN, ...SHIFTABLE['instances'], LastModifiedTime: undefined }),
  },
  ...[...weights(), ...wrongFields()].map(({ name, input }) => ({ name, input: JSON.stringify(input) })),
  ...BODIES.map((body) => ({ name: `the body ${JSON.stringify(body)}`, input: body })),
];

/** One that is all right, and must be shifted: without it, none of the above would say anything. */
export const GOOD_DESCRIPTIONS: readonly Case<string>[] = Object.entries(SHIFTABLE)
  .filter(([shape]) => shape !== 'a deployment under way')
  .map(([shape, parts]) => ({ name: shape, input: JSON.stringify({ ...PLAIN, ...parts }) }));
