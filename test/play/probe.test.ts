import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, inject, test } from 'vitest';
import { play } from '../../sim/play/play.ts';
import type { Scenario } from '../../sim/play/scenario.ts';
import { orders } from '../../sim/scenarios/shop.ts';
import { readTemplate } from '../../sim/template/load.ts';
import type { JournalLine } from '../../sim/types.ts';
import { only, type Resources, scenarioNamed } from './mutated.ts';

const UNHEARD = 'sagemaker-rollback/self/alarms-unheard';

type Quiet = {
  readonly mutate?: (resources: Resources) => void;
  readonly scenario?: string;
  readonly script?: Scenario['script'];
};

/** Four hours and a half in which nothing is wrong with what endpoints answer. */
const quiet = async ({
  mutate,
  scenario = 'bad-canary',
  script = () => undefined,
}: Quiet = {}): Promise<readonly JournalLine[]> => {
  const file = inject(`${scenarioNamed(scenario).stack ?? 'demo'}Template`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  mutate?.(template.Resources);
  const { lines } = await play({
    template: readTemplate(template, { file, assetsDirectory: dirname(file) }),
    scenario: {
      ...scenarioNamed(scenario),
      endsAs: null,
      script,
      expects: [],
      playsOn: true,
      atMostMinutes: 270,
    },
    seed: 1,
    enough: (line) => line.kind === 'alarm' && line['alarm'] === UNHEARD && line['to'] === 'ALARM',
  });
  return lines;
};
const wentOff = (lines: readonly JournalLine[], alarm: string): number =>
  lines.filter((line) => line.kind === 'alarm' && line['alarm'] === alarm && line['to'] === 'ALARM').length;

test('the probe goes off once an hour, is heard, and nothing comes of it', async () => {
  const lines = await quiet();
  expect(wentOff(lines, 'sagemaker-rollback/probe/alarm-rule')).toBe(4);
  const accounts = lines.filter(
    (line) => line.kind === 'log' && line['by'] === 'probe' && line['message'] === 'accounted',
  );
  expect(accounts.map((line) => [line['outcome'], line['because']])).toEqual(
    Array(4).fill(['ignored', 'the probe was heard']),
  );
  expect(wentOff(lines, UNHEARD)).toBe(0);
  expect(lines.filter(({ kind }) => kind === 'message' || kind === 'missing-hop')).toEqual([]);
});

test('F05: a rule that hands no alarm over is told of, though no guard went off', async () => {
  const lines = await quiet({
    mutate: (all) => {
      only(all, 'AWS::Events::Rule', 'TriggersAlarmChanged')['State'] = 'DISABLED';
    },
  });
  expect(wentOff(lines, UNHEARD)).toBe(1);
});

test('F29: a guard whose metric nobody publishes any more is told once, with where to look', async () => {
  const lines = await quiet({
    scenario: 'business-figure',
    script: ({ at, publishes }) => at(1, () => publishes(orders('canary'), 60, [])),
  });
  const letters = lines.filter((line) => line.kind === 'message' && line['channel'] === 'email');
  expect(letters.map((line) => line['subject'])).toEqual([
    'BLIND fraud-measured: orders has seen no data of canary for 3 hours, though requests came',
  ]);
  expect(letters[0]?.['text']).toContain('Shop OrderPlaced (Endpoint=fraud-measured, Variant=canary)');
});
