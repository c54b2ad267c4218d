import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeIam } from '../../../sim/iam/iam.ts';
import { readTemplate } from '../../../sim/template/load.ts';
import { provision } from '../../../sim/template/provision.ts';
import { readText } from '../../../sim/template/text.ts';
import type { Need, Person, Provisioner } from '../../../sim/types.ts';
import { smallAccount } from '../small-account.ts';

const CDK = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
const TEMPLATE = join(CDK, 'lib/api/bootstrap/bootstrap-template.yaml');
const NAMED = 'hnb659fds';
const ACCOUNT = '111122223333';

/** What belongs to other parts of the small AWS, as far as roles speak of it. */
const elsewhere = (type: string, properties: readonly string[]): Provisioner => ({
  type,
  properties,
  replacing: [],
  identify: (name) => ({
    ref: name,
    attributes: { Arn: `arn:aws:s3:::${name}`, RegionalDomainName: 'x', Type: 'String', Value: '1' },
  }),
  create: () => {},
  update: () => {},
  remove: () => {},
});

const bootstrapped = () => {
  const { wires } = smallAccount({});
  const iam = makeIam(wires);
  Object.assign(wires, { iam });
  const body = readText(readFileSync(TEMPLATE, 'utf8')) as Readonly<Record<string, Record<string, object>>>;
  const own = iam.provisioners.map(({ type }) => type);
  const others = Object.values(body['Resources'] ?? {}) as { readonly Type: string; readonly Properties: object }[];
  const stubs = others
    .filter(({ Type: type }) => !own.includes(type))
    .map(({ Type: type, Properties }) => elsewhere(type, Object.keys(Properties)));
  const template = readTemplate(body, { file: 'bootstrap.json', assetsDirectory: '/nowhere' });
  provision(template, [...iam.provisioners, ...stubs], wires.account);
  return iam;
};

const iam = bootstrapped();
const roleNamed = (kind: string): string => `cdk-${NAMED}-${kind}-role-${ACCOUNT}-eu-west-1`;
const arnOf = (kind: string): string => `arn:aws:iam::${ACCOUNT}:role/${roleNamed(kind)}`;
const session = (kind: string): Person => ({
  kind: 'person',
  name: 'aws-cdk-ana',
  as: { kind: 'role', name: roleNamed(kind) },
});
const admin: Person = { kind: 'person', name: 'admin' };

const assumed = (who: Person, kind: string, context: Need['context'] = {}): boolean => {
  const need: Need = { action: 'sts:AssumeRole', resource: arnOf(kind), context };
  return iam.mayAssume(who, need).allowed;
};
const may = (kind: string, action: string, resource: string): boolean =>
  iam.judge(session(kind), { action, resource }).allowed;

describe("the roles of the CDK's bootstrap", () => {
  test.each(['file-publishing', 'image-publishing', 'lookup', 'deploy'])('%s is for people of the account', (kind) => {
    expect(assumed(admin, kind)).toBe(true);
    expect(assumed(session('deploy'), kind)).toBe(false);
    expect(assumed(admin, kind, { 'sts:ExternalId': 'deputy' })).toBe(false);
  });

  test('the one that makes the resources is for CloudFormation alone, and may do anything', () => {
    expect(assumed(admin, 'cfn-exec')).toBe(false);
    expect(iam.canAssume(arnOf('cfn-exec'), 'cloudformation.amazonaws.com')).toBe(true);
    expect(may('cfn-exec', 'sqs:CreateQueue', `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`)).toBe(true);
  });

  test.each([
    ['deploy', 'cloudformation:DescribeStacks', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/s/*`, true],
    ['deploy', 'cloudformation:ExecuteChangeSet', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/s/*`, true],
    ['deploy', 'iam:PassRole', arnOf('cfn-exec'), true],
    ['deploy', 'iam:PassRole', arnOf('lookup'), false],
    ['deploy', 's3:PutObject', 'arn:aws:s3:::elsewhere/x', false],
    ['deploy', 'lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`, false],
    ['file-publishing', 's3:PutObject', `arn:aws:s3:::StagingBucket/x`, true],
    ['file-publishing', 's3:PutObject', 'arn:aws:s3:::elsewhere/x', false],
    ['lookup', 'ssm:GetParameter', `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/x`, true],
    ['lookup', 'ssm:PutParameter', `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/x`, false],
    ['lookup', 'kms:Decrypt', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/x`, false],
  ])('%s, %s on %s: %s', (kind, action, resource, allowed) => {
    expect(may(kind, action, resource)).toBe(allowed);
  });
});
