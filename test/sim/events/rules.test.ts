import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../sim/types.ts';
import { needsOf } from '../small-account.ts';
import { BUS_ARN, busAccount, events, FUNCTION, putEvent, putRule, putTarget, QUEUE } from './bus.ts';

const RULE_ARN = 'arn:aws:events:eu-west-1:111122223333:rule/orders';

const refused = (code: string, message: string) => expect.objectContaining({ code, message }) as Refusal;

describe('PutRule', () => {
  test('makes a rule that is described as it was put', () => {
    const account = busAccount();
    expect(putRule(account, { Description: 'all orders', EventBusName: BUS_ARN })).toEqual({ RuleArn: RULE_ARN });
    expect(events(account, 'DescribeRule', { Name: 'orders' })).toEqual({
      Name: 'orders',
      Arn: RULE_ARN,
      EventPattern: '{"source":["shop"]}',
      Description: 'all orders',
      State: 'ENABLED',
      EventBusName: 'default',
      CreatedBy: '111122223333',
    });
  });

  test('replaces all that was said before, but keeps the targets', () => {
    const account = busAccount();
    putRule(account, { Description: 'all orders', State: 'DISABLED' });
    putTarget(account);
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)' });
    const described = events(account, 'DescribeRule', { Name: 'orders' });
    expect(described).toMatchObject({ State: 'ENABLED', ScheduleExpression: 'rate(5 minutes)' });
    expect(described).not.toHaveProperty('Description');
    expect(described).not.toHaveProperty('EventPattern');
    expect(events(account, 'ListTargetsByRule', { Rule: 'orders' })['Targets']).toHaveLength(1);
  });

  test('takes a pattern and a schedule at once, and both set the rule off', () => {
    const account = busAccount();
    putRule(account, { ScheduleExpression: 'rate(1 minute)' });
    putTarget(account);
    putEvent(account);
    account.pass(61_000);
    expect(account.invoked.map(({ payload }) => (payload as { readonly source: string }).source)).toEqual(
      expect.arrayContaining(['shop', 'aws.events']),
    );
  });

  test.each([
    [
      'neither pattern nor schedule',
      { EventPattern: undefined },
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      'a pattern that is not valid',
      { EventPattern: '{"source":[]}' },
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: Empty arrays are not allowed\n at [Source: (String)"{"source":[]}"; line: 1, column: 13]',
    ],
    [
      'a pattern beyond the quota',
      { EventPattern: `{"source":["${'x'.repeat(2_048)}"]}` },
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    ],
    [
      'a schedule that is none',
      { ScheduleExpression: 'rate(10 years)' },
      'ValidationException',
      'Parameter ScheduleExpression is not valid.',
    ],
    ['another bus', { EventBusName: 'mine' }, 'ResourceNotFoundException', 'Event bus mine does not exist.'],
    [
      'a name with a space',
      { Name: 'my orders' },
      'ValidationException',
      "1 validation error detected: Value 'my orders' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
  ])('refuses %s', (_, over, code, message) => {
    const account = busAccount();
    expect(() => putRule(account, over)).toThrow(refused(code, message));
    expect(events(account, 'ListRules')['Rules']).toEqual([]);
  });

  test('stops the run for a state that is not known here', () => {
    const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    expect(() => putRule(busAccount(), { State })).toThrow(/no CloudTrail/);
  });

  test('refuses the three hundred and first rule, but not the change of another', () => {
    const account = busAccount();
    for (let index = 0; index < 300; index += 1) putRule(account, { Name: `r${index}` });
    expect(() => putRule(account, { Name: 'r300' })).toThrow(refused('LimitExceededException', TOO_MANY));
    expect(putRule(account, { Name: 'r299' })).toHaveProperty('RuleArn');
  });
});

const TOO_MANY = 'The requested resource exceeds the maximum number allowed.';

describe('a rule', () => {
  test('that is disabled hears nothing, until it is enabled', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account);
    events(account, 'DisableRule', { Name: 'orders' });
    putEvent(account);
    account.pass(1_000);
    expect(account.invoked).toEqual([]);
    account.events.setEnabled('orders', true);
    putEvent(account);
    account.pass(1_000);
    expect(account.invoked).toHaveLength(1);
    expect(events(account, 'DescribeRule', { Name: 'orders' })).toMatchObject({ State: 'ENABLED' });
  });

  test('is deleted once it has no targets; to delete it again succeeds', () => {
    const account = busAccount();
    putRule(account);
    putTarget(account);
    const why = "Rule can't be deleted since it has targets.";
    expect(() => events(account, 'DeleteRule', { Name: 'orders' })).toThrow(refused('ValidationException', why));
    events(account, 'RemoveTargets', { Rule: 'orders', Ids: ['one'] });
    expect(events(account, 'DeleteRule', { Name: 'orders' })).toEqual({});
    expect(events(account, 'DeleteRule', { Name: 'orders' })).toEqual({});
    expect(() => events(account, 'DescribeRule', { Name: 'orders' })).toThrow(
      refused('ResourceNotFoundException', 'Rule orders does not exist on EventBus default.'),
    );
  });

  test('is listed by its name, page by page', () => {
    const account = busAccount();
    for (const Name of ['b', 'a2', 'a1', 'a3']) putRule(account, { Name });
    const names = (page: Readonly<Record<string, unknown>>) =>
      (page['Rules'] as readonly { readonly Name: string }[]).map(({ Name }) => Name);
    const first = events(account, 'ListRules', { NamePrefix: 'a', Limit: 2 });
    expect(names(first)).toEqual(['a1', 'a2']);
    const second = events(account, 'ListRules', { NamePrefix: 'a', Limit: 2, NextToken: first['NextToken'] });
    expect(names(second)).toEqual(['a3']);
    expect(second).not.toHaveProperty('NextToken');
    expect(() => events(account, 'ListRules', { NextToken: '!' })).toThrow(
      expect.objectContaining({ code: 'InvalidToken' }) as Refusal,
    );
  });
});

describe('PutTargets', () => {
  test('adds targets, and replaces those of the same id', () => {
    const account = busAccount();
    putRule(account);
    expect(putTarget(account)).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
    putTarget(account, { Id: 'two', Arn: QUEUE });
    putTarget(account, { Input: '{"fixed":true}' });
    expect(events(account, 'ListTargetsByRule', { Rule: 'orders' })).toEqual({
      Targets: [
        { Id: 'one', Arn: FUNCTION, Input: '{"fixed":true}' },
        { Id: 'two', Arn: QUEUE },
      ],
    });
    expect(events(account, 'ListRuleNamesByTarget', { TargetArn: QUEUE })).toEqual({ RuleNames: ['orders'] });
    expect(events(account, 'ListRuleNamesByTarget', { TargetArn: 'arn:other' })).toEqual({ RuleNames: [] });
  });

  test('refuses the sixth target, and adds none of the call', () => {
    const account = busAccount();
    putRule(account);
    const Targets = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: FUNCTION }));
    expect(() => events(account, 'PutTargets', { Rule: 'orders', Targets })).toThrow(
      refused('LimitExceededException', TOO_MANY),
    );
    expect(events(account, 'ListTargetsByRule', { Rule: 'orders' })).toEqual({});
  });

  test.each([
    [
      'two inputs at once',
      { Input: '{}', InputPath: '$.detail' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target one.',
    ],
    ['an input that is no JSON', { Input: 'hello' }, 'Parameter Input for target one is not valid JSON.'],
    ['a path in brackets', { InputPath: "$['detail']" }, 'Invalid InputPath for target one.'],
    [
      'a template with a name that no path gives',
      { InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '"<id> of <who>"' } },
      'InputTemplate for target one contains invalid placeholder who.',
    ],
    [
      'a template that is neither JSON nor text in quotes',
      { InputTransformer: { InputTemplate: 'hello' } },
      'Invalid InputTemplate for target one.',
    ],
    [
      'more than a hundred paths',
      {
        InputTransformer: {
          InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`p${index}`, '$.id'])),
          InputTemplate: '"x"',
        },
      },
      'InputPathsMap for target one has more than 100 entries.',
    ],
    [
      'an ARN that is none',
      { Arn: 'nowhere' },
      'Parameter nowhere is not valid. Reason: Provided Arn is not in correct format.',
    ],
    [
      'an id with a space',
      { Id: 'my id' },
      "1 validation error detected: Value 'my id' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'dead letters in a FIFO queue',
      { DeadLetterConfig: { Arn: `${QUEUE}.fifo` } },
      `Parameter DeadLetterConfig is not valid: ${QUEUE}.fifo is no standard queue.`,
    ],
  ])('refuses %s', (_, target, message) => {
    const account = busAccount();
    putRule(account);
    expect(() => putTarget(account, target)).toThrow(refused('ValidationException', message));
  });

  test('refuses a rule that is not there', () => {
    expect(() => putTarget(busAccount())).toThrow(
      refused('ResourceNotFoundException', 'Rule orders does not exist on EventBus default.'),
    );
  });

  test.each([
    [
      'a target of another service',
      { Arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' },
      /functions, queues and topics/,
    ],
    ['a FIFO queue', { Arn: `${QUEUE}.fifo` }, /no FIFO queues/],
    ['a role for the target', { RoleArn: 'arn:aws:iam::111122223333:role/r' }, /no RoleArn of a target/],
  ])('stops the run for %s', (_, target, message) => {
    const account = busAccount();
    putRule(account);
    expect(() => putTarget(account, target)).toThrow(message);
  });
});

describe('the rights that are needed', () => {
  test.each([
    ['PutRule', { Name: 'orders' }, RULE_ARN],
    ['DescribeRule', { Name: 'orders' }, RULE_ARN],
    ['PutTargets', { Rule: 'orders' }, RULE_ARN],
    ['RemoveTargets', { Rule: 'orders' }, RULE_ARN],
    ['ListRules', {}, 'arn:aws:events:eu-west-1:111122223333:rule/*'],
    ['PutEvents', {}, BUS_ARN],
    ['DescribeEventBus', {}, BUS_ARN],
    ['TestEventPattern', {}, '*'],
  ])('%s', (operation, input, resource) =>
    expect(needsOf(busAccount().events, operation, input)).toEqual([{ action: `events:${operation}`, resource }]),
  );
});

describe('the default bus', () => {
  test('is the only one', () => {
    const account = busAccount();
    const bus = { Name: 'default', Arn: BUS_ARN };
    expect(events(account, 'DescribeEventBus')).toEqual(bus);
    expect(events(account, 'ListEventBuses')).toEqual({ EventBuses: [bus] });
    expect(events(account, 'ListEventBuses', { NamePrefix: 'x' })).toEqual({ EventBuses: [] });
    expect(() => events(account, 'DescribeEventBus', { Name: 'mine' })).toThrow('Event bus mine does not exist.');
  });
});
