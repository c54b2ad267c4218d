import { describe, expect, test } from 'vitest';
import type { Need, PolicyDocument, Principal, Statement } from '../../../sim/types.ts';
import { smallAccount } from '../small-account.ts';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/Role';
const role: Principal = { kind: 'role', arn: ROLE_ARN, roleId: 'Role', functionName: 'Fn' };
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Oncall';
const cloudwatch: Principal = {
  kind: 'service',
  service: 'cloudwatch.amazonaws.com',
  sourceArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop/guard/fraud/canary/errors-5xx',
};

const trust = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};

const accountWith = (...statements: readonly unknown[]) =>
  smallAccount({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
    ...(statements.length > 0 && {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
      },
    }),
  }).iam;

const allow = (over: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'sns:Publish',
  Resource: TOPIC,
  ...over,
});
const publish: Need = { action: 'sns:Publish', resource: TOPIC };
const policy = (...Statement: readonly Statement[]): PolicyDocument => ({ Statement });

describe('a role', () => {
  for (const [name, statements, need, allowed] of [
    ['what its policy allows', [allow()], publish, true],
    ['nothing when no policy speaks of it', [], publish, false],
    ['an action whatever the case of its name', [allow({ Action: 'SNS:publish' })], publish, true],
    ['what a wildcard covers', [allow({ Action: 'sns:P*', Resource: 'arn:aws:sns:*:*:On?all' })], publish, true],
    ['nothing on an ARN in another case', [allow({ Resource: TOPIC.toLowerCase() })], publish, false],
    ['nothing across the colons of an ARN', [allow({ Resource: 'arn:aws:sns:*:Oncall' })], publish, false],
    ['nothing that is denied too', [allow(), { ...allow(), Effect: 'Deny' }], publish, false],
    ['nothing that NotAction leaves out', [{ Effect: 'Allow', NotAction: 'sns:*', Resource: '*' }], publish, false],
    ['what NotResource does not name', [{ Effect: 'Allow', Action: '*', NotResource: `${TOPIC}x` }], publish, true],
    [
      'an action without resources only by *',
      [allow({ Action: 'cloudwatch:*', Resource: 'arn:aws:cloudwatch:*' })],
      { action: 'cloudwatch:GetMetricData', resource: '*' },
      false,
    ],
  ] as const) {
    test(`may do ${name}`, () => expect(accountWith(...statements).judge(role, need).allowed).toBe(allowed));
  }

  test('is refused in the words of AWS', () => {
    const decision = accountWith().judge(role, publish);
    expect(decision).toEqual({
      allowed: false,
      why: `User: arn:aws:sts::111122223333:assumed-role/Role/Fn is not authorized to perform: SNS:Publish on resource: ${TOPIC} because no identity-based policy allows the SNS:Publish action`,
    });
  });

  test('needs no policy of its own where the resource allows it by name', () => {
    const byName = policy(allow({ Principal: { AWS: ROLE_ARN } }));
    const byAccount = policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }));
    expect(accountWith().judge(role, publish, byName).allowed).toBe(true);
    expect(accountWith().judge(role, publish, byAccount).allowed).toBe(false);
  });

  test('is stopped by the denial of a resource', () => {
    const decision = accountWith(allow()).judge(role, publish, policy(allow({ Effect: 'Deny', Principal: '*' })));
    expect(decision).toMatchObject({ why: expect.stringContaining('explicit deny in a resource-based policy') });
  });

  test('is held to the leading keys of a table', () => {
    const resource = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Ledger';
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['endpoint#*'] } };
    const iam = accountWith(allow({ Action: 'dynamodb:GetItem', Resource: resource, Condition }));
    const get = (key: string) =>
      iam.judge(role, { action: 'dynamodb:GetItem', resource, context: { 'dynamodb:LeadingKeys': key } });
    expect([get('endpoint#a').allowed, get('other').allowed]).toEqual([true, false]);
  });

  test('is only assumed by the services that it trusts', () => {
    const iam = accountWith();
    expect(iam.canAssume(ROLE_ARN, 'lambda.amazonaws.com')).toBe(true);
    expect(iam.canAssume(ROLE_ARN, 'states.amazonaws.com')).toBe(false);
    expect(iam.canAssume(`${ROLE_ARN}2`, 'lambda.amazonaws.com')).toBe(false);
  });
});

describe('a service', () => {
  const toService = (over: Partial<Statement> = {}) =>
    allow({ Principal: { Service: 'cloudwatch.amazonaws.com' }, ...over });

  for (const [name, statement, allowed] of [
    ['named by the policy', toService(), true],
    ['other than the one named', toService({ Principal: { Service: 'events.amazonaws.com' } }), false],
    ['of this account', toService({ Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' } } }), true],
    ['of another account', toService({ Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }), false],
    [
      'for the alarms that it names',
      toService({
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:111122223333:alarm:shop/guard/*' } },
      }),
      true,
    ],
    [
      'for other alarms',
      toService({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:111122223333:alarm:shop/self/*' } } }),
      false,
    ],
  ] as const) {
    test(`${name} ${allowed ? 'may' : 'may not'} publish`, () =>
      expect(accountWith().judge(cloudwatch, publish, policy(statement)).allowed).toBe(allowed));
  }

  test('may do nothing where the resource has no policy', () => {
    expect(accountWith().judge(cloudwatch, publish)).toMatchObject({
      why: expect.stringMatching(
        /^Resource: arn:aws:cloudwatch.* because no resource-based policy allows the SNS:Publish action$/,
      ),
    });
  });

  test('on TLS is not met by a denial of plain HTTP', () => {
    const onlyTls = {
      ...allow({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      Effect: 'Deny',
    } as const;
    expect(accountWith().judge(cloudwatch, publish, policy(onlyTls, toService())).allowed).toBe(true);
  });
});

describe('a policy is refused when it', () => {
  for (const [name, statement, message] of [
    [
      'uses an operator that is not known',
      allow({ Condition: { NumberLessThan: { 'aws:SourceAccount': '1' } } }),
      /operator NumberLessThan is unknown/,
    ],
    [
      'asks for a key that no request carries',
      allow({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }),
      /key aws:SourceOrgID is unknown/,
    ],
    ['names a resource that is no ARN', allow({ Resource: 'Oncall' }), /must be in ARN format/],
    ["names a principal, being a role's own", allow({ Principal: '*' }), /must not name a Principal/],
    ["spares a principal, being a role's own", allow({ NotPrincipal: '*' }), /must not name a Principal/],
    ['leaves the service of a resource open', allow({ Resource: 'arn:aws:*:::x' }), /cannot contain regexes/],
    [
      'has a variable in the account of a resource',
      allow({ Resource: 'arn:aws:sns:*:${aws:PrincipalAccount}:x' }),
      /only stand in its last part/,
    ],
    [
      'has a variable that nobody fills in',
      allow({ Resource: `${TOPIC}/${'${aws:PrincipalTag/team}'}` }),
      /variable \${aws:PrincipalTag\/team} is unknown/,
    ],
    [
      'has a variable where numbers are compared',
      allow({ Condition: { NumericEquals: { 'aws:EpochTime': '${aws:EpochTime}' } } }),
      /cannot be/,
    ],
    [
      'has a variable in a truth value',
      allow({ Condition: { Bool: { 'aws:SecureTransport': '${aws:ViaAWSService}' } } }),
      /takes no policy variables/,
    ],
    [
      'compares a time with no time',
      allow({ Condition: { DateLessThan: { 'aws:CurrentTime': 'soon' } } }),
      /cannot be "soon"/,
    ],
    [
      'compares an address with no range',
      allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } }),
      /cannot be "10.0.0.0\/33"/,
    ],
    [
      'asks Null neither true nor false',
      allow({ Condition: { Null: { 'aws:SourceArn': 'maybe' } } }),
      /Null aws:SourceArn is maybe/,
    ],
    [
      'makes Null conditional',
      allow({ Condition: { NullIfExists: { 'aws:SourceArn': 'true' } } }),
      /operator NullIfExists is unknown/,
    ],
    [
      'is larger than a role may carry',
      allow({ Sid: 'x'.repeat(10_240) }),
      /Maximum policy size of 10240 bytes exceeded for role Role/,
    ],
    ['has neither Action nor NotAction', { Effect: 'Allow', Resource: '*' }, /needs Action or NotAction/],
    ['holds something unheard of', { ...allow(), Actor: '*' }, /Actor is not supported/],
  ] as const) {
    test(name, () => expect(() => accountWith(statement)).toThrow(message));
  }

  test('is a managed one that is not known here', () => {
    const Properties = {
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'],
    };
    expect(() => smallAccount({ R: { Type: 'AWS::IAM::Role', Properties } })).toThrow('PowerUserAccess is unknown');
  });
});
