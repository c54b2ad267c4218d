import { describe, expect, test } from 'vitest';
import { smallAccount } from '../small-account.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Dead';
const role = {
  kind: 'role',
  arn: 'arn:aws:iam::111122223333:role/Role',
  roleId: 'Role',
  functionName: 'Reconcile1A2B3C4D',
} as const;
const person = { kind: 'person', name: 'ana' } as const;

const resources = (statements: readonly unknown[] = []) => ({
  Dead: { Type: 'AWS::SQS::Queue' },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      ...(statements.length > 0 && { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] }),
    },
  },
});

describe('a queue', () => {
  test('takes what a role may send', () => {
    const account = smallAccount(resources([{ Effect: 'Allow', Action: 'sqs:sendmessage', Resource: QUEUE }]));
    expect(account.queues.send(role, QUEUE, 'body', 'RetriesExhausted')).toEqual({ allowed: true });
    expect(account.queues.depth(QUEUE)).toBe(1);
    expect(account.lines('dead-letter')).toMatchObject([{ queue: 'Dead', from: 'Reconcile', why: 'RetriesExhausted' }]);
  });

  test('refuses a role without the grant, and the journal names both ends', () => {
    const account = smallAccount(resources());
    expect(account.queues.send(role, QUEUE, 'body').allowed).toBe(false);
    expect(account.lines('missing-hop')).toMatchObject([
      { hop: 'grant', from: 'Reconcile', to: 'Dead', why: expect.stringContaining('sqs:sendmessage') },
    ]);
  });

  test('that does not exist is a missing hop', () => {
    const account = smallAccount({});
    expect(account.queues.send(person, QUEUE, 'body').allowed).toBe(false);
    expect(account.lines('missing-hop')).toMatchObject([{ hop: 'queue' }]);
  });

  test('tells its depth each minute, from the first message on', () => {
    const account = smallAccount(resources());
    account.pass(90_000);
    expect(account.metrics).toEqual([]);
    account.queues.send(person, QUEUE, 'body');
    account.queues.send(person, QUEUE, 'again');
    account.pass(120_000);
    expect(
      account.metrics.map(({ at, values, dimensions }) => [new Date(at).toISOString(), values, dimensions]),
    ).toEqual([
      ['2026-11-20T10:01:00.000Z', [[2, 1]], { QueueName: 'Dead' }],
      ['2026-11-20T10:02:00.000Z', [[2, 1]], { QueueName: 'Dead' }],
    ]);
  });
});
