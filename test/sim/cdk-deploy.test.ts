import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { RollbackConfig } from '../../infra/config/shape.ts';
import demo from '../../infra/demo.config.ts';
import { EVERYDAY, furnish } from '../../sim/play/stage.ts';
import { emptyTemplate } from '../../sim/template/load.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { type Ended, ROOT } from '../cli/run.ts';
import { clientOf } from './wire/clients.ts';

/**
 * Virtual seconds in a real one. The CLI looks every few real seconds; an SDK whose clock is five minutes off signs anew,
 * so that a world cannot run away from it.
 */
const SPEED = 5;
const SKEW_MS = 4 * 60_000;

/** The demo's, with another threshold for errors. */
const edited = (above: number): RollbackConfig => ({
  ...demo,
  endpoints: demo.endpoints.map((endpoint) => ({
    ...endpoint,
    guards: { ...endpoint.guards, errors: { above } },
  })),
});

const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-cdk-'));
const live = new AbortController();
let world: World;
let endpoint: string;
let lived: Promise<void>;

beforeAll(async () => {
  world = await makeWorld({ template: emptyTemplate(), seed: 1, start: Date.now() - SKEW_MS, faults: {} });
  endpoint = await world.open(0);
  lived = world.live(live.signal, SPEED);
});
afterAll(async () => {
  live.abort();
  await lived;
  await world.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The unmodified command line, told of the small AWS by nothing but its environment. */
const cdk = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    const credentials = { AWS_ACCESS_KEY_ID: 'anybody', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'eu-west-1' };
    const env = { PATH, HOME, AWS_ENDPOINT_URL: endpoint, ...credentials, CDK_DISABLE_CLI_TELEMETRY: '1' };
    const command = [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), ...args];
    execFile(process.execPath, command, { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });

/** What was synthesised for all tests. */
const ASSEMBLY = dirname(inject('demoTemplate'));

const deploy = (app: string): Promise<Ended> =>
  cdk('deploy', '--require-approval', 'never', '--app', app, '--output', join(directory, 'cdk.out'));

const appOf = (config: RollbackConfig): string => {
  const app = join(directory, 'app.ts');
  const rollbackApp = join(ROOT, 'infra', 'rollback-app.ts');
  writeFileSync(
    app,
    `const { rollbackApp } = await import('${rollbackApp}');\nrollbackApp(${JSON.stringify(config)});\n`,
  );
  return `${process.execPath} ${app}`;
};

const ask = async (command: object): Promise<Readonly<Record<string, never>>> => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = clientOf({ service: 'cloudformation' }, { endpoint, region: 'eu-west-1', credentials });
  return (await client.send(command)) as Readonly<Record<string, never>>;
};
const stackIds = new Map<string, string>();
const stacks = async (): Promise<readonly string[]> => {
  const { Stacks = [] } = (await ask(new DescribeStacksCommand({}))) as {
    readonly Stacks?: readonly { readonly StackId: string; readonly StackName: string; readonly StackStatus: string }[];
  };
  for (const { StackName, StackId } of Stacks) stackIds.set(StackName, StackId);
  return Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`);
};

const guards = () => world.cloudwatch.alarms().filter(({ definition: { name } }) => name.includes('/guard/'));

/** Once every guard has seen that all is well. */
const evaluated = (): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (guards().every(({ standing }) => standing.state === 'OK')) resolve();
    };
    look();
    world.wires.journal.onLine(look);
  });

const thresholds = (): readonly number[] =>
  guards()
    .filter(({ definition: { name } }) => name.endsWith('/errors-5xx'))
    .map(({ definition: { given } }) => given.Threshold);

describe('the CDK itself', { timeout: 120_000 }, () => {
  test('bootstraps the account', async () => {
    const { code, stdout, stderr } = await cdk('bootstrap', 'aws://111122223333/eu-west-1');
    expect(stderr + stdout).toContain('bootstrapped.');
    expect(code).toBe(0);
    expect(await stacks()).toEqual(['CDKToolkit CREATE_COMPLETE']);
  });

  test('deploys the stack, and people are asked to confirm', async () => {
    const { code, stderr } = await deploy(ASSEMBLY);
    expect(stderr).toContain('✅  sagemaker-rollback');
    expect(code).toBe(0);
    expect(await stacks()).toEqual(['CDKToolkit CREATE_COMPLETE', 'sagemaker-rollback CREATE_COMPLETE']);
    furnish(world, EVERYDAY);
    const mails = world.wires.journal.lines.filter(({ kind, channel }) => kind === 'message' && channel === 'email');
    expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('AWS Notification - Subscription Confirmation'));
  });

  test('deploys an edit: the guards that it changes go on from where they are', async () => {
    const before = thresholds();
    const { code, stderr } = await deploy(appOf(edited(0.05)));
    expect(stderr).toMatch(/UPDATE_COMPLETE +\| AWS::CloudWatch::Alarm/);
    expect(code).toBe(0);
    expect(await stacks()).toContain('sagemaker-rollback UPDATE_COMPLETE');
    expect([new Set(before), new Set(thresholds())]).toEqual([new Set([0.02]), new Set([0.05])]);
    await evaluated();
    const turns = world.wires.journal.lines.filter(
      ({ kind, alarm }) => kind === 'alarm' && /\/guard\//.test(String(alarm)),
    );
    expect(turns.map(({ from, to }) => `${String(from)} → ${String(to)}`)).toEqual(
      guards().map(() => 'INSUFFICIENT_DATA → OK'),
    );
  });

  test('destroys it, and leaves the ledger and the logs', async () => {
    const { code, stderr } = await cdk('destroy', '--force', '--app', ASSEMBLY);
    expect(stderr).toContain('✅  sagemaker-rollback: destroyed');
    expect(code).toBe(0);
    expect(await stacks()).toEqual(['CDKToolkit CREATE_COMPLETE']);
    expect(world.cloudwatch.alarms()).toEqual([]);
    const StackName = stackIds.get('sagemaker-rollback');
    const { StackResources } = (await ask(new DescribeStackResourcesCommand({ StackName }))) as {
      readonly StackResources?: readonly Readonly<Record<string, string>>[];
    };
    const left = (StackResources ?? []).filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
    expect(left.map(({ ResourceType, ResourceStatus }) => `${ResourceType} ${ResourceStatus}`).toSorted()).toEqual([
      'AWS::DynamoDB::Table DELETE_SKIPPED',
      'AWS::Logs::LogGroup DELETE_SKIPPED',
      'AWS::Logs::LogGroup DELETE_SKIPPED',
    ]);
    const ledger = left.find(({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table')?.['PhysicalResourceId'];
    expect(world.tables.items(ledger ?? '')).toBeInstanceOf(Array);
  });
});
