import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readPolicy } from '../../sim/iam/policy.ts';
import { physicalName } from '../../sim/services/stacks/names.ts';
import type { Verb } from '../../sim/services/stacks/rights/handlers.ts';
import { needsFor } from '../../sim/services/stacks/rights/rights.ts';
import { emptyTemplate, loadTemplate } from '../../sim/template/load.ts';
import { firstSetting } from '../../sim/template/lookup.ts';
import { planOf, type Step } from '../../sim/template/plan.ts';
import type { Need, PolicyDocument, Principal, Statement } from '../../sim/types.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { read } from '../docs/pages.ts';

const TEXT = read('docs/deploy-policy.json');
const { Statement: statements } = JSON.parse(TEXT) as PolicyDocument;

let world: World;
let steps: readonly Step[];
beforeAll(async () => {
  world = await makeWorld({ template: emptyTemplate(), seed: 1, start: 0, faults: {} });
  const template = loadTemplate(inject('demoTemplate'));
  const makers = world.parts.flatMap(({ provisioners }) => provisioners).map((maker) => [maker.type, maker] as const);
  ({ steps } = planOf({
    template,
    setting: firstSetting(template, world.wires.account),
    makers: new Map(makers),
    before: new Map(),
    nameOf: (logicalId) => physicalName(world.wires, template.stackName, logicalId),
  }));
});
afterAll(() => world.close());

/** What the stack's resources need; what stays is never deleted, not even when its creation is rolled back. */
const needs = (): readonly Need[] => [
  ...steps.flatMap(({ after }) =>
    (['create', 'update', ...(after.stays.onDelete ? [] : (['delete'] as const))] satisfies Verb[]).flatMap((verb) =>
      needsFor(world.wires.account, { verb, made: after, before: after }),
    ),
  ),
  // Of the template's own parameter.
  {
    action: 'ssm:GetParameters',
    resource: `arn:aws:ssm:eu-west-1:${world.wires.account.id}:parameter/cdk-bootstrap/hnb659fds/version`,
  },
];

let made = 0;
/** What somebody with just these statements may not do of all that. */
const lacking = (given: readonly Statement[]): readonly string[] => {
  made += 1;
  const name = `deployer-${made}`;
  const role = world.parts.flatMap(({ provisioners }) => provisioners).find(({ type }) => type === 'AWS::IAM::Role');
  const Principal = { Service: 'cloudformation.amazonaws.com' };
  const properties = {
    RoleName: name,
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
    Policies: [{ PolicyName: 'all', PolicyDocument: { Version: '2012-10-17', Statement: given } }],
  };
  role?.create({ logicalId: name, type: 'AWS::IAM::Role', properties }, role.identify(name, properties));
  const who: Principal = { kind: 'person', name: 'AWSCloudFormation', as: { kind: 'role', name } };
  return needs()
    .filter((need) => !world.wires.iam.judge(who, need).allowed)
    .map(({ action }) => action);
};

const actions = statements.flatMap(({ Action: of = [] }, place) =>
  [of].flat().map((action) => [action, place] as const),
);

describe('the policy of CloudFormation that the docs give', () => {
  test('is one that IAM takes, as a managed policy', () => {
    expect(() => readPolicy(JSON.parse(TEXT))).not.toThrow();
    expect(TEXT.replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6_144);
  });
  test('suffices to make, change and delete the stack', () => {
    expect(needs().length).toBeGreaterThan(200);
    expect(lacking(statements)).toEqual([]);
  });
  test.each(actions)('needs %s (statement %i)', (action, place) => {
    const without = statements.map((statement, at) =>
      at === place
        ? { ...statement, Action: [statement.Action ?? []].flat().filter((one) => one !== action) }
        : statement,
    );
    const left = without.filter(({ Action: of = [] }) => of.length > 0);
    expect(new Set(lacking(left))).toEqual(new Set([action]));
  });
  test('lets nobody touch the ledger or the logs, or give the roles to anything but Lambda', () => {
    const allowed = actions.map(([action]) => action);
    expect(allowed.filter((action) => /DeleteTable|DeleteLogGroup|\*/.test(action))).toEqual([]);
    const passing = statements.filter(({ Action: of }) => [of].flat().includes('iam:PassRole'));
    expect(passing).toMatchObject([{ Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }]);
  });
});
