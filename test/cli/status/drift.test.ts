import { expect, test } from 'vitest';
import { driftOf } from '../../../cli/commands/status/drift.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { deployment, endpointName, guard, policy } from '../../builders.ts';

const drift = (own: Partial<Policy>, deployed: Partial<Policy> = {}) =>
  driftOf(deployment(policy(deployed)), deployment(policy(own)));

test('a file that says what is deployed does not differ', () => {
  expect(drift({})).toEqual([]);
});

test.each<readonly [Partial<Policy>, string]>([
  [{ mode: 'observe' }, 'fraud differs in mode (observe, deployed: auto)'],
  [{ stableMinShare: 0.8 }, 'fraud differs in stableMinShare (0.8, deployed: 0.5)'],
  [{ stableMaxRequestsPerInstance: 900 }, 'fraud differs in stableMaxRequestsPerInstance (900, deployed: none)'],
  [{ guards: [guard({ above: 0.03 })] }, 'fraud differs in guards'],
  [{ mode: 'observe', contacts: { emails: [] } }, 'fraud differs in mode (observe, deployed: auto) and tell'],
])('%j is named', (own, expected) => {
  expect(drift(own)).toEqual([expected]);
});

test('endpoints that came and went are named', () => {
  const eu = policy({ endpoint: endpointName('eu') });
  expect(driftOf(deployment(policy()), deployment(eu))).toEqual([
    'it guards eu, and what is deployed does not',
    'it no longer guards fraud, and what is deployed still does',
  ]);
});
