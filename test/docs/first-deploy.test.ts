import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HEALTHY } from '../../sim/play/healthy.ts';
import { emptyTemplate } from '../../sim/template/load.ts';
import type { ApiName, JournalLine } from '../../sim/types.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { typeInto } from '../cli/commands/small-account.ts';
import type { Ended } from '../cli/run.ts';
import { read, section, shellLines } from './pages.ts';
import { awsCall, type Credentials } from './path/aws-cli.ts';
import { makeClone } from './path/clone.ts';
import { openShell, type Shell, wordsOf } from './path/shell.ts';

const PAGE = read('docs/first-deploy.md');
const README = read('README.md');
const under = (heading: string): readonly string[] => shellLines(section(PAGE, `## ${heading}`) ?? '');

/** What the README says that asks, or does more than it must: the page has it with the answers, or with less rights. */
const ON_THE_PAGE: readonly string[] = ['npx sagemaker-rollback init', 'npx cdk bootstrap', 'npm run synth'];

/** Virtual seconds in a real one while a command runs in a process of its own. */
const SPEED = 60;
const MINUTE = 60_000;
const ADMIN: Credentials = { accessKeyId: 'admin', secretAccessKey: 'any' };

const clone = makeClone();
const CONFIG = join(clone.directory, 'rollback.config.ts');
let world: World;
let endpoint: string;
let shell: Shell;
let operator: Credentials;
let assembly: string | undefined;
/** Each line of the pages that was run, or done in another way. */
const done: string[] = [];

beforeAll(async () => {
  const now = Date.now();
  world = await makeWorld({ template: emptyTemplate(), seed: 1, start: now - 30 * MINUTE, faults: {} });
  const variants = [
    { name: 'stable', weight: 0.9, instances: 3 },
    { name: 'canary', weight: 0.1, instances: 1 },
  ];
  world.sagemaker.create({ name: 'my-endpoint', configName: 'my-endpoint-config', variants });
  for (const { name } of variants) world.traffic.behave('my-endpoint', name, HEALTHY);
  world.traffic.offer('my-endpoint', { requestsPerMinute: 1_200, slowAboveMs: 500 });
  operator = userWith(read('docs/operator-policy.json'));
  await world.run({ until: now });
  endpoint = await world.open(0);
  shell = openShell({
    directory: clone.directory,
    endpoint,
    typed: { WEBHOOK: world.slackWebhook },
    assembly: () => assembly,
  });
});
afterAll(async () => {
  await world.close();
  clone.remove();
});

const ask = (api: ApiName, operation: string, input: object): unknown =>
  world.parts
    .find((part) => part.api?.name === api)
    ?.api?.operations[operation]?.run(input as never, { kind: 'person', name: 'admin' });

/** An IAM user with this policy, and nothing else. */
const userWith = (PolicyDocument: string): Credentials => {
  const UserName = 'ana';
  ask('iam', 'CreateUser', { UserName });
  const { Policy } = ask('iam', 'CreatePolicy', { PolicyName: 'operator', PolicyDocument }) as {
    readonly Policy: { readonly Arn: string };
  };
  ask('iam', 'AttachUserPolicy', { UserName, PolicyArn: Policy.Arn });
  const { AccessKey } = ask('iam', 'CreateAccessKey', { UserName }) as {
    readonly AccessKey: { readonly AccessKeyId: string; readonly SecretAccessKey: string };
  };
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
};

/** The world goes on by itself while somebody else's process works. */
const meanwhile = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  const over = new AbortController();
  const lived = world.live(over.signal, SPEED);
  try {
    return await work();
  } finally {
    over.abort();
    await lived;
  }
};

const run = async (line: string, as: Credentials = operator): Promise<Ended> => {
  done.push(line);
  const ended = await meanwhile(() => shell.run(line, as));
  expect(`${line}: ${ended.code === 0 ? 'ended well' : ended.stderr + ended.stdout}`).toBe(`${line}: ended well`);
  return ended;
};

/** One of our own commands: it waits in the time of the account. */
const type = async (line: string, answers?: readonly unknown[]): Promise<string> => {
  done.push(line);
  process.env['AWS_ACCESS_KEY_ID'] = operator.accessKeyId;
  const args = ['--config', configNow(), ...wordsOf(line).slice(2)];
  const { code, out, err } = await typeInto(world, { args, endpointUrl: endpoint, ...(answers && { answers }) });
  expect(`${line}: ${code === 0 ? 'ended well' : err + out}`).toBe(`${line}: ended well`);
  return out;
};

let configs = 0;
/** Node reads a module once. */
const configNow = (): string => {
  configs += 1;
  const copy = CONFIG.replace('.ts', `.${configs}.ts`);
  copyFileSync(CONFIG, copy);
  return copy;
};

const synthesised = (): void => {
  assembly = join(clone.directory, 'cdk.out');
};

const pass = (minutes: number): Promise<void> => world.run({ until: world.wires.clock.now() + minutes * MINUTE });

const mails = (): readonly JournalLine[] =>
  world.wires.journal.lines.filter(({ kind, channel }) => kind === 'message' && channel === 'email');
const subjects = (): readonly string[] => mails().map(({ subject }) => String(subject));

const confirmMails = (): void => {
  for (const { text } of mails()) {
    const [, TopicArn, Token] = /TopicArn=(\S+)&Token=(\w+)/.exec(String(text)) ?? [];
    if (Token !== undefined) ask('sns', 'ConfirmSubscription', { TopicArn, Token });
  }
};

const canaryWeight = (): number | undefined =>
  world.sagemaker.endpoint('my-endpoint').variants.find(({ name }) => name === 'canary')?.currentWeight;

const stacks = (): readonly string[] => {
  const { Stacks } = ask('cloudformation', 'DescribeStacks', {}) as {
    readonly Stacks: readonly { readonly StackName: string; readonly StackStatus: string }[];
  };
  return Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`);
};

/** Names of what is in the account. */
const left = () => {
  const names = (api: ApiName, operation: string, input: object = {}): unknown =>
    Object.values(ask(api, operation, input) as object)
      .filter(Array.isArray)
      .flat();
  const parameters = names('ssm', 'DescribeParameters') as readonly { readonly Name: string }[];
  const policies = names('iam', 'ListPolicies', { Scope: 'Local' }) as readonly { readonly PolicyName: string }[];
  return {
    stacks: stacks(),
    alarms: world.cloudwatch.alarms(),
    topics: names('sns', 'ListTopics'),
    queues: names('sqs', 'ListQueues'),
    rules: names('events', 'ListRules'),
    functions: names('lambda', 'ListFunctions'),
    parameters: parameters.map(({ Name }) => Name),
    roles: names('iam', 'ListRoles'),
    policies: policies.map(({ PolicyName }) => PolicyName),
    tables: names('dynamodb', 'ListTables'),
  };
};

describe('docs/first-deploy.md, command by command', { timeout: 120_000 }, () => {
  test('the packages of the lockfile are there', () => {
    expect(under('Before you begin')).toEqual(['npm ci']);
    done.push('npm ci');
  });

  test("the webhook's URL is stored", async () => {
    for (const line of under('1. Slack, if you want it')) await run(line, ADMIN);
    expect(world.parameters.value('/sagemaker-rollback/slack-webhook')).toBe(world.slackWebhook);
  });

  test('a config is written, and checked', async () => {
    const [init = '', synth = ''] = under('2. Write the config');
    await run(init);
    const written = readFileSync(CONFIG, 'utf8');
    expect(written).toMatch(/endpoint: 'my-endpoint'[\s\S]*mode: 'observe'/);
    expect(await run(synth)).toMatchObject({ stdout: '', stderr: '' });
    synthesised();
  });

  test('the account is prepared, with the least that CloudFormation needs', async () => {
    for (const line of under('3. Prepare the account')) {
      const { stdout, stderr } = await run(line, ADMIN);
      if (line.includes('bootstrap')) expect(stdout + stderr).toMatch(/Environment aws:\/\/\S+ bootstrapped\./);
    }
  });

  test('it is deployed, and people are asked to confirm', async () => {
    const [diff = '', deploy = ''] = under('4. Deploy');
    expect((await run(diff)).stderr).toContain('Number of stacks with differences: 1');
    expect((await run(deploy)).stderr).toContain('✅  sagemaker-rollback');
    expect(stacks()).toEqual(['CDKToolkit CREATE_COMPLETE', 'sagemaker-rollback CREATE_COMPLETE']);
    // Not at the moment at which a sweep reads who has confirmed.
    await pass(1.5);
    expect(subjects()).toEqual(Array(2).fill('AWS Notification - Subscription Confirmation'));
    confirmMails();
    await pass(6);
    expect(subjects().filter((subject) => subject.startsWith('UNGUARDED'))).toEqual([]);
  });

  test('all of it works, from an alarm to people', async () => {
    const [doctor = '', drill = ''] = under('6. See that it works');
    expect(await type(doctor)).toContain('my-endpoint is guarded, and nothing was found to mend');
    expect(await type(drill)).toContain('DRILL of my-endpoint: every hop worked.');
    await pass(1);
    expect(subjects().filter((subject) => subject.startsWith('DRILL'))).toHaveLength(2);
    const commands = /(\d+) commands from the clone to a drill that worked/.exec(PAGE)?.[1];
    expect(done).toHaveLength(Number(commands));
  });

  test('what else the README says to type works as it stands', async () => {
    const played = [...ON_THE_PAGE, ...shellLines(PAGE)];
    const others = shellLines(README)
      .map((line) => line.replaceAll(/\bfraud\b/g, 'my-endpoint'))
      // A review runs those of npm, one by one.
      .filter((line) => !line.startsWith('npm ') && !played.includes(line.replace(/\s+#.*$/, '')));
    expect(others.length).toBeGreaterThan(4);
    for (const line of others) {
      if (line.startsWith('aws ')) await run(line);
      else await type(line, Array(5).fill(true));
    }
  });

  test('what happened, and what would happen, is told', async () => {
    for (const line of under('8. A week in mode observe')) expect(await type(line)).toContain('my-endpoint');
  });

  test('in mode auto a bad canary is rolled back, and the last message has the lines for the code', async () => {
    writeFileSync(CONFIG, readFileSync(CONFIG, 'utf8').replace("mode: 'observe'", "mode: 'auto'"));
    assembly = undefined;
    const [deploy = '', ...freezing] = under('9. Mode auto');
    await run(deploy);
    synthesised();
    for (const line of freezing) await type(line);
    world.traffic.behave('my-endpoint', 'canary', { ...HEALTHY, errorRatio5xx: 0.3 });
    await pass(12);
    const last = mails().find(({ subject }) => String(subject).startsWith('RECOVERED my-endpoint'));
    const [, code = ''] = /<!-- code -->\n```text\n([\s\S]*?)```/.exec(PAGE) ?? [];
    expect(String(last?.['text'])).toContain(code);
    expect(canaryWeight()).toBe(0);
  });

  test('an upgrade without a difference changes nothing', async () => {
    const [pull = '', ci = '', diff = '', deploy = ''] = under('Upgrade');
    expect([pull, ci]).toEqual(['git pull', 'npm ci']);
    done.push(pull, ci);
    expect((await run(diff)).stderr).toContain('Number of stacks with differences: 0');
    expect((await run(deploy)).stderr).toContain('(no changes)');
  });

  test('it is taken away, and nothing is left but what the page names', async () => {
    const [list = '', destroy = '', table = '', logs = '', webhook = '', ...bootstrap] = under('Remove it');
    const kept = (await run(list, ADMIN)).stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]));
    const named = (type: string) => kept.filter(([of]) => of === type).map(([, id = '']) => id);
    expect([named('AWS::DynamoDB::Table').length, named('AWS::Logs::LogGroup').length]).toEqual([1, 3]);
    await run(destroy);
    for (const line of [webhook, ...bootstrap]) await run(line, ADMIN);
    // The stand-in deletes neither tables nor log groups for anybody but CloudFormation.
    done.push(table, logs);
    const asked = [table, logs].map((line) => awsCall(wordsOf(line), read));
    expect(asked).toEqual([
      { service: 'dynamodb', operation: 'DeleteTable', input: { TableName: 'TABLE' } },
      { service: 'logs', operation: 'DeleteLogGroup', input: { LogGroupName: 'LOG_GROUP' } },
    ]);
    expect(left()).toEqual({
      stacks: [],
      alarms: [],
      topics: [],
      queues: [],
      rules: [],
      functions: [],
      parameters: [],
      roles: [],
      policies: ['operator'],
      tables: named('AWS::DynamoDB::Table'),
    });
  });

  test('that was each command of the page', () => {
    expect(shellLines(PAGE).filter((line) => !done.includes(line))).toEqual([]);
  });
});
