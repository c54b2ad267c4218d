import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, inject, test } from 'vitest';
import { play } from '../../sim/play/play.ts';
import { readTemplate } from '../../sim/template/load.ts';
import { type Resources, scenarioNamed, withoutGrant } from './mutated.ts';

/** The order comes at the story's sixteenth minute. */
const LONG_ENOUGH = 16;

const playWithout = (action: string) => {
  const file = inject('strategiesTemplate');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  withoutGrant('Strategist', action)(template.Resources);
  return play({
    template: readTemplate(template, { file, assetsDirectory: dirname(file) }),
    scenario: { ...scenarioNamed('restore-config'), atMostMinutes: LONG_ENOUGH },
    seed: 1,
  });
};

test.each(['sagemaker:UpdateEndpoint', 'sagemaker:DescribeEndpointConfig', 'sagemaker:DescribeModel', 'iam:GetRole'])(
  'without %s no endpoint config is restored, and the grant is named',
  async (action) => {
    const { unmet, story } = await playWithout(action);
    expect(unmet).toContainEqual(expect.stringContaining(`StrategistHandler → ${action}`));
    expect(story.has('call', { operation: 'UpdateEndpoint', outcome: 'ok' })).toBe(false);
  },
);
