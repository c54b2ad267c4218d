import { expect, inject, test } from 'vitest';
import { play } from '../../sim/play/play.ts';
import { badCanary } from '../../sim/scenarios/rollbacks.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import type { Fault } from '../../sim/types.ts';

const once =
  (fault: Fault) =>
  (_: string, operation: string, n: number): Fault | undefined =>
    operation === 'UpdateEndpointWeightsAndCapacities' && n === 1 ? fault : undefined;

test.for<[string, Fault]>([
  ['before it took effect', { kind: 'no-reply', effect: 'before' }],
  ['after it took effect', { kind: 'no-reply', effect: 'after' }],
  ['by an error of the service', { kind: 'error', code: 'InternalFailure', message: 'We are sorry', status: 500 }],
])('F41: a shift whose answer is lost %s is proved all the same, and told once', async ([, fault]) => {
  const scenario = { ...badCanary, faults: { call: once(fault) } };
  const { story } = await play({ template: loadTemplate(inject('demoTemplate')), scenario, seed: 1 });
  expect(story).toMatchObject({ endState: 'RECOVERED', messages: 2, weights: { canary: 0 } });
});
