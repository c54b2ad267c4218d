import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { reportOf } from '../../../cli/commands/explain/report.ts';
import { RIGHTS } from '../../../cli/commands/explain/rights.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { atTenSeconds, livePast, wholeSeconds } from './past.ts';
import { smallAccount } from './small-account.ts';

const DEMO = ['--config', 'infra/demo.config.ts'];
let refused = '';
const account = smallAccount({
  faults: {
    call: (api, operation) =>
      refused === `${api} ${operation}`
        ? { kind: 'error', code: 'AccessDenied', message: 'User: ana is not authorized to perform: it', status: 403 }
        : undefined,
  },
});
const type = (args: readonly string[], width = 80) => account().type([...args, ...DEMO], { width });
const json = async (...args: readonly string[]) => {
  const { code, out } = await type(['explain', ...args, '--json']);
  return { code, report: JSON.parse(out) as ReturnType<typeof reportOf> };
};
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const widest = (text: string) =>
  Math.max(...text.split('\n').map((row) => (/^ *(aws|npx) /.test(row) ? 0 : row.length)));

test('the policy is a page of Markdown, the same for the same deployment', async () => {
  const { code, out } = await type(['explain', 'fraud-detector', '--markdown']);
  expect(code).toBe(0);
  await expect(out).toMatchFileSnapshot('golden/explain.md');
  await account().passMinutes(1);
  expect((await type(['explain', 'fraud-detector', '--markdown'], 120)).out).toBe(out);
  expect(JSON.parse((await type(['explain', 'fraud-detector', '--markdown', '--json'])).out)).toMatchObject({
    markdown: out,
  });
});

test('an endpoint that is not guarded is told', async () => {
  expect(await type(['explain', 'fraud-detectr'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/did\syou\smean\sfraud-detector\?/),
  });
});

describe('where nothing is deployed', () => {
  const elsewhere = (...args: readonly string[]) => type(['explain', ...args, '--stack', 'none']);
  test('the config counts, and it says so; whether the guards would see enough is known all the same', async () => {
    const { code, out } = await elsewhere('fraud-detector');
    expect(code).toBe(0);
    expect(oneLine(out)).toContain('As in infra/demo.config.ts, which may not be deployed.');
    expect(oneLine(out)).toContain('There is no stack none in this account and Region.');
    expect(oneLine(out)).toContain('None: nothing is known to be deployed.');
    expect(oneLine(out)).toContain('canary had the 20 requests a minute that it takes in each of');
  });
  test('and there is no config either, that is told', async () => {
    const typed = ['explain', 'fraud-detector', '--stack', 'none', '--config', 'no.config.ts'];
    expect(await account().type(typed)).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no stack none'),
    });
  });
});

test.each([
  ['sagemaker DescribeEndpoint', 'The traffic could not be read.', null],
  ['cloudwatch DescribeAlarms', 'Nobody can tell: see above.', null],
  ['cloudwatch GetMetricData', 'the metrics could not be read', 'nothing'],
  ['ssm GetParameter', 'and then it counts as', 'nothing'],
  ['dynamodb GetItem', 'The ledger did not answer', 'nothing'],
] as const)('without %s the rest is explained', async (call, sentence, verdict) => {
  refused = call;
  const { out } = await type(['explain', 'fraud-detector']);
  const { code, report } = await json('fraud-detector');
  refused = '';
  expect(code).toBe(1);
  expect(oneLine(out)).toContain(sentence);
  expect(oneLine(out)).toContain('What is taken from canary is not given back');
  expect(report.decision?.verdict ?? null).toBe(verdict);
});

describe('with a past:', () => {
  beforeAll(() => livePast(account()));
  beforeEach(() => atTenSeconds(account()));

  test.each([
    ['fraud-detector', 80],
    ['fraud-detector', 120],
    ['fraud-observe', 80],
    ['FraudDetector-EU', 80],
  ] as const)('%s at %i columns', async (endpoint, width) => {
    const { code, out, err } = await type(['explain', endpoint], width);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(widest(out)).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/explain-${endpoint}-${width}.txt`);
  });

  test('as JSON', async () => {
    await expect(wholeSeconds((await type(['explain', 'fraud-observe', '--json'])).out)).toMatchFileSnapshot(
      'golden/explain.json',
    );
  });

  test('its page shows it', async () => {
    const { report } = await json('fraud-detector');
    const shown = { ...report, guards: report.guards.slice(0, 1), afterShift: [] };
    await expectOnPage('docs/cli/explain.md', {
      example: `$ npx sagemaker-rollback explain fraud-detector\n${(await type(['explain', 'fraud-detector'])).out}`,
      json: wholeSeconds(JSON.stringify(shown, null, 2)),
      rights: rightsShown(RIGHTS),
    });
  });

  test('a canary without traffic can lead to nothing', async () => {
    const { world, passMinutes } = account();
    world.sagemaker.changeWeights('ana', 'fraud-detector', { stable: 1, canary: 0 });
    await passMinutes(3);
    const { report } = await json('fraud-detector');
    expect(report.decision).toMatchObject({ verdict: 'nothing', says: 'NOTHING: all traffic is on stable already.' });
    expect((await type(['explain', 'fraud-detector'])).out).toContain(
      'Nothing now: canary has no traffic to take away.',
    );
  });
});
