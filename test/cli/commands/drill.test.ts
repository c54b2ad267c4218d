import { describe, expect, test } from 'vitest';
import type { DrillReport } from '../../../cli/commands/drill/report.ts';
import { RIGHTS } from '../../../cli/commands/drill/rights.ts';
import { rowsOf } from '../../../cli/commands/drill/rows.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { type SmallAccount, smallAccount } from './small-account.ts';

const page = (width: number) => ({ width, paint: (_: unknown, text: string) => text });
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
const weightsOf = ({ world }: SmallAccount, endpoint: string) =>
  Object.fromEntries(
    world.sagemaker.endpoint(endpoint).variants.map(({ name, currentWeight }) => [name, currentWeight]),
  );
const mails = ({ world }: SmallAccount, endpoint: string): readonly string[] =>
  world.wires.journal.lines
    .filter(({ kind, channel }) => kind === 'message' && channel === 'email')
    .map(({ subject }) => String(subject))
    .filter((subject) => subject.includes(endpoint));

describe('where all is well', () => {
  const account = smallAccount();

  test('every hop works, no traffic is moved, and people read a page and two messages', async () => {
    const { code, out, err } = await account().type(['drill', 'fraud-detector', '--yes', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(out) as DrillReport;
    const shown = (width: number): string => {
      const rows = rowsOf(page(width), report);
      expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(width);
      return `${rows.join('\n')}\n`;
    };
    await expect(shown(80)).toMatchFileSnapshot('golden/drill-80.txt');
    await expect(shown(120)).toMatchFileSnapshot('golden/drill-120.txt');
    await expect(out).toMatchFileSnapshot('golden/drill.json');
    const example = `$ npx sagemaker-rollback drill fraud-detector --yes\n${err}\n${shown(80)}`;
    await expectOnPage('docs/cli/drill.md', { example, json: out, rights: rightsShown(RIGHTS) });
    expect(weightsOf(account(), 'fraud-detector')['canary']).toBeCloseTo(0.05);
    expect(mails(account(), 'fraud-detector')).toEqual([
      expect.stringContaining('ALARM: "sagemaker-rollback/guard/fraud-detector/canary/errors-5xx"'),
      'DRILL fraud-detector, nothing is wrong: a test of the way to you',
    ]);
  });
  test('the ledger keeps it, for status and history', async () => {
    await account().passMinutes(0.1);
    expect(mails(account(), 'fraud-detector').at(-1)).toBe('DRILL fraud-detector, nothing is wrong: it is over');
    const { out } = await account().type(['history', 'fraud-detector', '--json']);
    expect(out).toContain('drill-20260105T095730');
    expect((await account().type(['status', 'fraud-detector'])).out).toMatch(/drill/i);
  });
  test('people who got nothing are what the person says', async () => {
    const { code, out } = await account().type(['drill', 'fraud-detector', '--ask'], {
      answers: [true, false, true],
    });
    expect(code).toBe(1);
    expect(oneLine(out)).toContain('arrived: Not both arrived at oncall@example.com.');
  });
  test('with --move, traffic goes to stable in mode observe too, is proved, and goes back when the person agrees', async () => {
    const { code, out, err } = await account().type(['drill', 'fraud-observe', '--move', '--ask'], {
      answers: [true, true, true, true],
    });
    expect(code).toBe(0);
    const said = oneLine(out);
    expect(said).toContain('shift worked 3 min');
    expect(said).toContain('the right to move weights was used');
    expect(said).toContain('arrived worked you say that all of it did');
    expect(said).toContain('Traffic is as before: stable 95 %, canary 5 %.');
    expect(oneLine(err)).toContain('the new weights are in force');
    expect(weightsOf(account(), 'fraud-observe')['canary']).toBeCloseTo(0.05);
    expect(mails(account(), 'fraud-observe').slice(1)).toEqual([
      'DRILL fraud-observe, nothing is wrong: all traffic to stable, on purpose',
      'DRILL fraud-observe, nothing is wrong: it is over, RECOVERED',
    ]);
  });
  test('traffic stays where the drill put it when the person says no, and is no quarantine', async () => {
    const { code, out } = await account().type(['drill', 'FraudDetector-EU', '--move', '--guard', 'latency-p99'], {
      answers: [true, false],
    });
    expect(code).toBe(0);
    expect(oneLine(out)).toContain('Traffic stays on stable. To put it back by hand: aws sagemaker update-endpoint');
    expect(weightsOf(account(), 'FraudDetector-EU')['canary']).toBe(0);
    expect((await account().type(['status', 'FraudDetector-EU'])).out).not.toMatch(/quarantine/i);
  });
  test('a canary without traffic is drilled too', async () => {
    const { code, out } = await account().type(['drill', 'FraudDetector-EU', '--yes']);
    expect({ code, said: oneLine(out) }).toEqual({ code: 0, said: expect.stringContaining('every hop worked') });
  });
});

describe('a drill does not begin', () => {
  const account = smallAccount();
  const refusals: readonly (readonly [string, readonly string[], number, string])[] = [
    ['without --yes where nobody is there', ['fraud-detector'], 2, 'Give --yes'],
    ['of an endpoint that nobody guards', ['fraud-detectr', '--yes'], 2, 'did you mean fraud-detector?'],
    ['of the stable variant', ['fraud-detector', '--variant', 'stable', '--yes'], 2, 'no guarded canary stable'],
    ['of a guard that is none', ['fraud-detector', '--guard', 'errors-5x', '--yes'], 2, 'did you mean errors-5xx?'],
    ['with --ask where nobody can be asked', ['fraud-detector', '--ask', '--yes'], 2, 'Leave out --ask'],
  ];
  test.each(refusals)('%s', async (_, args, code, said) => {
    const seen = await account().type(['drill', ...args]);
    expect({ code: seen.code, out: seen.out }).toEqual({ code, out: '' });
    expect(oneLine(seen.err)).toContain(said);
  });
  test('when the person says no', async () => {
    expect(await account().type(['drill', 'fraud-detector'], { answers: [false] })).toMatchObject({ code: 4 });
    expect(mails(account(), 'fraud-detector')).toEqual([]);
  });
  test('with --move while rollbacks are frozen, and does without', async () => {
    const { world, type } = account();
    world.parameters.put('/sagemaker-rollback/freeze', 'all');
    const moving = await type(['drill', 'fraud-observe', '--move', '--yes']);
    expect({ code: moving.code, said: oneLine(moving.err) }).toEqual({
      code: 2,
      said: expect.stringContaining('thaw it first: npx sagemaker-rollback thaw fraud-observe'),
    });
    expect((await type(['drill', 'fraud-observe', '--yes'])).code).toBe(0);
    world.parameters.put('/sagemaker-rollback/freeze', 'off');
  });
  test('with --move where all traffic is on stable, or the endpoint is Updating', async () => {
    const { world, type } = account();
    world.sagemaker.changeWeights('ana', 'fraud-observe', { stable: 1, canary: 0 });
    const said = async () => oneLine((await type(['drill', 'fraud-observe', '--move', '--yes'])).err);
    expect(await said()).toContain('All traffic of fraud-observe is on stable already');
    world.sagemaker.changeCapacity('ana', 'FraudDetector-EU', { variant: 'stable', instances: 4 });
    const busy = await type(['drill', 'FraudDetector-EU', '--move', '--yes']);
    expect(oneLine(busy.err)).toContain('FraudDetector-EU is Updating');
  });
  test('while a guard is broken, or an incident open', async () => {
    const { world, type } = account();
    world.cloudwatch.setAlarmState('sagemaker-rollback/guard/fraud-detector/stable/errors-5xx', 'ALARM', 'by hand');
    const alarmed = await type(['drill', 'fraud-detector', '--yes']);
    expect(oneLine(alarmed.err)).toContain('stable/errors-5xx is in ALARM already');
    await type(['rollback', 'fraud-detector', '--yes', '--no-wait']);
    const open = await type(['drill', 'fraud-detector', '--yes']);
    expect({ code: open.code, said: oneLine(open.err) }).toEqual({
      code: 2,
      said: expect.stringMatching(/The incident fraud-detector-\d{8}T\d{6} of fraud-detector is open/),
    });
  });
});
