import { describe, expect, test } from 'vitest';
import type { Need, PolicyDocument, Principal, Statement } from '../../../sim/types.ts';
import { smallAccount } from '../small-account.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Role`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Role/Fn`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:Oncall`;
const ALARM = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:shop/guard`;

const role: Principal = { kind: 'role', arn: ROLE, roleId: 'Role', functionName: 'Fn' };
const person: Principal = { kind: 'person', name: 'ana' };
const serviceFor = (sourceArn: string, service = 'cloudwatch.amazonaws.com'): Principal => ({
  kind: 'service',
  service,
  sourceArn,
});

const account = (...statements: readonly unknown[]) =>
  smallAccount({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
        },
        Policies: statements.length === 0 ? [] : [{ PolicyName: 'p', PolicyDocument: document(statements) }],
      },
    },
  });
const document = (statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });

const publish: Need = { action: 'sns:Publish', resource: TOPIC };
const allow = (over: object = {}): Statement => ({ Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC, ...over });
const deny = (over: object = {}): Statement => ({ ...allow(over), Effect: 'Deny' });
const on = (...statements: readonly Statement[]): PolicyDocument => document(statements) as PolicyDocument;

type Asked = { readonly who?: Principal; readonly need?: Need; readonly resource?: PolicyDocument };

const allows = (own: readonly unknown[], { who = role, need = publish, resource }: Asked = {}): boolean =>
  account(...own).iam.judge(who, need, resource).allowed;

describe('a condition', () => {
  const values = (context: Need['context']): Need => ({ ...publish, ...(context && { context }) });
  const keys = (...given: readonly string[]): Need => values({ 'dynamodb:LeadingKeys': given });
  const NOTHING = values(undefined);
  const KEY = 'sns:Endpoint';
  const one = (value: string): Need => values({ [KEY]: value });

  test.each([
    // Strings.
    ['StringEquals', KEY, 'a', one('a'), true],
    ['StringEquals', KEY, 'a', one('A'), false],
    ['StringEquals', KEY, 'a*', one('ab'), false],
    ['StringEquals', KEY, ['a', 'b'], one('b'), true],
    ['StringNotEquals', KEY, 'a', one('b'), true],
    ['StringNotEquals', KEY, ['a', 'b'], one('b'), false],
    ['StringEqualsIgnoreCase', KEY, 'Abc', one('aBC'), true],
    ['StringNotEqualsIgnoreCase', KEY, 'Abc', one('aBC'), false],
    ['StringLike', KEY, 'a*d?', one('abcde'), true],
    ['StringLike', KEY, 'a*d?', one('abcd'), false],
    ['StringLike', KEY, 'a.c', one('abc'), false],
    ['StringNotLike', KEY, 'a*', one('abc'), false],
    // Numbers.
    ['NumericEquals', KEY, '10', one('10.0'), true],
    ['NumericNotEquals', KEY, '10', one('11'), true],
    ['NumericLessThan', KEY, '10', one('9'), true],
    ['NumericLessThan', KEY, '10', one('10'), false],
    ['NumericLessThanEquals', KEY, '10', one('10'), true],
    ['NumericGreaterThan', KEY, '10', one('9'), false],
    ['NumericGreaterThanEquals', KEY, '10', one('10'), true],
    ['NumericEquals', KEY, '10', one('ten'), false],
    // The time is 10:00 of 20 November 2026.
    ['DateGreaterThan', 'aws:CurrentTime', '2026-11-20T09:59:59Z', NOTHING, true],
    ['DateLessThan', 'aws:CurrentTime', '2026-11-20T10:00:00Z', NOTHING, false],
    ['DateLessThanEquals', 'aws:CurrentTime', '2026-11-20T11:00:00+01:00', NOTHING, true],
    ['DateEquals', 'aws:CurrentTime', '2026-11-20', NOTHING, false],
    ['DateNotEquals', 'aws:CurrentTime', '2026-11-20', NOTHING, true],
    ['DateGreaterThanEquals', 'aws:EpochTime', '1795168800', NOTHING, true],
    ['NumericLessThan', 'aws:EpochTime', '1795168800', NOTHING, false],
    // Truth values and bytes.
    ['Bool', 'aws:SecureTransport', 'true', NOTHING, true],
    ['Bool', 'aws:ViaAWSService', 'True', NOTHING, false],
    ['BinaryEquals', KEY, 'QmluYXJ5', one('QmluYXJ5'), true],
    // Addresses: every call comes from 127.0.0.1.
    ['IpAddress', 'aws:SourceIp', '127.0.0.0/8', NOTHING, true],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], NOTHING, false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', NOTHING, true],
    ['NotIpAddress', 'aws:SourceIp', '127.0.0.1', NOTHING, false],
    ['IpAddress', KEY, '2001:DB8:1234:5678::/64', one('2001:db8:1234:5678::9'), true],
    // ARNs, part by part.
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/*`, NOTHING, true],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/R?le`, NOTHING, true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*:role/Role', NOTHING, false],
    ['ArnNotLike', 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/*`, NOTHING, false],
    ['ArnNotEquals', 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/Other`, NOTHING, true],
    // A key that the request lacks.
    ['StringEquals', KEY, 'a', NOTHING, false],
    ['StringNotEquals', KEY, 'a', NOTHING, true],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:s3:::x', NOTHING, true],
    ['NumericNotEquals', KEY, '1', NOTHING, true],
    ['NotIpAddress', KEY, '10.0.0.0/8', NOTHING, true],
    ['NumericLessThan', KEY, '1', NOTHING, false],
    ['StringEqualsIfExists', KEY, 'a', NOTHING, true],
    ['StringEqualsIfExists', KEY, 'a', one('b'), false],
    ['IpAddressIfExists', 'aws:SourceIp', '10.0.0.0/8', NOTHING, false],
    ['Null', KEY, 'true', NOTHING, true],
    ['Null', KEY, 'false', NOTHING, false],
    ['Null', KEY, 'false', one('a'), true],
    // Keys of several values.
    ['ForAllValues:StringLike', 'dynamodb:LeadingKeys', ['a#*', 'b'], keys('a#1', 'b'), true],
    ['ForAllValues:StringLike', 'dynamodb:LeadingKeys', ['a#*'], keys('a#1', 'b'), false],
    ['ForAllValues:StringEquals', 'dynamodb:LeadingKeys', ['a'], NOTHING, true],
    ['ForAllValues:StringNotEquals', 'dynamodb:LeadingKeys', ['c'], keys('a', 'b'), true],
    ['ForAllValues:StringNotEquals', 'dynamodb:LeadingKeys', ['b'], keys('a', 'b'), false],
    ['ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', ['b', 'c'], keys('a', 'b'), true],
    ['ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', ['c'], keys('a', 'b'), false],
    ['ForAnyValue:StringNotEquals', 'dynamodb:LeadingKeys', ['b'], keys('a', 'b'), true],
    ['ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', ['a'], NOTHING, false],
    ['ForAnyValue:StringEqualsIfExists', 'dynamodb:LeadingKeys', ['a'], NOTHING, true],
    // What is known of every request.
    ['StringEquals', 'AWS:requestedregion', 'eu-west-1', NOTHING, true],
    ['StringEquals', 'aws:ResourceAccount', ACCOUNT, NOTHING, true],
    ['StringEquals', 'aws:PrincipalAccount', ACCOUNT, NOTHING, true],
    ['StringEquals', 'aws:PrincipalType', 'AssumedRole', NOTHING, true],
    ['Bool', 'aws:PrincipalIsAWSService', 'false', NOTHING, true],
    ['Bool', 'aws:MultiFactorAuthPresent', 'false', NOTHING, true],
    ['Null', 'aws:username', 'true', NOTHING, true],
    ['Null', 'aws:SourceArn', 'true', NOTHING, true],
  ] as const)('%s %s %j, and the request is %j: %s', (operator, key, value, need, expected) => {
    expect(allows([allow({ Condition: { [operator]: { [key]: value } } })], { need })).toBe(expected);
  });

  test('holds only together with all the others', () => {
    const Condition = { StringEquals: { [KEY]: 'a', 'aws:RequestedRegion': 'us-east-1' } };
    expect(allows([allow({ Condition })], { need: one('a') })).toBe(false);
  });

  test('on a key of several values needs a set operator', () => {
    const statement = allow({ Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'a' } } });
    expect(() => allows([statement], { need: keys('a', 'b') })).toThrow('needs a set operator');
  });
});

test('only what is asked of S3 says whose bucket it is', () => {
  const Condition = { StringEquals: { 's3:ResourceAccount': ACCOUNT } };
  const own = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }];
  expect(allows(own, { need: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' } })).toBe(true);
  expect(allows(own)).toBe(false);
});

describe('a policy variable', () => {
  const of = (Resource: string, { Version = '2012-10-17', ...over }: { Version?: string } & object = {}) => ({
    Version,
    Statement: [{ ...allow({ Resource, Principal: '*' }), ...over }],
  });
  const topic = (name: string): Need => ({
    action: 'sns:Publish',
    resource: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`,
  });
  const service = serviceFor(ALARM);
  const PREFIX = `arn:aws:sns:eu-west-1:${ACCOUNT}:`;

  test.each([
    ['is its value', of(`${PREFIX}\${aws:RequestedRegion}`), 'eu-west-1', true],
    ['is nothing else', of(`${PREFIX}\${aws:RequestedRegion}`), 'us-east-1', false],
    ['is regardless of case', of(`${PREFIX}\${AWS:requestedregion}`), 'eu-west-1', true],
    ['has its default where there is no value', of(`${PREFIX}\${aws:username, 'all'}`), 'all', true],
    ['makes its statement say nothing where there is no value', of(`${PREFIX}\${aws:username}*`), 'x', false],
    ['may stand for a star', of(`${PREFIX}a\${*}`), 'ab', false],
    ['that stands for a star is one', of(`${PREFIX}a\${*}`), 'a*', true],
    ['may stand for a question mark', of(`${PREFIX}a\${?}`), 'ab', false],
    ['may stand for a dollar', of(`${PREFIX}\${$}a`), '$a', true],
    [
      'is plain text in the old version',
      of(`${PREFIX}\${aws:RequestedRegion}`, { Version: '2008-10-17' }),
      'eu-west-1',
      false,
    ],
  ] as const)('%s', (_, resource, name, expected) => {
    const { iam } = account();
    expect(iam.judge(service, topic(name), resource).allowed).toBe(expected);
  });

  test('may be compared with', () => {
    const same = (key: string) => ({ Condition: { StringEquals: { 'aws:PrincipalAccount': `\${${key}}` } } });
    expect(allows([allow(same('aws:ResourceAccount'))])).toBe(true);
    expect(allows([allow(same('aws:RequestedRegion'))])).toBe(false);
    // Without a value the statement is as if it were not there, whatever its operator.
    const other = { Condition: { StringNotEquals: { 'aws:PrincipalAccount': '${aws:username}' } } };
    expect(allows([allow(), deny(other)])).toBe(true);
  });

  test('that holds a star matches only that', () => {
    const need = { ...publish, context: { 'sns:Endpoint': 'a*', 'sns:Protocol': 'abc' } };
    const Condition = { StringLike: { 'sns:Protocol': '${sns:Endpoint}' } };
    expect(allows([allow({ Condition })], { need })).toBe(false);
  });
});

describe('a resource of a policy', () => {
  test.each([
    ['is completed when its last parts are missing', allow({ Resource: 'arn:aws:sns' }), true],
    ['of another service is not', allow({ Resource: 'arn:aws:sqs' }), false],
    ['has wildcards within its parts', allow({ Resource: 'arn:aws:sns:eu-*:*:On*' }), true],
    ['does not reach across parts when it allows', allow({ Resource: 'arn:aws:sns:e*:Oncall' }), false],
  ] as const)('%s', (_, statement, expected) => {
    expect(allows([statement])).toBe(expected);
  });

  test('reaches across parts when it denies, and when an allowance leaves it out', () => {
    expect(allows([allow(), deny({ Resource: 'arn:aws:sns:e*:Oncall' })])).toBe(false);
    const but = { Effect: 'Allow', Action: 'sns:*', NotResource: 'arn:aws:sns:e*:Oncall' };
    expect(allows([but])).toBe(false);
  });

  test("is not completed in a resource's own policy", () => {
    const resource = on(allow({ Resource: 'arn:aws:sns', Principal: { AWS: ROLE } }));
    expect(allows([], { resource })).toBe(false);
  });
});

describe('who is allowed', () => {
  const toRole = (over: object = {}) => allow({ Principal: { AWS: ROLE }, ...over });
  const only = { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } };

  test.each([
    ['nobody, where nothing is said', [], undefined, false],
    ['a role by its own policy', [allow()], undefined, true],
    ["a role by the resource's policy", [], on(toRole()), true],
    ['a role by the ARN of its session', [], on(toRole({ Principal: { AWS: SESSION } })), true],
    ['no role by the session of another function', [], on(toRole({ Principal: { AWS: `${SESSION}2` } })), false],
    ['a role by everybody', [], on(toRole({ Principal: { AWS: '*' } })), true],
    ['no role by its account alone', [], on(toRole({ Principal: { AWS: ACCOUNT } })), false],
    ['a role by its account and its own policy', [allow()], on(toRole({ Principal: { AWS: ROOT } })), true],
    ['no role that its own policy denies', [deny()], on(toRole()), false],
    ['no role that the resource denies', [allow()], on(deny({ Principal: { AWS: ROLE } })), false],
    ['no role of an account that the resource denies', [allow()], on(deny({ Principal: { AWS: ACCOUNT } })), false],
    ['a role while another is denied', [allow()], on(deny({ Principal: { AWS: `${ROLE}2` } })), true],
    ['a role with the condition that it is the one', [allow()], on(toRole({ Principal: '*', ...only })), true],
    [
      'a role that is spared by all its names',
      [allow()],
      on(deny({ NotPrincipal: { AWS: [ROOT, ROLE, SESSION] } })),
      true,
    ],
    [
      'no role that is spared without its account',
      [allow()],
      on(deny({ NotPrincipal: { AWS: [ROLE, SESSION] } })),
      false,
    ],
    ['no role that is spared without its session', [allow()], on(deny({ NotPrincipal: { AWS: [ROOT, ROLE] } })), false],
    [
      'a role for an action that NotAction leaves',
      [allow(), deny({ Action: undefined, NotAction: 'sns:P*' })],
      undefined,
      true,
    ],
    [
      'no role for an action that NotAction takes',
      [allow(), deny({ Action: undefined, NotAction: 'sns:S*' })],
      undefined,
      false,
    ],
  ] as const)('%s', (_, own, resource, expected) => {
    const statements = own.map((statement) => JSON.parse(JSON.stringify(statement)));
    expect(allows(statements, resource && { resource })).toBe(expected);
  });

  test('a person for anything, unless the resource denies it', () => {
    const asked = (resource?: PolicyDocument) => account().iam.judge(person, publish, resource);
    expect(asked()).toEqual({ allowed: true });
    expect(asked(on(deny({ Principal: { AWS: `${ROLE}` } })))).toEqual({ allowed: true });
    const ana = `arn:aws:iam::${ACCOUNT}:user/ana`;
    const why = `User: ${ana} is not authorized to perform: SNS:Publish on resource: ${TOPIC} with an explicit deny in a resource-based policy`;
    expect(asked(on(deny({ Principal: { AWS: ana } })))).toEqual({ allowed: false, why });
    expect(asked(on(deny({ Principal: '*', Condition: { StringEquals: { 'aws:username': 'ana' } } })))).toMatchObject({
      why,
    });
    expect(asked(on(deny({ NotPrincipal: { AWS: [ROOT, ana] } })))).toEqual({ allowed: true });
  });
});

describe('the confused deputy:', () => {
  const trusting = (Condition?: Statement['Condition']) =>
    on(allow({ Principal: { Service: 'cloudwatch.amazonaws.com' }, ...(Condition && { Condition }) }));
  const OTHERS = 'arn:aws:cloudwatch:eu-west-1:444455556666:alarm:theirs';
  const ours = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
  const alarm = { ArnLike: { 'aws:SourceArn': ALARM } };

  test.each([
    ['our alarm may publish where the service is trusted', serviceFor(ALARM), trusting(), true],
    ["so may somebody else's: nothing says otherwise", serviceFor(OTHERS), trusting(), true],
    ['our alarm may publish where our account is asked for', serviceFor(ALARM), trusting(ours), true],
    ["somebody else's may not", serviceFor(OTHERS), trusting(ours), false],
    ['the alarm that is asked for may publish', serviceFor(ALARM), trusting(alarm), true],
    ['another of ours may not', serviceFor(`${ALARM}2`), trusting(alarm), false],
    ["somebody else's of any name may not", serviceFor(OTHERS), trusting(alarm), false],
    ['another service may not', serviceFor(ALARM, 'events.amazonaws.com'), trusting(ours), false],
    ['an ARN without an account counts as ours', serviceFor('arn:aws:s3:::bucket'), trusting(ours), true],
    [
      'the older name of the source account is known',
      serviceFor(OTHERS),
      trusting({ StringEquals: { 'AWS:SourceOwner': ACCOUNT } }),
      false,
    ],
    [
      'a role has no source, so a condition on one bars it',
      role,
      on(allow({ Principal: '*', Condition: ours })),
      false,
    ],
    [
      'a denial of all but our account bars others',
      serviceFor(OTHERS),
      on(
        ...trusting().Statement,
        deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } } }),
      ),
      false,
    ],
    [
      'a service is known by its name',
      serviceFor(ALARM),
      trusting({ StringEquals: { 'aws:PrincipalServiceName': 'cloudwatch.amazonaws.com' } }),
      true,
    ],
    [
      'a service is told from a principal of the account',
      serviceFor(ALARM),
      trusting({ Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
      false,
    ],
    ['a service calls from no address', serviceFor(ALARM), trusting({ Null: { 'aws:SourceIp': 'true' } }), true],
    [
      'a service may be spared',
      serviceFor(ALARM),
      on(...trusting().Statement, deny({ NotPrincipal: { Service: 'cloudwatch.amazonaws.com' } })),
      true,
    ],
    [
      'a service that is not spared is barred',
      serviceFor(ALARM),
      on(...trusting().Statement, deny({ NotPrincipal: { AWS: ROOT } })),
      false,
    ],
  ] as const)('%s', (_, who, resource, expected) => {
    expect(allows([], { who, resource })).toBe(expected);
  });
});
