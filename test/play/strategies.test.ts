import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { play } from '../../sim/play/play.ts';
import { readTemplate } from '../../sim/template/load.ts';
import { type Resources, scenarioNamed, withoutGrant } from './mutated.ts';
import { linesOf, played } from './played.ts';

const CAPACITY = 'UpdateEndpointWeightsAndCapacities';

test('F19: scale-first asks for capacity before it asks for weights, and each in a call of its own', async () => {
  const { lines } = await played('scale-first');
  const changes = linesOf(lines, 'call', { operation: CAPACITY, outcome: 'ok' });
  expect(changes.map((line) => line['function'])).toEqual(['StrategistHandler', 'ReconcileHandler']);
});

test('F18: scale-first leaves nothing for autoscaling to take back: the floor is as high as stable', async () => {
  const { lines } = await played('scale-first');
  expect(linesOf(lines, 'call', { operation: 'RegisterScalableTarget' })).toMatchObject([{ outcome: 'ok' }]);
  const last = linesOf(lines, 'message', { channel: 'email', topic: 'ChannelsOncall' }).at(-1);
  expect(String(last?.['text'])).toContain('autoscaling floor from 2 to 5');
});

describe('each grant of scaling is needed: without', () => {
  test.each([
    ['lambda:InvokeFunction', 'Reconcile'],
    ['dynamodb:GetItem', 'Strategist'],
    ['application-autoscaling:DescribeScalableTargets', 'Strategist'],
    ['application-autoscaling:RegisterScalableTarget', 'Strategist'],
    ['sagemaker:UpdateEndpointWeightsAndCapacities', 'Strategist'],
  ])('%s of %s, scale-first does not end as it should', async (action, role) => {
    const file = inject('strategiesTemplate');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
    withoutGrant(role, action)(template.Resources);
    const { unmet } = await play({
      template: readTemplate(template, { file, assetsDirectory: dirname(file) }),
      scenario: { ...scenarioNamed('scale-first'), atMostMinutes: 5 },
      seed: 1,
    });
    expect(unmet.join('\n')).toContain(action);
  });
});
