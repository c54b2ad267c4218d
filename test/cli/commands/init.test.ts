import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../../cli/account/config.ts';
import { RIGHTS } from '../../../cli/commands/init/rights.ts';
import { emptyTemplate } from '../../../sim/template/load.ts';
import type { Fault } from '../../../sim/types.ts';
import { furnished } from './init/accounts.ts';
import { smallAccount } from './small-account.ts';

const denied = new Set<string>();
const called = new Set<string>();

const DENIAL: Omit<Extract<Fault, { kind: 'error' }>, 'message'> = {
  kind: 'error',
  code: 'AccessDeniedException',
  status: 400,
};

const account = smallAccount({
  template: emptyTemplate(),
  prepare: furnished,
  faults: {
    call: (api, operation) => {
      const action = `${api}:${operation}`;
      called.add(action);
      const message = `User: arn:aws:iam::111122223333:user/ana is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
      return denied.has(action) ? { ...DENIAL, message } : undefined;
    },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'init-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => denied.clear());
const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

const DAY = ['--days', '1'];
const ALL = ['init', ...DAY, '--yes', '--email', 'ana@example.com'];
const ONE = [...ALL, '--endpoint', 'fraud-detector'];
const ALL_DAYS = ['--days', '3'];

describe('what there is', () => {
  test.each([80, 120])('is told at %i columns, and the config is all that --out - prints', async (width) => {
    const { code, out, err } = await account().type([...ALL, ...ALL_DAYS, '--out', '-'], { width });
    expect(code).toBe(0);
    expect(Math.max(...err.split('\n').map((row) => row.length))).toBeLessThanOrEqual(width);
    await expect(err).toMatchFileSnapshot(`golden/init-${width}.txt`);
    await expect(out).toMatchFileSnapshot('golden/init.config.txt');
  });

  test('is told as JSON, with the config as data', async () => {
    const { code, out } = await account().type([...ONE, ...ALL_DAYS, '--out', '-', '--json']);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/init.json');
  });

  test('is read with no other rights than docs/cli lists', () => {
    expect([...called].toSorted()).toEqual(RIGHTS.map(({ action }) => action).toSorted());
  });
});

describe('the config', () => {
  test('is written, can be deployed as it is, and nothing happens by it', async () => {
    const path = file('rollback.config.ts');
    const { code, out } = await account().type([...ALL, '--out', path]);
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${path}: 3 endpoints, mode observe`);
    const config = await readConfig(path);
    expect(config?.deployment.policies.map(({ endpoint, mode }) => `${endpoint} ${mode}`)).toEqual([
      'Ranking observe',
      'fraud-detector observe',
      'pricing observe',
    ]);
  });

  test('of an endpoint with one variant restores its last good config, once it is named', async () => {
    const path = file('single.config.ts');
    const { code, out } = await account().type([...ALL, '--out', path, '--endpoint', 'churn']);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('Its last good endpoint config comes back on more than');
    expect(out).toContain('docs/restore.md');
    expect((await readConfig(path))?.deployment.policies).toMatchObject([
      { endpoint: 'churn', stable: 'AllTraffic', canaries: [], restore: { bakeMinutes: 60 }, mode: 'observe' },
    ]);
    // Where this checkout lies is in the import.
    const written = readFileSync(path, 'utf8').replace(/'[^']*\/infra\//, "'./infra/");
    await expect(written).toMatchFileSnapshot('golden/init-restore.config.txt');
  });

  test('replaces the shipped example unasked', async () => {
    const path = file('example.config.ts', configOf('my-endpoint'));
    expect(await account().type([...ONE, '--out', path])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Replaced'),
    });
    expect(readFileSync(path, 'utf8')).toContain("endpoint: 'fraud-detector'");
  });

  test.each([
    ['an endpoint of its own', () => configOf('churn')],
    ['mistakes', () => configOf('my-endpoint').replace('canaries', 'canary')],
  ])('leaves one alone that has %s, unless told to', async (what, text) => {
    const path = file(`${what.replaceAll(' ', '-')}.config.ts`, text());
    expect(await account().type([...ONE, '--out', path], { width: 200 })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('is a config of your own, and was left as it is.\nWrite elsewhere'),
    });
    expect(readFileSync(path, 'utf8')).toBe(text());
    expect(await account().type([...ONE, '--out', path, '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).not.toBe(text());
  });

  test.each([
    ['--out', join(tmpdir(), 'no-such-folder', 'x.ts'), 'cannot be written: ENOENT'],
    ['--out', 'config.json', '--out config.json is no TypeScript file.'],
    ['--days', '15', 'It is a whole number from 1 to 14.'],
    ['--email', 'ana', "tell.emails[1] must be one email address; saw 'ana'"],
    ['--slack-parameter', 'https://hooks.slack.com/services/T0/B0/x', 'tell.slackWebhookParameter must be the name'],
    ['--stable', 'stabel', 'fraud-detector has no variant stabel; did you mean stable?'],
    ['--endpoint', 'Fraud-Detector', 'There is no endpoint Fraud-Detector in this account and Region; did you mean'],
    ['--endpoint', 'zzz', 'There are Ranking, broken, churn, fraud-detector, new, pricing.'],
    ['--endpoint', 'broken', 'broken cannot be guarded: it has failed, and can only be deleted'],
    ['--endpoint', 'new', 'new cannot be guarded: it is being created: wait until it is InService.'],
  ])('is not written with %s %s', async (option, value, why) => {
    const { code, err } = await account().type([...ONE, '--out', file('never.ts'), option, value], { width: 200 });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) });
    expect(() => readFileSync(file('never.ts'))).toThrow('ENOENT');
  });

  test('needs somebody to tell before anything is read', async () => {
    called.clear();
    expect(await account().type(['init', '--yes'])).toEqual({
      code: 2,
      out: '',
      err: 'Nobody knows whom to tell, and nothing was written.\nSay it: --email ADDRESS, --slack-parameter NAME, or both.\n',
    });
    expect([...called]).toEqual([]);
  });
});

describe('asks', () => {
  const asked = (answers: readonly unknown[], name: string, ...options: readonly string[]) =>
    account().type(['init', ...DAY, '--out', file(name), ...options], { answers });

  test('which endpoints, which variants, what to guard and whom to tell', async () => {
    const answers = [['Ranking'], 'green', ['blue'], false, 'ana@example.com, bo@example.com', ''];
    const { code, err } = await asked(answers, 'asked.config.ts');
    expect(code).toBe(0);
    expect(err.split('\n').filter((row) => row.startsWith('?'))).toEqual([
      '? Which endpoints are to be guarded? Ranking',
      '? Ranking: which variant is stable, the one that traffic goes back to? green',
      '? Ranking: which variants are canaries, to be judged? blue',
      '? Guard latency too, besides errors? false',
      '? Email addresses to tell, separated by commas (empty: none) ana@example.com, bo@example.com',
      "? SSM parameter that holds the Slack webhook's URL (empty: no Slack) ",
    ]);
    const config = await readConfig(file('asked.config.ts'));
    expect(config?.deployment.policies).toMatchObject([
      {
        stable: 'green',
        canaries: ['blue'],
        stableMinShare: 0.3,
        guards: [{ id: 'errors-5xx' }, { id: 'errors-5xx-gross' }, { id: 'judge-5xx' }],
        contacts: { emails: ['ana@example.com', 'bo@example.com'] },
      },
    ]);
  });

  test('before it replaces a config of your own, and takes no for an answer', async () => {
    const text = configOf('churn');
    file('own.config.ts', text);
    const { code, err } = await asked([false], 'own.config.ts');
    expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining('own.config.ts was left as it is.') });
    expect(readFileSync(file('own.config.ts'), 'utf8')).toBe(text);
  });

  test('nobody where nobody is there, and tells what there is all the same', async () => {
    const { code, err } = await account().type(['init', '--out', file('never.ts')]);
    expect(code).toBe(2);
    expect(err).toContain('fraud-detector  InService');
    expect(err).toContain('Nobody is there to be asked, and nothing was written.\nGive --yes');
  });
});

describe('tells what it may not read, and goes on without', () => {
  test('autoscaling', async () => {
    denied.add('application-autoscaling:DescribeScalableTargets');
    const { code, out } = await account().type([...ONE, '--out', '-', '--json']);
    expect(code).toBe(0);
    const { unread, endpoints } = JSON.parse(out);
    expect(unread).toEqual([
      'Which variants are scaled automatically could not be read: arn:aws:iam::111122223333:user/ana may not application-autoscaling:DescribeScalableTargets.',
    ]);
    expect(endpoints[0].variants[0]).not.toHaveProperty('autoscaling');
    expect(endpoints[0].variants[0]).toHaveProperty('levels');
  });

  test('metrics: the thresholds are the defaults, and nobody calls the canary quiet', async () => {
    denied.add('cloudwatch:GetMetricData');
    const path = file('blind.config.ts');
    const { code, out, err } = await account().type([...ONE, '--out', path]);
    expect(code).toBe(0);
    expect(err).toMatch(/stable +90 % +3 +2 to 6 +\? +\?/);
    expect(out).toContain('Worth knowing\n  • What is usual could not be read: ');
    expect(out).not.toContain('requests in its usual minute');
    const guards = [{ above: 0.02, plus: 2, minRequests: 20 }, { gross: true }, { signal: 'judge' }];
    expect((await readConfig(path))?.deployment.policies[0]?.guards).toMatchObject(guards);
  });

  test('single endpoints', async () => {
    denied.add('sagemaker:DescribeEndpoint');
    const { code, out, err } = await account().type([...ALL, '--out', '-'], { width: 200 });
    expect(code).toBe(1);
    expect(out).toContain('No endpoint here can be guarded as it is, and nothing was written.');
    expect(err).toContain(
      '• pricing: it could not be read: arn:aws:iam::111122223333:user/ana may not sagemaker:DescribeEndpoint.\n',
    );
  });

  test('but without the list there is nothing to go on with', async () => {
    denied.add('sagemaker:ListEndpoints');
    expect(await account().type([...ALL, '--out', '-'])).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('may not sagemaker:ListEndpoints.'),
    });
  });
});

const configOf = (endpoint: string): string =>
  `export default { tell: { emails: ['oncall@example.com'] }, endpoints: [{ endpoint: '${endpoint}', stable: 'a', canaries: ['b'] }] };\n`;
