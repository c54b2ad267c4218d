import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { readOptions } from '../../cli/start-options.ts';
import { play } from '../../sim/play/play.ts';
import { SCENARIOS } from '../../sim/scenarios/index.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import { named, only, type Resources } from '../play/mutated.ts';
import { start } from './run.ts';

const demo = inject('demoTemplate');

/** A file beside the demo's template, where its assets are. */
const beside = (name: string, text: string): string => {
  const file = join(dirname(demo), name);
  writeFileSync(file, text);
  return file;
};

const mutated = (name: string, mutate: (resources: Resources) => void): string => {
  const template = JSON.parse(readFileSync(demo, 'utf8')) as { Resources: Resources };
  mutate(template.Resources);
  return beside(name, JSON.stringify(template));
};

const withoutAsset = (resources: Resources): void => {
  for (const [, { Properties }] of named(resources, /^ReconcileHandler[0-9A-F]{8}$/)) {
    Properties['Code'] = { S3Bucket: 'b', S3Key: 'f00d.zip' };
  }
};

const ruleDisabled = (resources: Resources): void => {
  only(resources, 'AWS::Events::Rule', 'TriggersAlarmChanged')['State'] = 'DISABLED';
};

const ofUnknownType = (resources: Resources): void => {
  resources['Strange'] = { Type: 'AWS::Strange::Thing', Properties: {} };
};

type Refused = readonly [what: string, args: () => readonly string[], complaint: RegExp];

describe('what cannot be played is refused with a word on how to mend it:', () => {
  test.each<Refused>([
    ['an unknown scenario', () => ['--scenario', 'no-such'], /--scenario no-such.*bad-canary/],
    ['a scenario in other letters', () => ['--scenario', 'Bad-Canary'], /--scenario Bad-Canary/],
    ['an unknown option', () => ['--scenarios'], /--scenarios/],
    ['an option without its value', () => ['--seed'], /--seed/],
    ['words that are no options', () => ['bad-canary'], /bad-canary/],
    ['a seed in words', () => ['--seed', 'one'], /--seed one.*whole number/],
    ['a seed with a fraction', () => ['--seed', '1.5'], /--seed 1\.5/],
    ['a seed below zero', () => ['--seed=-1'], /--seed -1/],
    ['a speed of its own', () => ['--speed', 'fast'], /--speed fast.*max, 60 or 1/],
    ['a comparison with something unknown', () => ['--compare', 'ours'], /--compare ours: it must be naive/],
    ['a comparison of asking people', () => ['--compare', 'naive', '--scenario', 'recommend'], /this asks people/],
    [
      'a comparison of a strategy',
      () => ['--compare', 'naive', '--scenario', 'fall-back'],
      /does more than moving weights/,
    ],
    ['a comparison at a speed', () => ['--compare', 'naive', '--speed', '60'], /--speed does not go with it/],
    ['a comparison of a recording', () => ['--compare', 'naive', '--replay', 'x.csv'], /--replay does not go with it/],
    ['a speed named like a part of every object', () => ['--speed', 'constructor'], /--speed constructor/],
  ])('%s', (_, args, complaint) => {
    const error = thrownBy(() => readOptions(args(), false));
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(complaint) });
  });

  test.each<Refused>([
    ['a template that does not exist', () => ['/no/such.template.json'], /such\.template\.json.*not exist/s],
    ['a template that is a directory', () => [dirname(demo)], /sagemaker-rollback-test/],
    ['a template that is no JSON', () => [beside('words.template.json', 'Resources:')], /not JSON/],
    ['a template without resources', () => [beside('empty.template.json', '{}')], /Resources/],
    [
      'a template that guards another endpoint',
      () => [beside('other.template.json', readFileSync(demo, 'utf8').replaceAll('fraud-detector', 'mine'))],
      /it guards mine, .*bad-canary is about fraud-detector/,
    ],
    [
      'a template with a resource that nobody knows',
      () => [mutated('strange.template.json', ofUnknownType)],
      /AWS::Strange::Thing/,
    ],
  ])('%s', async (_, files, complaint) => {
    const [file = ''] = files();
    const { scenario, seed } = readOptions(['--template', file], false);
    const played = async () => play({ template: loadTemplate(file), scenario, seed });
    await expect(played()).rejects.toMatchObject({
      name: 'TemplateError',
      message: expect.stringMatching(complaint) as unknown,
    });
  });
});

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe.concurrent('a refusal is said on stderr, without a trace, and nothing is on stdout', () => {
  test.each<Refused>([
    ['of an option', () => ['--seed', 'one'], /--seed one.*whole number/],
    ['of a template whose asset is missing', () => ['--template', mutated('gone.template.json', withoutAsset)], /f00d/],
  ])('%s', async (_, args, complaint) => {
    const { code, stdout, stderr } = await start(...args());
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('--list names every scenario, with its sentence', async () => {
  const { code, stdout, stderr } = await start('--list');
  const lines = stdout.trimEnd().split('\n');
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(48);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual(SCENARIOS.map(({ name, title }) => [name, title]));
  expect([code, stderr]).toEqual([0, '']);
});

test('--help says what can be asked, on stdout', async () => {
  const { code, stdout, stderr } = await start('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('--scenario NAME');
});

test('--list --json is one object a line', async () => {
  const { stdout } = await start('--list', '--json');
  const listed = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(listed).toEqual(SCENARIOS.map(({ name, title, endsAs }) => ({ name, title, endsAs })));
});

test('--json tells the story as one object a line, the summary last, and exits 0', async () => {
  const { code, stdout, stderr } = await start('--json', '--seed', '7', '--template', demo);
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ kind }) => kind === 'summary')).toHaveLength(1);
  const time = expect.stringMatching(/^2026-01-05T10:\d\d:\d\d\.\d{3}Z$/) as unknown;
  expect(lines.at(-1)).toMatchObject({
    kind: 'summary',
    scenario: 'bad-canary',
    seed: 7,
    endState: 'RECOVERED',
    breachAt: time,
    shiftRequestedAt: time,
    provedAt: time,
    sequentialCallsBeforeShift: 2,
    messages: 2,
    awsCalls: { UpdateEndpointWeightsAndCapacities: 1 },
    asExpected: true,
    unmet: [],
  });
  const times = lines.map(({ at }) => String(at));
  expect(times).toEqual(times.toSorted());
});

test('--compare naive --json is one object for each scenario, the summary last', async () => {
  const { code, stdout, stderr } = await start('--compare', 'naive', '--scenario', 'alarm-set-by-hand', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const [pair, summary, ...more] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(pair).toMatchObject({
    kind: 'pair',
    scenario: 'alarm-set-by-hand',
    naive: { users: { hurt: 0 }, shifts: 1, canaryShare: 0, told: 'move' },
    ours: { users: { hurt: 0 }, shifts: 0, canaryShare: 0.1, told: 'no-move' },
    verdict: { users: 'same', told: 'same', moved: ['naive'] },
    unmet: [],
  });
  expect(summary).toMatchObject({ kind: 'summary', seed: 1, scenarios: 1, asExpected: true });
  expect(more).toEqual([]);
});

test('a template with a hop missing exits 1, and its summary says which', async () => {
  const { code, stdout } = await start('--json', '--template', mutated('hop.template.json', ruleDisabled));
  expect(code).toBe(1);
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { asExpected: boolean; unmet: string[] };
  expect(summary.asExpected).toBe(false);
  expect(summary.unmet.join('\n')).toMatch(/EventBridge hands the alarm to Reconcile/);
});
