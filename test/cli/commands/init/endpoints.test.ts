import { describe, expect, test } from 'vitest';
import { toSeen } from '../../../../cli/commands/init/endpoints.ts';
import { isSingle } from '../../../../cli/commands/init/seen.ts';

const described = (over: Partial<Parameters<typeof toSeen>[0]> = {}) =>
  toSeen({
    EndpointName: 'fraud',
    EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
    EndpointStatus: 'InService',
    CreationTime: new Date(0),
    LastModifiedTime: new Date(0),
    ProductionVariants: [
      { VariantName: 'stable', CurrentWeight: Math.fround(0.9), CurrentInstanceCount: 3 },
      { VariantName: 'canary', CurrentWeight: Math.fround(0.1), CurrentInstanceCount: 0 },
    ],
    ...over,
  });

describe('an endpoint', () => {
  test('has shares without the dust of 32-bit floats, and an instance count of 0 is known', () => {
    expect(described()).toEqual({
      endpoint: 'fraud',
      status: 'InService',
      variants: [
        { variant: 'stable', share: 0.9, capacity: { instances: 3 } },
        { variant: 'canary', share: 0.1, capacity: { instances: 0 } },
      ],
    });
  });
  test('of weights that sum to nothing has no shares', () => {
    const ProductionVariants = ['a', 'b'].map((VariantName) => ({ VariantName, CurrentWeight: 0 }));
    expect(described({ ProductionVariants }).variants).toEqual([{ variant: 'a' }, { variant: 'b' }]);
  });
  test('with one variant can go back to an endpoint config', () => {
    const seen = described({ ProductionVariants: [{ VariantName: 'main', CurrentWeight: 1 }] });
    expect(seen).not.toHaveProperty('unfit');
    expect(isSingle(seen)).toBe(true);
  });
  test('with a shadow variant has still one that takes traffic', () => {
    const [only] = [{ VariantName: 'main', CurrentWeight: 1 }];
    expect(
      described({ ProductionVariants: [only], ShadowProductionVariants: [{ VariantName: 'shadow' }] }).unfit,
    ).toEqual({
      kind: 'shadowed',
      why: 'it has one production variant, main, and a shadow variant, which takes no share of the traffic',
    });
  });
  test('that is being created has no variants yet', () => {
    const { variants, unfit } = described({ EndpointStatus: 'Creating', ProductionVariants: undefined });
    expect({ variants, kind: unfit?.kind }).toEqual({ variants: [], kind: 'not-serving' });
  });
  test.each(['Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'] as const)(
    'that is %s serves, and can be guarded',
    (EndpointStatus) => expect(described({ EndpointStatus })).not.toHaveProperty('unfit'),
  );
});
