import { describe, expect, test } from 'vitest';
import { call, needsOf, START, smallAccount } from '../small-account.ts';

const freeze = (over: Readonly<Record<string, unknown>> = {}) => ({
  Freeze: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/shop/freeze', Type: 'String', Value: 'off', ...over } },
});
const get = (account: ReturnType<typeof smallAccount>, Name: string, WithDecryption?: boolean) =>
  call(account.parameters, 'GetParameter', { Name, WithDecryption });

describe('a parameter', () => {
  test('of the template can be read', () => {
    expect(get(smallAccount(freeze()), '/shop/freeze')).toEqual({
      Parameter: {
        Name: '/shop/freeze',
        Type: 'String',
        Value: 'off',
        Version: 1,
        LastModifiedDate: new Date(START),
        ARN: 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/freeze',
        DataType: 'text',
      },
    });
  });

  test('has a new version once a person changed it', () => {
    const account = smallAccount(freeze());
    account.parameters.put('/shop/freeze', 'all');
    expect(get(account, '/shop/freeze')).toMatchObject({ Parameter: { Value: 'all', Version: 2 } });
  });

  test('that is secret shows itself only with decryption', () => {
    const account = smallAccount({});
    account.parameters.put('/shop/hook', 'https://hooks.example.com/x', 'SecureString');
    expect(get(account, '/shop/hook', true)).toMatchObject({ Parameter: { Value: 'https://hooks.example.com/x' } });
    expect(JSON.stringify(get(account, '/shop/hook'))).not.toContain('hooks.example.com');
  });

  test('that does not exist is not found', () => {
    expect(() => get(smallAccount({}), '/shop/freeze')).toThrow(
      expect.objectContaining({ code: 'ParameterNotFound' }) as Error,
    );
  });

  test('is asked for by an ARN without a double slash', () => {
    const { parameters } = smallAccount({});
    const resource = (Name: string) => needsOf(parameters, 'GetParameter', { Name })[0]?.resource;
    expect(resource('/shop/freeze')).toBe('arn:aws:ssm:eu-west-1:111122223333:parameter/shop/freeze');
    expect(resource('freeze')).toBe('arn:aws:ssm:eu-west-1:111122223333:parameter/freeze');
  });

  test('cannot be a secret in a template', () => {
    expect(() => smallAccount(freeze({ Type: 'SecureString' }))).toThrow('Type SecureString is not supported');
  });

  test('must be as its own pattern says', () => {
    expect(() => smallAccount(freeze({ AllowedPattern: '^on$' }))).toThrow(
      'Parameter value, cannot be validated against allowedPattern: ^on$',
    );
  });
});

describe('a log group', () => {
  test('is refused with a retention that CloudWatch Logs does not have', () => {
    const group = (days: number) => ({ Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: days } } });
    expect(() => smallAccount(group(90))).not.toThrow();
    expect(() => smallAccount(group(91))).toThrow('RetentionInDays must be one of');
  });
});
