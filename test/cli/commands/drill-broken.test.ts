import { beforeAll, describe, expect, test } from 'vitest';
import type { DrillReport } from '../../../cli/commands/drill/report.ts';
import { rowsOf } from '../../../cli/commands/drill/rows.ts';
import { headItem } from '../../../lambdas/aws/ledger-items.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import type { Fault } from '../../../sim/types.ts';
import type { World } from '../../../sim/world.ts';
import { endpointName, incident } from '../../builders.ts';
import { call } from '../../sim/small-account.ts';
import { smallAccount } from './small-account.ts';

const CANARY = (endpoint: string): string => `sagemaker-rollback/guard/${endpoint}/canary/errors-5xx`;
const WEBHOOK = '/sagemaker-rollback/slack-webhook';

const ask = <Reply>({ parts }: World, service: string, operation: string, input: object): Reply => {
  const part = parts.find(({ api }) => api?.name === service);
  if (part === undefined) throw new Error(`there is no ${service}`);
  return call(part, operation, input) as Reply;
};

/** The name of the one of these that our template calls so. */
const nameOf = (names: readonly (string | undefined)[], called: string): string => {
  const found = names.find((name) => name?.includes(called));
  if (found === undefined) throw new Error(`nothing is called ${called}: ${names.join(', ')}`);
  return found;
};

const functionNamed = (world: World, called: string): string => {
  const { Functions } = ask<{ Functions: { FunctionName: string }[] }>(world, 'lambda', 'ListFunctions', {});
  return nameOf(
    Functions.map(({ FunctionName }) => FunctionName),
    called,
  );
};
const ruleNamed = (world: World, called: string): string => {
  const { Rules } = ask<{ Rules: { Name: string }[] }>(world, 'events', 'ListRules', {});
  return nameOf(
    Rules.map(({ Name }) => Name),
    called,
  );
};

/** Changes the policy of reconcile's role; answers how to put it back. */
const changeGrants = (world: World, from: string, to: string): (() => void) => {
  const { Roles } = ask<{ Roles: { RoleName: string }[] }>(world, 'iam', 'ListRoles', {});
  const RoleName = nameOf(
    Roles.map((role) => role.RoleName),
    'Reconcile',
  );
  const { PolicyNames } = ask<{ PolicyNames: string[] }>(world, 'iam', 'ListRolePolicies', { RoleName });
  const named = { RoleName, PolicyName: PolicyNames[0] ?? '' };
  const { PolicyDocument: encoded } = ask<{ PolicyDocument: string }>(world, 'iam', 'GetRolePolicy', named);
  const before = decodeURIComponent(encoded);
  expect(before).toContain(from);
  const put = (PolicyDocument: string) => ask(world, 'iam', 'PutRolePolicy', { ...named, PolicyDocument });
  put(before.replaceAll(from, to));
  return () => put(before);
};

const PAGE = { width: 80, paint: (_: unknown, text: string) => text };

type Broken = {
  readonly what: string;
  /** Breaks it, and answers how to mend it. */
  readonly breaks: (world: World, refused: Map<string, Fault>) => () => unknown;
  /** The hops that are not told as working. */
  readonly hops: Readonly<Record<string, string>>;
  /** In a cause or its mend. */
  readonly says: RegExp;
  /** Of the whole report, at 80 columns. The first alone has the same times whatever else is run. */
  readonly golden?: string;
};

const UNREACHED = { message: 'not reached', sweep: 'not reached', delivery: 'not reached' };

const BROKEN: readonly Broken[] = [
  {
    what: 'a function that may not run',
    breaks: (world) => {
      const FunctionName = functionNamed(world, 'Reconcile');
      ask(world, 'lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
      return () => ask(world, 'lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 10 });
    },
    hops: { rule: 'not known', function: 'broken', ...UNREACHED },
    says: /reserved concurrency is 0.*get-function-concurrency/,
    golden: 'golden/drill-broken-80.txt',
  },
  {
    what: 'a disabled rule',
    breaks: (world) => {
      const Name = ruleNamed(world, 'AlarmChanged');
      ask(world, 'events', 'DisableRule', { Name });
      return () => ask(world, 'events', 'EnableRule', { Name });
    },
    hops: { rule: 'broken' },
    says: /is disabled.*aws events enable-rule --name/,
  },
  {
    what: 'a grant to read the endpoint that was taken',
    breaks: (world) => changeGrants(world, 'sagemaker:DescribeEndpoint', 'sagemaker:DescribeModel'),
    hops: { rule: 'not known', grants: 'broken', ...UNREACHED },
    says: /not authorized to perform: sagemaker:DescribeEndpoint.*may not sagemaker:DescribeEndpoint on/,
  },
  {
    what: 'a grant to move weights that was taken, which only IAM knows',
    breaks: (world) => changeGrants(world, 'sagemaker:UpdateEndpointWeightsAndCapacities', 'sagemaker:UpdateEndpoint'),
    hops: { grants: 'broken' },
    says: /may not sagemaker:UpdateEndpointWeightsAndCapacities on .*npx cdk deploy/,
  },
  {
    what: 'a grant to publish that was taken',
    breaks: (world) => changeGrants(world, 'sns:Publish', 'sns:GetTopicAttributes'),
    hops: { grants: 'broken', message: 'broken', delivery: 'not reached' },
    says: /may not sns:Publish on/,
  },
  {
    what: 'an address that never confirmed',
    breaks: (world) => {
      world.topics.leavePending('oncall@example.com');
      return () => world.topics.confirm('oncall@example.com');
    },
    hops: { delivery: 'broken' },
    says: /oncall@example\.com has not confirmed the on-call topic.*has not confirmed the pager topic/,
  },
  {
    what: "a webhook's parameter that is gone",
    breaks: (world) => {
      ask(world, 'ssm', 'DeleteParameter', { Name: WEBHOOK });
      return () => world.parameters.put(WEBHOOK, world.slackWebhook, 'SecureString');
    },
    hops: { delivery: 'broken' },
    says: /failed in \d of \d runs.*slack-webhook holds the webhook's URL/,
  },
  {
    what: 'an alarm whose actions are disabled',
    breaks: (world) => {
      const AlarmNames = [CANARY('fraud-detector')];
      ask(world, 'cloudwatch', 'DisableAlarmActions', { AlarmNames });
      return () => ask(world, 'cloudwatch', 'EnableAlarmActions', { AlarmNames });
    },
    hops: { page: 'broken' },
    says: /actions are disabled.*enable-alarm-actions/,
  },
  {
    what: 'a table that denies everybody',
    breaks: (_, refused) => {
      refused.set('dynamodb', { kind: 'error', code: 'AccessDeniedException', message: 'so it is', status: 400 });
      return () => refused.clear();
    },
    hops: { ledger: 'broken', rule: 'not known', message: 'not known', sweep: 'not known', delivery: 'not known' },
    says: /AWS denied access: so it is/,
  },
  {
    what: 'a sweep that does not come',
    breaks: (world) => {
      const Name = ruleNamed(world, 'Sweep');
      ask(world, 'events', 'DisableRule', { Name });
      return () => ask(world, 'events', 'EnableRule', { Name });
    },
    hops: { sweep: 'broken' },
    says: /is disabled/,
  },
];

/** No minute is bad by chance. */
const FLAWLESS = { ...HEALTHY, errorRatio5xx: 0, modelErrorRatio: 0 };
const calm = ({ traffic }: World): void => {
  for (const endpoint of ['fraud-detector', 'FraudDetector-EU', 'fraud-observe'])
    for (const variant of ['stable', 'canary']) traffic.behave(endpoint, variant, FLAWLESS);
};

describe('what is broken is told as that hop:', () => {
  const refused = new Map<string, Fault>();
  const account = smallAccount({ faults: { call: (api) => refused.get(api) } });
  beforeAll(() => calm(account().world));

  test.each(BROKEN)('$what', async ({ breaks, hops, says, golden }) => {
    const mend = breaks(account().world, refused);
    const { code, out } = await account().type(['drill', 'fraud-detector', '--yes', '--json']);
    mend();
    const report = JSON.parse(out) as DrillReport;
    const wrong = report.hops.filter(({ state }) => state !== 'worked').map(({ hop, state }) => [hop, state]);
    expect({ code, wrong: Object.fromEntries(wrong) }).toEqual({ code: 1, wrong: hops });
    const causes = report.hops.flatMap(({ causes: found = [] }) => found);
    expect(causes.map(({ what, mend: remedy }) => `${what} ${remedy}`).join(' ')).toMatch(says);
    if (golden !== undefined) await expect(`${rowsOf(PAGE, report).join('\n')}\n`).toMatchFileSnapshot(golden);
    await account().passMinutes(3);
  });
  test('a drill of which nobody knows more than that the function and the alarm are gone', async () => {
    const { world, type } = account();
    ask(world, 'cloudwatch', 'DeleteAlarms', { AlarmNames: [CANARY('fraud-observe')] });
    const observed = await type(['drill', 'fraud-observe', '--yes']);
    expect(observed.out).toContain('DRILL of fraud-observe: broken: alarm.');
    ask(world, 'lambda', 'DeleteFunction', { FunctionName: functionNamed(world, 'Reconcile') });
    const { code, out } = await type(['drill', 'FraudDetector-EU', '--yes']);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('broken: function.') });
    expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80);
  });
});

describe('a real breach', () => {
  const account = smallAccount();
  beforeAll(() => calm(account().world));

  test('of the drilled alarm itself, under which CloudWatch tells nothing, is rolled back by the sweep', async () => {
    const { world, type, passMinutes } = account();
    world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, ...BAD });
    await passMinutes(1.5);
    const mark = JSON.stringify({ drill: 'drill-20260105T095900' });
    const keepDrilled = {
      AlarmName: CANARY('fraud-detector'),
      StateValue: 'ALARM',
      StateReason: 'DRILL',
      StateReasonData: mark,
    };
    ask(world, 'cloudwatch', 'SetAlarmState', keepDrilled);
    await passMinutes(2.5);
    const { out } = await type(['history', 'fraud-detector', '--json']);
    const { incidents } = JSON.parse(out) as { incidents: readonly { id: string }[] };
    expect(incidents.map(({ id }) => id.includes('drill'))).toContain(false);
    await passMinutes(5);
    const weights = world.sagemaker.endpoint('fraud-detector').variants.map(({ currentWeight }) => currentWeight);
    expect(weights[1]).toBe(0);
  });
  test('that opens an incident meanwhile ends the drill', async () => {
    const { world, type } = account();
    ask(world, 'lambda', 'PutFunctionConcurrency', {
      FunctionName: functionNamed(world, 'Reconcile'),
      ReservedConcurrentExecutions: 0,
    });
    const endpoint = endpointName('fraud-observe');
    const { TableNames } = ask<{ TableNames: string[] }>(world, 'dynamodb', 'ListTables', {});
    const Item = headItem({ ...incident({ id: 'fraud-observe-20260105T100000' }), endpoint }, 1);
    world.wires.clock.after(20_000, 'a real incident opens', () => {
      ask(world, 'dynamodb', 'PutItem', { TableName: TableNames[0], Item });
    });
    const { code, out } = await type(['drill', 'fraud-observe', '--yes']);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'the incident fraud-observe-20260105T100000 opened meanwhile, and comes first',
    );
  });
});
