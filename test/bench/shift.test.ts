import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { byDefault, runner, shipped } from '../../bench/artefacts.ts';
import { coldOnce, SHIFT } from '../../bench/cold.ts';
import { type Call, startStub } from '../../bench/stub.ts';
import { warmRounds } from '../../bench/warm.ts';

const directory = mkdtempSync(join(tmpdir(), 'bench-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const once = runner(directory, 'once');

const stubbed = async (callMs?: number) => {
  const stub = await startStub(callMs);
  onTestFinished(stub.close);
  return stub;
};

const READS = ['DescribeAlarms', 'DescribeEndpoint', 'GetItem', 'GetMetricData', 'GetParameter', 'ListAlarmMuteRules'];
const AFTER = ['TransactWriteItems', 'Publish', 'TransactWriteItems'];

/** Calls in rounds: one that was asked before another was answered belongs to the same round. */
const rounds = (calls: readonly Call[]): readonly (readonly string[])[] => {
  const found: { readonly names: string[]; answered: number }[] = [];
  for (const { operation, asked, answered } of calls.toSorted((one, other) => one.asked - other.asked)) {
    const last = found.at(-1);
    if (last === undefined || asked >= last.answered) found.push({ names: [operation], answered });
    else last.names.push(operation);
  }
  return found.map(({ names }) => names.toSorted());
};

/** Longer than a busy machine takes from one call of a round to the next, and well below what the intent may take. */
const UNHURRIED_MS = 150;

test('a cold environment makes eleven calls: two rounds, the shift, and what tells of it', async () => {
  const { file } = shipped(join(directory, 'shipped'), 'lambdas/reconcile.ts');
  const { calls } = await coldOnce(await stubbed(UNHURRIED_MS), once, { name: 'shipped', bundle: file });
  expect(rounds(calls)).toEqual([READS, ['TransactWriteItems'], [SHIFT], ...AFTER.map((name) => [name])]);
});

test.each(['oncall-', 'incident-letter-'])(
  'it shifts also when %s cannot be loaded; then only the letter stays owed',
  async (name) => {
    const broken = join(directory, name);
    const { file } = shipped(broken, 'lambdas/reconcile.ts');
    const parts = readdirSync(broken).filter((part) => part.startsWith(name));
    expect(parts).toHaveLength(1);
    for (const part of parts) rmSync(join(broken, part));

    const stub = await stubbed();
    await expect(coldOnce(stub, once, { name: 'broken', bundle: file })).rejects.toThrow('the process ended with 1');
    const operations = stub.take().map(({ operation }) => operation);
    expect(operations.slice(READS.length)).toEqual(['TransactWriteItems', SHIFT, 'TransactWriteItems']);
  },
);

test('all that is measured beside it asks for the shift, too', async () => {
  const stub = await stubbed();
  const beside = [
    byDefault(join(directory, 'default'), 'lambdas/reconcile.ts'),
    byDefault(join(directory, 'naive'), 'bench/inside/naive.ts'),
    shipped(join(directory, 'bare'), 'bench/inside/bare.ts'),
  ];
  const calls: number[] = [];
  for (const { file } of beside) calls.push((await coldOnce(stub, once, { name: file, bundle: file })).calls.length);
  expect(calls).toEqual([11, 3, 11]);
  expect((await coldOnce(stub, once, { name: 'node' })).calls).toEqual([]);
});

test('a warm environment makes the same eleven calls again', async () => {
  const { file } = shipped(join(directory, 'warm'), 'lambdas/reconcile.ts');
  const plan = { contenders: [{ name: 'shipped', bundle: file }], rounds: 1, warmUp: 1, times: 2 };
  const [warm] = (await warmRounds(await stubbed(), runner(directory, 'often'), plan)).get('shipped') ?? [];
  expect(warm).toMatchObject({ callsEach: 11 });
  expect(warm?.invocations).toHaveLength(2);
});
