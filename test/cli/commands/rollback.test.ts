import { describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/rollback/rights.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { oneLine, subjects, toHalfMinute, weightsOf, withoutMs } from './seen.ts';
import { smallAccount } from './small-account.ts';

const NO_FILE = ['--config', 'nowhere.config.ts'];

describe('with all of it in place', () => {
  const account = smallAccount();

  test('a person sees what is, what is done, and that it is proved', async () => {
    const typed = async (width: number, endpoint: string) => {
      await toHalfMinute(account());
      const { code, out, err } = await account().type(['rollback', endpoint], { width, answers: [true] });
      expect(code).toBe(0);
      const rows = `${err}${out}`.split('\n').filter((row) => !row.startsWith('npx '));
      expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(width);
      return `$ npx sagemaker-rollback rollback ${endpoint}\n${err}\n${out}`;
    };
    const example = await typed(80, 'fraud-detector');
    await expect(example).toMatchFileSnapshot('golden/rollback-80.txt');
    await expect(await typed(120, 'fraud-observe')).toMatchFileSnapshot('golden/rollback-120.txt');
    await toHalfMinute(account());
    const typedJson = await account().type(['rollback', 'FraudDetector-EU', '--to', 'canary', '--yes', '--json']);
    const json = withoutMs(typedJson.out);
    await expect(json).toMatchFileSnapshot('golden/rollback.json');
    await expectOnPage('docs/cli/rollback.md', { example, json, rights: rightsShown(RIGHTS) });
    expect(weightsOf(account(), 'fraud-detector')['canary']).toBe(0);
    expect(await subjects(account(), 'fraud-detector')).toEqual([
      'Rolling back fraud-detector by hand: all traffic to stable',
      'RECOVERED fraud-detector: traffic is on stable, and it is proved',
    ]);
  });
  test('what is there already is not asked for again', async () => {
    const { code, out } = await account().type(['rollback', 'fraud-detector']);
    expect({ code, out: oneLine(out) }).toEqual({
      code: 0,
      out: 'Nothing to do: all traffic of fraud-detector is on stable already, and nothing is under way. ',
    });
  });
});

describe('nothing is changed', () => {
  const account = smallAccount();
  const refusals: readonly (readonly [string, readonly string[], number, string])[] = [
    ['without --yes where nobody is there', ['fraud-detector'], 2, 'Give --yes'],
    ['on an endpoint that nobody guards', ['fraud-Detector'], 2, 'did you mean fraud-detector?'],
    ['on an endpoint that does not exist', ['gone', '--to', 'stable'], 2, 'There is no endpoint gone'],
    ['towards a variant that does not exist', ['fraud-detector', '--to', 'stabel'], 2, 'did you mean stable?'],
    ['for a wait that is none', ['fraud-detector', '--wait', 'long'], 2, '--wait long is no duration'],
    ['without a stack, a config or --to', ['fraud-detector', '--stack', 'other', ...NO_FILE], 2, '--to VARIANT'],
  ];
  test.each(refusals)('%s', async (_, args, code, said) => {
    const seen = await account().type(['rollback', ...args]);
    expect({ code: seen.code, out: seen.out }).toEqual({ code, out: '' });
    expect(oneLine(seen.err)).toContain(said);
  });
  test('when the person says no', async () => {
    expect(await account().type(['rollback', 'fraud-detector'], { answers: [false] })).toMatchObject({ code: 4 });
    expect(weightsOf(account(), 'fraud-detector')['canary']).toBeGreaterThan(0);
  });
  test('while the endpoint does not get free, and what is waited for is said', async () => {
    const { world } = account();
    world.sagemaker.changeCapacity('ana', 'fraud-detector', { variant: 'stable', instances: 4 });
    const { code, err } = await account().type(['rollback', 'fraud-detector', '--yes', '--wait', '30s']);
    expect(code).toBe(2);
    expect(oneLine(err)).toContain('the endpoint is Updating, and SageMaker takes one change at a time: waiting');
    expect(oneLine(err)).toContain('still Updating after 30 s');
    expect(weightsOf(account(), 'fraud-detector')['canary']).toBeGreaterThan(0);
  });
  test('and once it is free, all traffic goes to stable', async () => {
    const { code, out } = await account().type(['rollback', 'fraud-detector', '--yes', '--no-wait']);
    expect({ code, first: out.split(':')[0] }).toEqual({ code: 2, first: '' });
    const waited = await account().type(['rollback', 'fraud-detector', '--yes']);
    expect({ code: waited.code, first: waited.out.split(':')[0] }).toEqual({ code: 0, first: 'RECOVERED' });
  });
});

describe('during an incident', () => {
  const account = smallAccount();

  test('that a freeze holds, the shift of a person goes on with it, and the letters say whose it is', async () => {
    const { world, passMinutes, type } = account();
    world.parameters.put('/sagemaker-rollback/freeze', 'all');
    world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, ...BAD });
    await passMinutes(4);
    const { code, err } = await type(['rollback', 'fraud-detector', '--yes']);
    expect(code).toBe(0);
    expect(oneLine(err)).toContain(
      'The endpoint is frozen until somebody thaws it. That stops the automation, not you.',
    );
    expect(await subjects(account(), 'fraud-detector')).toEqual([
      'NOT rolled back fraud-detector: canary breaks errors-5xx',
      'Rolling back fraud-detector by hand: all traffic to stable',
      'RECOVERED fraud-detector: traffic is on stable, and it is proved',
    ]);
    const ledger = await type(['history', 'fraud-detector', '--json']);
    expect(JSON.parse(ledger.out).incidents).toHaveLength(1);
  });
  test('that SageMaker takes back, it is asked for again', async () => {
    const { world, type } = account();
    world.sagemaker.failNextChange('FraudDetector-EU', 'no capacity');
    const { code, out, err } = await type(['rollback', 'FraudDetector-EU', '--yes']);
    expect({ code, err: oneLine(err) }).toMatchObject({ code: 0, err: expect.stringContaining('accepted') });
    expect(oneLine(out)).toContain('stable 100 %, canary 0 %, 2 times');
  });
  test('the functions prove what a person left behind with --no-wait', async () => {
    const { passMinutes, type } = account();
    expect(await type(['rollback', 'fraud-observe', '--yes', '--no-wait'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('ACCEPTED'),
    });
    await passMinutes(6);
    expect((await subjects(account(), 'fraud-observe')).at(-1)).toBe(
      'RECOVERED fraud-observe: traffic is on stable, and it is proved',
    );
  });
});
