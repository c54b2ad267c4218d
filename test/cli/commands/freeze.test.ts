import { describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/freeze/rights.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import type { Fault } from '../../../sim/types.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { toHalfMinute, withoutMs } from './seen.ts';
import { smallAccount } from './small-account.ts';

const PARAMETER = '/sagemaker-rollback/freeze';
const ANA = 'arn:aws:iam::111122223333:user/any';
const DENIED: Fault = { kind: 'error', code: 'AccessDeniedException', message: 'not authorized', status: 400 };

const refused = new Set<string>();
/** What somebody else does between two calls of ours. */
const meanwhile = new Map<string, () => void>();
const account = smallAccount({
  faults: {
    call: (_, operation) => {
      meanwhile.get(operation)?.();
      return refused.has(operation) ? DENIED : undefined;
    },
  },
});
const holds = (): string => account().world.parameters.value(PARAMETER) ?? '';
const set = (value: string): void => account().world.parameters.put(PARAMETER, value);
const frozen = (): unknown[] => JSON.parse(holds()).frozen as unknown[];
const type = (args: readonly string[], answers?: readonly unknown[]) =>
  account().type(args, answers === undefined ? {} : { answers });

const shown = async (width: number, ...args: readonly string[]) => {
  const { code, out, err } = await account().type(args, { width, answers: [true] });
  expect(code).toBe(0);
  expect(Math.max(...`${err}${out}`.split('\n').map((row) => row.length))).toBeLessThanOrEqual(width);
  return `$ npx sagemaker-rollback ${args.map((one) => (one.includes(' ') ? `"${one}"` : one)).join(' ')}\n${err}\n${out}`;
};

test('freeze and thaw, as a person and as a program sees them', async () => {
  const both = async (width: number) => {
    set('fraud-observe');
    await toHalfMinute(account());
    const freeze = await shown(width, 'freeze', 'fraud-detector', '--reason', 'load test', '--until', '2h');
    return { freeze, thaw: await shown(width, 'thaw', 'fraud-detector') };
  };
  const [narrow, wide] = [await both(80), await both(120)];
  await expect(`${narrow.freeze}\n${narrow.thaw}`).toMatchFileSnapshot('golden/freeze-80.txt');
  await expect(`${wide.freeze}\n${wide.thaw}`).toMatchFileSnapshot('golden/freeze-120.txt');
  set('off');
  await toHalfMinute(account());
  const { out } = await type(['freeze', '--all', '--reason', 'sale', '--yes', '--json']);
  const json = withoutMs(out);
  await expect(json).toMatchFileSnapshot('golden/freeze.json');
  await expectOnPage('docs/cli/freeze.md', { example: narrow.freeze, json, rights: rightsShown(RIGHTS) });
  await expectOnPage('docs/cli/thaw.md', { example: narrow.thaw });
  const thawed = await type(['thaw', '--all', '--yes', '--json']);
  await expect(withoutMs(thawed.out)).toMatchFileSnapshot('golden/thaw.json');
});

describe('freeze', () => {
  test('lasts a day unless somebody says otherwise', async () => {
    set('off');
    await type(['freeze', 'fraud-detector', '--reason', 'sale', '--yes']);
    expect(frozen()).toMatchObject([{ endpoint: 'fraud-detector', by: ANA, reason: 'sale' }]);
    const [{ until }] = frozen() as [{ until: string }];
    const hours = (Date.parse(until) - account().world.wires.clock.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24);
  });
  test('goes beside what is frozen, also where a person typed it, and in place of its own', async () => {
    set('fraud-observe, fraud-detector');
    await type(['freeze', 'fraud-detector', '--reason', 'sale', '--until', 'never', '--yes']);
    expect(frozen()).toEqual([{ endpoint: 'fraud-observe' }, { endpoint: 'fraud-detector', by: ANA, reason: 'sale' }]);
  });
  test('keeps every endpoint frozen where the switch holds a riddle', async () => {
    set('OFF');
    const { err } = await type(['freeze', 'fraud-detector', '--reason', 'sale', '--yes']);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      'Beside every endpoint: frozen until somebody thaws it: "the switch said OFF',
    );
    expect(frozen()).toMatchObject([{ endpoint: '*' }, { endpoint: 'fraud-detector' }]);
  });
  test('writes a reason with braces, which Systems Manager would take for a reference', async () => {
    set('off');
    expect(await type(['freeze', '--all', '--reason', 'see {{runbook}}', '--yes'])).toMatchObject({ code: 0 });
    expect(frozen()).toMatchObject([{ reason: 'see {{runbook}}' }]);
  });
  test('stops the functions, and their message says by whom, why and until when', async () => {
    set('off');
    await type(['freeze', 'fraud-detector', '--reason', 'load test', '--until', 'never', '--yes']);
    const { world, passMinutes } = account();
    world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, ...BAD });
    await passMinutes(4);
    const letter = world.wires.journal.lines.find(
      ({ kind, channel, subject }) =>
        kind === 'message' && channel === 'email' && String(subject).startsWith('NOT rolled back fraud-detector'),
    );
    expect(letter?.['text']).toContain(`rollbacks are frozen by ${ANA}: "load test"`);
    world.traffic.behave('fraud-detector', 'canary', HEALTHY);
  });
});

describe('thaw', () => {
  test('of one endpoint leaves the others frozen where every one was', async () => {
    set('all');
    await type(['thaw', 'fraud-detector', '--yes']);
    expect(frozen()).toEqual([{ endpoint: 'FraudDetector-EU' }, { endpoint: 'fraud-observe' }]);
  });
  test('of all writes the word that a person would type', async () => {
    set('fraud-observe,fraud-detector');
    await type(['thaw', '--all', '--yes']);
    expect(holds()).toBe('off');
  });
  test('of what is not frozen does nothing, and asks nothing', async () => {
    set('fraud-observe');
    expect(await type(['thaw', 'fraud-detector'])).toEqual({
      code: 0,
      out: 'Nothing to do: fraud-detector is not frozen.\n',
      err: '',
    });
    expect(holds()).toBe('fraud-observe');
  });
  test('ends a freeze of an endpoint that is not guarded any more', async () => {
    set('{"version":1,"frozen":[{"endpoint":"gone","by":"ana"}]}');
    expect(await type(['thaw', 'gone', '--yes'])).toMatchObject({ code: 0 });
    expect(holds()).toBe('off');
  });
});

describe('nothing is written', () => {
  const typed: readonly (readonly [string, readonly string[], string])[] = [
    ['without --yes where nobody is there', ['freeze', '--all', '--reason', 'x'], 'Give --yes'],
    ['without an endpoint', ['freeze', '--reason', 'x', '--yes'], 'Name one endpoint, or give --all.'],
    ['with an endpoint and --all', ['thaw', 'fraud-detector', '--all', '--yes'], 'Name one endpoint, or give --all.'],
    ['for an endpoint that nobody guards', ['freeze', 'fraud', '--reason', 'x'], 'guards no endpoint fraud'],
    ['without a reason', ['freeze', '--all'], "Required option '--reason <text>' not specified"],
    ['with an empty reason', ['freeze', '--all', '--reason', ' '], '--reason is empty'],
    ['until a time that is over', ['freeze', '--all', '--reason', 'x', '--until', '2020-01-01'], 'is over already'],
    ['until a riddle', ['freeze', '--all', '--reason', 'x', '--until', 'soon'], 'neither a duration nor a time'],
    ['that is too long', ['freeze', '--all', '--reason', 'x'.repeat(4_100), '--yes'], 'Systems Manager takes 4096'],
  ];
  test.each(typed)('%s', async (_, args, said) => {
    set('fraud-observe');
    const { code, out, err } = await type(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(holds()).toBe('fraud-observe');
  });
  test('when the person says no', async () => {
    set('fraud-observe');
    expect(await type(['freeze', '--all', '--reason', 'x'], [false])).toMatchObject({ code: 4, out: '' });
    expect(holds()).toBe('fraud-observe');
  });
});

describe('what goes wrong around it is said:', () => {
  test('the ledger took no record', async () => {
    set('off');
    refused.add('TransactWriteItems');
    const { code, out } = await type(['freeze', '--all', '--reason', 'x', '--yes']);
    refused.clear();
    expect({ code, kept: frozen().length }).toEqual({ code: 0, kept: 1 });
    expect(out).toContain('Not recorded in the ledger: AWS denied access');
  });
  test('without CloudFormation the config says what is guarded', async () => {
    set('off');
    refused.add('DescribeStacks');
    const args = ['freeze', 'fraud-detector', '--reason', 'x', '--yes', '--config', 'infra/demo.config.ts'];
    const { code, out } = await type(args);
    refused.clear();
    expect({ code, kept: frozen().length }).toEqual({ code: 0, kept: 1 });
    expect(out.replaceAll(/\s+/g, ' ')).toContain('Not recorded in the ledger: the stack could not be asked');
  });
  test('somebody else wrote meanwhile', async () => {
    set('off');
    meanwhile.set('PutParameter', () => {
      meanwhile.clear();
      set('fraud-observe');
    });
    const { code, out } = await type(['freeze', 'fraud-detector', '--reason', 'x', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain('Somebody else wrote the switch meanwhile, and that was overwritten');
  });
  test('somebody else wrote right after', async () => {
    set('off');
    let reads = 0;
    meanwhile.set('GetParameter', () => {
      reads += 1;
      if (reads === 2) set('all');
    });
    const { code, out } = await type(['freeze', 'fraud-detector', '--reason', 'x', '--yes']);
    meanwhile.clear();
    expect(code).toBe(1);
    expect(out).toContain('Somebody else wrote the switch right after: it says all');
  });
  test('nobody can read what the switch says, which status tells once for all endpoints', async () => {
    set('no such thing');
    const { code, out } = await type(['status', '--json']);
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: readonly { kind: string; endpoint?: string; what: string }[] };
    const told = findings.filter(({ kind }) => kind === 'frozen');
    expect(told).toMatchObject([{ weight: 'bad', what: expect.stringContaining('The freeze switch cannot be read') }]);
    expect(told[0]).not.toHaveProperty('endpoint');
    set('off');
  });
  test('the parameter is gone', async () => {
    account().world.parameters.remove(PARAMETER);
    const { code, err } = await type(['thaw', '--all', '--yes']);
    expect({ code, said: /There is no SSM parameter/.test(err) }).toEqual({ code: 2, said: true });
  });
});
