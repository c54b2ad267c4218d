import { describe, expect, test } from 'vitest';
import { ALL_TO_STABLE, ARN, fraud, refusal } from './fraud.ts';

describe('a change is refused', () => {
  test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'] as const)('while %s', (status) => {
    const w = fraud();
    w.sagemaker.setStatus('Fraud-EU', status);
    expect(refusal(() => w.shift(ALL_TO_STABLE))).toEqual({
      code: 'ValidationException',
      message: `Cannot update in-progress endpoint "${ARN}".`,
    });
  });

  test.each(['Failed', 'OutOfService', 'UpdateRollbackFailed'] as const)('in status %s', (status) => {
    const w = fraud();
    w.sagemaker.setStatus('Fraud-EU', status, 'no capacity');
    expect(w.describeEndpoint().FailureReason).toBe('no capacity');
    expect(refusal(() => w.shift(ALL_TO_STABLE)).code).toBe('ValidationException');
  });

  test.each([
    [
      [{ VariantName: 'nobody', DesiredWeight: 1 }],
      'The variant name(s) "nobody" is/are not present within endpoint configuration "fraud-7".',
    ],
    [
      [...ALL_TO_STABLE, { VariantName: 'canary', DesiredWeight: 1 }],
      'The variant name "canary" was non-unique within the request.',
    ],
    [
      [{ VariantName: 'canary', DesiredWeight: -1 }],
      "1 validation error detected: Value '-1' at 'desiredWeightsAndCapacities.1.member.desiredWeight' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      [],
      "1 validation error detected: Value '[]' at 'desiredWeightsAndCapacities' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('for %j', (changes, message) => {
    const w = fraud();
    expect(refusal(() => w.shift(changes))).toEqual({ code: 'ValidationException', message });
    expect(w.describeEndpoint().EndpointStatus).toBe('InService');
    expect(w.events).toEqual([]);
  });

  test('a person’s change is refused as the API’s would be', () => {
    const w = fraud();
    w.sagemaker.changeWeights('ana', 'Fraud-EU', { stable: 1, canary: 1 });
    expect(refusal(() => w.sagemaker.changeWeights('bo', 'Fraud-EU', { stable: 1 })).message).toMatch(/in-progress/);
  });

  test('all weights zero is not simulated: nobody knows what SageMaker does', () => {
    expect(() =>
      fraud().shift([
        { VariantName: 'stable', DesiredWeight: 0 },
        { VariantName: 'canary', DesiredWeight: 0 },
      ]),
    ).toThrow(/no variant would have any weight/);
  });
});
