import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { RIGHTS as DOCTOR } from '../../cli/commands/doctor/rights.ts';
import { RIGHTS as DRILL } from '../../cli/commands/drill/rights.ts';
import { RIGHTS as EXPLAIN } from '../../cli/commands/explain/rights.ts';
import { RIGHTS as FREEZE } from '../../cli/commands/freeze/rights.ts';
import { RIGHTS as HISTORY } from '../../cli/commands/history/rights.ts';
import { RIGHTS as INIT } from '../../cli/commands/init/rights.ts';
import { RIGHTS as RELEASE } from '../../cli/commands/release/rights.ts';
import { RIGHTS as ROLLBACK } from '../../cli/commands/rollback/rights.ts';
import { RIGHTS as STATUS } from '../../cli/commands/status/rights.ts';
import { zeroWeights } from '../../lambdas/domain/words/code.ts';
import type { PolicyDocument } from '../../sim/types.ts';
import { config, endpoint, stackOf } from '../infra/stacks.ts';
import { ROOT, read, section } from './pages.ts';

const PAGE = 'docs/first-deploy.md';

/** As shipped; the file itself is the adopter's, and may say anything. */
const shipped = config({ endpoints: [endpoint({ guards: { errors: { above: 0.02 } } })] });

/** Why each type of resource is there; a type that is not here fails. */
const WHY: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm':
    'two for each guard of each variant: errors, and gross errors of one minute; six that watch the automation itself, and a probe that goes off each hour on purpose',
  'AWS::Lambda::Function': 'one looks, decides and shifts; one posts to Slack',
  'AWS::IAM::Role': 'of the two functions',
  'AWS::IAM::Policy': 'what each of them may do ([all of it](security.md#who-may-do-what))',
  'AWS::Lambda::EventInvokeConfig': 'retries, and where an invocation ends up that fails for good',
  'AWS::Lambda::Permission': 'for each rule to start the first; with Slack, for the topic to start the second',
  'AWS::Events::Rule': 'an alarm goes off; the endpoint changes; every minute',
  'AWS::SNS::Topic': "our messages to on-call; CloudWatch's own pages, which need none of our code",
  'AWS::SNS::TopicPolicy': 'who may publish to them',
  'AWS::SNS::Subscription': 'each address on both topics; with Slack, the second function on the first',
  'AWS::SQS::Queue': 'dead letters: what could not be handed over, and what failed; either pages',
  'AWS::SQS::QueuePolicy': 'who may send to them',
  'AWS::DynamoDB::Table': 'the ledger: what was seen, decided, done and proved. It outlives the stack',
  'AWS::SSM::Parameter': 'the freeze',
  'AWS::Logs::LogGroup': 'of the two functions. They outlive the stack',
};

const created = (): string => {
  const { Resources: resources } = Template.fromStack(stackOf(shipped)).toJSON() as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  const types = Object.values(resources).map(({ Type }) => Type);
  const row = (type: string): string =>
    `| \`${type}\` | ${types.filter((one) => one === type).length} | ${WHY[type] ?? ''} |`;
  const order = Object.keys(WHY);
  const rows = [...new Set(types)].toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).map(row);
  return ['| type | count | why |', '|---|---|---|', ...rows].join('\n');
};

const costs = read('test/cli/commands/golden/cost-80.txt');
/** Down to the first blank line after the table. */
const table = (): string => costs.split('\n\n').slice(1, 2).join('');

const fenced = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;

const withBlock = (page: string, name: string, block: string): string =>
  page.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_, open: string, close: string) => `${open}${block}\n${close}`,
  );

// `npx vitest run test/docs -u` writes what the code says now into the page.
test('the page tells what is made, what it costs, and the lines for code as the code has them', async () => {
  const blocks = { created: created(), cost: fenced(table()), code: fenced(zeroWeights(['canary'])) };
  const fresh = Object.entries(blocks).reduce((page, [name, block]) => withBlock(page, name, block), read(PAGE));
  for (const block of Object.values(blocks)) expect(fresh).toContain(block);
  expect(fresh).not.toMatch(/\| {2}\|/);
  await expect(fresh).toMatchFileSnapshot(join(ROOT, PAGE));
});

test('the README tells the same cost', () => {
  const together = /^together +(\S+) +\S+ +(\S+)/m.exec(costs);
  const text = section(read('README.md'), '## Cost') ?? '';
  expect(text).toContain(`**${together?.[1]} a month**`);
  expect(text).toContain(`about ${together?.[2]}:`);
});

test("an operator's policy allows what our commands call, and to deploy with the CDK", () => {
  const { Statement: statements } = JSON.parse(read('docs/operator-policy.json')) as PolicyDocument;
  const allowed = statements.flatMap(({ Action: action = [] }) => [action].flat());
  const called = [INIT, STATUS, EXPLAIN, HISTORY, FREEZE, ROLLBACK, RELEASE, DRILL, DOCTOR].flat();
  const wanted = new Set(['sts:AssumeRole', ...called.map(({ action }) => action)]);
  expect(allowed.toSorted()).toEqual([...wanted].toSorted());
});
