import { describe, expect, test } from 'vitest';
import { call, needsOf, type SmallAccount, smallAccount } from '../small-account.ts';

type Input = Readonly<Record<string, unknown>>;

const ssm = (to: SmallAccount, operation: string, input: Input): unknown => call(to.parameters, operation, input);
const put = (to: SmallAccount, Name: string, over: Input = {}): unknown =>
  ssm(to, 'PutParameter', { Name, Value: 'x', Type: 'String', ...over });
const value = (to: SmallAccount, Name: string): unknown =>
  (ssm(to, 'GetParameter', { Name, WithDecryption: true }) as { Parameter: { Value: string } }).Parameter.Value;
const refusal = (code: string, message: string): Error =>
  expect.objectContaining({ code, message: expect.stringContaining(message) }) as Error;
const having = (...names: readonly string[]): SmallAccount => {
  const account = smallAccount({});
  for (const name of names) put(account, name);
  return account;
};

describe('a parameter that is put', () => {
  test('is there, in its first version, and in further ones only on demand', () => {
    const account = having('/a');
    expect(() => put(account, '/a', { Value: 'y' })).toThrow(
      refusal('ParameterAlreadyExists', 'To overwrite this value, set the overwrite option in the request to true.'),
    );
    expect(put(account, '/a', { Value: 'y', Overwrite: true, Type: undefined })).toEqual({
      Version: 2,
      Tier: 'Standard',
    });
    expect([value(account, '/a'), value(account, '/a:1'), value(account, '/a:2')]).toEqual(['y', 'x', 'y']);
    expect(() => value(account, '/a:3')).toThrow(refusal('ParameterVersionNotFound', 'version 3 of /a'));
  });

  test('is read by its ARN, with a slash in its name and without', () => {
    const account = having('/a', 'b');
    const arn = (name: string) => `arn:aws:ssm:eu-west-1:111122223333:parameter/${name}`;
    expect([value(account, arn('a')), value(account, arn('b')), value(account, `${arn('b')}:1`)]).toEqual([
      'x',
      'x',
      'x',
    ]);
    expect(() => value(account, '/b')).toThrow(refusal('ParameterNotFound', ''));
  });

  test('keeps what a new version does not say', () => {
    const account = smallAccount({});
    put(account, '/a', { AllowedPattern: '\\d{1,4}', Value: '100', Description: 'how many' });
    expect(() => put(account, '/a', { Value: '10,000', Overwrite: true })).toThrow(
      refusal(
        'ParameterPatternMismatchException',
        'Parameter value, cannot be validated against allowedPattern: \\d{1,4}',
      ),
    );
    put(account, '/a', { Value: '7', Overwrite: true });
    expect(ssm(account, 'DescribeParameters', {})).toMatchObject({
      Parameters: [{ AllowedPattern: '\\d{1,4}', Description: 'how many', Version: 2 }],
    });
  });

  test('may be secret, and shows its value only with decryption', () => {
    const account = smallAccount({});
    put(account, '/a', { Type: 'SecureString', Value: 'https://hooks.example.com' });
    expect(value(account, '/a')).toBe('https://hooks.example.com');
    expect(JSON.stringify(ssm(account, 'GetParameters', { Names: ['/a'] }))).not.toContain('hooks');
  });

  test.each([
    ['/aws/x', {}, 'AccessDeniedException', 'No access to reserved parameter name: /aws/x.'],
    ['AWSlimits', {}, 'AccessDeniedException', 'No access to reserved parameter name: AWSlimits.'],
    ['ssm-x', {}, 'ValidationException', `Parameter name: can't be prefixed with "ssm" (case-insensitive).`],
    [
      'a b',
      {},
      'ValidationException',
      'each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    ],
    ['/a/', {}, 'ValidationException', "Parameter name: can't be prefixed"],
    ['a/b', {}, 'ValidationException', 'Parameter name must be a fully qualified name.'],
    ['/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16', {}, 'HierarchyLevelLimitExceededException', 'maximum of 15 levels'],
    ['/a', { Type: undefined }, 'ValidationException', 'A parameter type is required when you create a parameter.'],
    ['/a', { Value: '' }, 'ValidationException', 'Member must have length greater than or equal to 1'],
    ['/a', { Value: 'x{{ssm:b}}' }, 'ValidationException', "can't nest another parameter"],
    [
      '/a',
      { Value: 'x'.repeat(4_097) },
      'ValidationException',
      'Standard tier parameters support a maximum parameter value of 4096 characters.',
    ],
    [
      '/a',
      { Value: 'x'.repeat(8_193), Tier: 'Advanced' },
      'ValidationException',
      'maximum parameter value of 8192 characters',
    ],
    ['/a', { AllowedPattern: '(' }, 'InvalidAllowedPatternException', 'no regular expression'],
    [
      '/a',
      { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
      'ValidationException',
      "tags and overwrite can't be used together",
    ],
  ])('as %s with %j is refused: %s', (name, over, code, message) => {
    expect(() => put(smallAccount({}), name, over)).toThrow(refusal(code, message));
  });

  test('never changes its type, nor comes down from the advanced tier', () => {
    const account = having('/a');
    expect(() => put(account, '/a', { Overwrite: true, Type: 'SecureString' })).toThrow(
      refusal('HierarchyTypeMismatchException', 'The parameter is a String.'),
    );
    expect(put(account, '/b', { Tier: 'Intelligent-Tiering', Value: 'x'.repeat(5_000) })).toMatchObject({
      Tier: 'Advanced',
    });
    expect(() => put(account, '/b', { Tier: 'Standard', Overwrite: true })).toThrow(
      refusal('ValidationException', "can't downgrade"),
    );
  });

  test('with what is not known here fails loudly', () => {
    expect(() => put(smallAccount({}), '/a', { Policies: '[]' })).toThrow('knows no Policies="[]"');
    expect(() => put(smallAccount({}), '/a', { DataType: 'aws:ec2:image' })).toThrow('of data type aws:ec2:image');
  });
});

describe('the history of a parameter', () => {
  const history = (to: SmallAccount, input: Input) =>
    (ssm(to, 'GetParameterHistory', input) as { Parameters: Input[]; NextToken?: string }).Parameters;

  test('tells who put what, and when, the oldest first', () => {
    const account = smallAccount({});
    put(account, '/a', { Value: 'off', Description: 'Stops everything', AllowedPattern: '\\w+' });
    account.pass(60_000);
    account.parameters.put('/a', 'all');
    expect(history(account, { Name: '/a' })).toMatchObject([
      {
        Name: '/a',
        Version: 1,
        Value: 'off',
        Description: 'Stops everything',
        AllowedPattern: '\\w+',
        LastModifiedUser: 'arn:aws:iam::111122223333:user/test',
        LastModifiedDate: new Date(account.clock.now() - 60_000),
        Labels: [],
        Tier: 'Standard',
      },
      { Version: 2, Value: 'all', LastModifiedUser: 'arn:aws:iam::111122223333:user/operator' },
    ]);
    expect(ssm(account, 'DescribeParameters', {})).toMatchObject({
      Parameters: [{ LastModifiedUser: 'arn:aws:iam::111122223333:user/operator' }],
    });
  });

  test('names the session of CloudFormation where a stack put it', () => {
    const Properties = { Name: '/a', Type: 'String', Value: 'off' };
    const account = smallAccount({ A: { Type: 'AWS::SSM::Parameter', Properties } });
    expect(history(account, { Name: '/a' })).toMatchObject([
      {
        LastModifiedUser:
          'arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1/AWSCloudFormation',
      },
    ]);
  });

  test('comes in pages, keeps secrets, and is there for parameters that are', () => {
    const account = having('/a');
    for (let version = 2; version <= 60; version++) put(account, '/a', { Overwrite: true, Type: undefined });
    const first = ssm(account, 'GetParameterHistory', { Name: '/a' }) as { Parameters: Input[]; NextToken: string };
    expect(first.Parameters).toHaveLength(50);
    const { NextToken } = first;
    expect(history(account, { Name: '/a', NextToken }).map(({ Version }) => Version)).toEqual([
      51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
    ]);
    put(account, '/hook', { Type: 'SecureString', Value: 'https://hooks.example.com' });
    expect(JSON.stringify(history(account, { Name: '/hook' }))).not.toContain('hooks.example');
    expect(history(account, { Name: '/hook', WithDecryption: true })).toMatchObject([
      { Value: 'https://hooks.example.com', KeyId: 'alias/aws/ssm' },
    ]);
    expect(() => history(account, { Name: '/none' })).toThrow(refusal('ParameterNotFound', ''));
  });
});

describe('several parameters', () => {
  test('are read at once; those that are not there are named', () => {
    const account = having('/b', '/a');
    const reply = ssm(account, 'GetParameters', { Names: ['/b', '/c', '/a', '/a:9'] });
    expect(reply).toMatchObject({ Parameters: [{ Name: '/a' }, { Name: '/b' }], InvalidParameters: ['/c', '/a:9'] });
  });

  const names = (reply: unknown) => (reply as { Parameters: { Name: string }[] }).Parameters.map(({ Name }) => Name);

  test('are read below a path, level by level or all the way', () => {
    const account = having('/a/b', '/a/c/d', '/ab', '/a');
    const under = (Path: string, over: Input = {}) => names(ssm(account, 'GetParametersByPath', { Path, ...over }));
    expect(under('/a')).toEqual(['/a/b']);
    expect(under('/a/', { Recursive: true })).toEqual(['/a/b', '/a/c/d']);
    expect(under('/')).toEqual(['/a', '/ab']);
    expect(() => under('a')).toThrow(
      refusal('ValidationException', 'The parameter name must begin with a forward slash'),
    );
  });

  test('come in pages', () => {
    const account = having(...Array.from({ length: 12 }, (_, index) => `/p/${String(index).padStart(2, '0')}`));
    const first = ssm(account, 'GetParametersByPath', { Path: '/p' }) as { NextToken: string };
    expect(names(first)).toHaveLength(10);
    const { NextToken } = first;
    expect(names(ssm(account, 'GetParametersByPath', { Path: '/p', NextToken }))).toEqual(['/p/10', '/p/11']);
    expect(() => ssm(account, 'DescribeParameters', { NextToken: 'x' })).toThrow(
      refusal('InvalidNextToken', 'not valid'),
    );
  });

  test('are described without their values, by filters', () => {
    const account = having('/a/b', '/c');
    const by = (Key: string, Values: readonly string[], Option?: string) =>
      names(ssm(account, 'DescribeParameters', { ParameterFilters: [{ Key, Values, Option }] }));
    expect(by('Name', ['/a'], 'BeginsWith')).toEqual(['/a/b']);
    expect(by('Name', ['/c'])).toEqual(['/c']);
    expect(by('Type', ['SecureString'])).toEqual([]);
    expect(() => by('Name', ['/a'], 'Contains')).toThrow(refusal('InvalidFilterOption', 'Contains'));
    expect(() => by('tag:x', ['a'])).toThrow('no filter of parameters by tag:x');
    expect(JSON.stringify(ssm(account, 'DescribeParameters', {}))).not.toContain('"Value"');
  });
});

describe('a parameter that is deleted', () => {
  test('is gone, and cannot be deleted again', () => {
    const account = having('/a');
    expect(ssm(account, 'DeleteParameter', { Name: '/a' })).toEqual({});
    expect(() => ssm(account, 'DeleteParameter', { Name: '/a' })).toThrow(refusal('ParameterNotFound', ''));
    expect(() => value(account, '/a')).toThrow(refusal('ParameterNotFound', ''));
  });
});

describe('what a call needs', () => {
  const ARN = 'arn:aws:ssm:eu-west-1:111122223333:parameter';

  test.each([
    ['PutParameter', { Name: '/a/b' }, [`${ARN}/a/b`]],
    ['DeleteParameter', { Name: 'a' }, [`${ARN}/a`]],
    ['GetParameter', { Name: '/a:3' }, [`${ARN}/a`]],
    ['GetParameter', { Name: `${ARN}/a` }, [`${ARN}/a`]],
    ['GetParameterHistory', { Name: '/a' }, [`${ARN}/a`]],
    ['GetParameters', { Names: ['/a', '/b'] }, [`${ARN}/a`, `${ARN}/b`]],
    ['GetParametersByPath', { Path: '/a/' }, [`${ARN}/a`]],
    ['DescribeParameters', {}, ['*']],
  ])('%s %j', (operation, input, resources) => {
    const needs = resources.map((resource) => ({ action: `ssm:${operation}`, resource }));
    expect(needsOf(smallAccount({}).parameters, operation, input)).toEqual(needs);
  });
});
