import { describe, expect, test } from 'vitest';
import { COSTS } from '../../../sim/costs.ts';
import { templateOf, thing, workshop } from './workshop.ts';

const CHAIN = templateOf({ Last: thing({ Value: { Ref: 'First' } }), First: thing({ Value: 'a' }), Alone: thing() });

describe('a stack that is made by a change set', () => {
  test('is under review until the change set is executed', () => {
    const to = workshop();
    const changes = to.changeSet(CHAIN);
    expect(changes).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackName: 'Shop' });
    expect(to.stack()).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', StackStatusReason: 'User Initiated' });
    expect(to.there.size).toBe(0);
    to.execute();
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(to.there.size).toBe(3);
  });

  test('has nothing to show while the change set is made', () => {
    const to = workshop();
    to.ask('CreateChangeSet', {
      StackName: 'Shop',
      ChangeSetName: 'next',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(CHAIN),
    });
    const asked = { StackName: 'Shop', ChangeSetName: 'next' };
    expect(to.ask('DescribeChangeSet', asked)).toMatchObject({ Status: 'CREATE_PENDING', Changes: [] });
    expect(() => to.ask('ExecuteChangeSet', asked)).toThrow(
      /cannot be executed in its current status of \[CREATE_PENDING\]/,
    );
    to.pass();
    expect(to.ask('DescribeChangeSet', asked)).toMatchObject({ Status: 'CREATE_COMPLETE' });
  });

  test('makes each resource after all that it refers to, and what needs nothing at the same time', () => {
    const to = workshop();
    to.create(CHAIN);
    expect(to.events()).toEqual([
      'Shop REVIEW_IN_PROGRESS',
      'Shop CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS',
      'Alone CREATE_IN_PROGRESS',
      'First CREATE_COMPLETE',
      'Alone CREATE_COMPLETE',
      'Last CREATE_IN_PROGRESS',
      'Last CREATE_COMPLETE',
      'Shop CREATE_COMPLETE',
    ]);
  });

  test('takes a while for each round of resources, and tells how far it is', () => {
    const to = workshop();
    to.changeSet(CHAIN);
    to.ask('ExecuteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
    const status = () =>
      (
        to.ask('ListStackResources', { StackName: 'Shop' })['StackResourceSummaries'] as { ResourceStatus: string }[]
      ).map(({ ResourceStatus }) => ResourceStatus);
    to.account.pass(COSTS.stackResource / 2);
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_IN_PROGRESS' });
    expect(status()).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS']);
    to.account.pass(COSTS.stackResource);
    expect(status()).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE', 'CREATE_IN_PROGRESS']);
  });

  test('calls what has no name after the stack and the resource, cut to fit', () => {
    const to = workshop();
    const long = 'A'.repeat(60);
    to.create(templateOf({ Short: thing(), [long]: thing(), Named: thing({ Name: 'mine' }) }));
    const [short = '', cut = '', named] = [...to.there.keys()];
    expect(short).toMatch(/^Shop-Short-[A-Z0-9]{12}$/);
    expect(cut).toMatch(/^Shop-A{46}-[A-Z0-9]{12}$/);
    expect(named).toBe('mine');
  });

  test('has its outputs', () => {
    const to = workshop();
    to.create(
      templateOf({ A: thing({ Name: 'a' }) }, { Outputs: { Where: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } } } }),
    );
    expect(to.stack()['Outputs']).toEqual([{ OutputKey: 'Where', OutputValue: 'arn:a' }]);
  });

  test('is an addition of everything, as the change set shows it', () => {
    const to = workshop();
    expect(to.changeSet(templateOf({ A: thing({ Value: 'a' }) }))['Changes']).toEqual([
      {
        Type: 'Resource',
        ResourceChange: {
          Action: 'Add',
          LogicalResourceId: 'A',
          ResourceType: 'Test::Thing',
          Scope: [],
          Details: [],
          AfterContext: '{"Properties":{"Value":"a"}}',
        },
      },
    ]);
  });
});

describe('a resource that cannot be made', () => {
  const FAILING = templateOf({
    First: thing(),
    Kept: thing({}, { DeletionPolicy: 'Retain' }),
    Bad: thing({ Fails: true, Value: { Ref: 'First' } }),
    Worse: thing({ Value: { Ref: 'First' } }),
    Never: thing({ Value: { Ref: 'Bad' } }),
  });

  test('takes the stack back with it, but for what is retained, and says why', () => {
    const to = workshop();
    to.create(FAILING);
    expect(to.stack()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect([...to.there.keys()]).toEqual([expect.stringMatching(/^Shop-Kept-/)]);
    expect(to.events().slice(8)).toEqual([
      'Bad CREATE_FAILED',
      'Worse CREATE_FAILED',
      'Shop ROLLBACK_IN_PROGRESS',
      'Bad DELETE_COMPLETE',
      'Worse DELETE_COMPLETE',
      'First DELETE_IN_PROGRESS',
      'First DELETE_COMPLETE',
      'Kept DELETE_SKIPPED',
      'Shop ROLLBACK_COMPLETE',
    ]);
    const events = to.ask('DescribeStackEvents', { StackName: 'Shop' })['StackEvents'];
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          LogicalResourceId: 'Bad',
          ResourceStatusReason: expect.stringMatching(
            /^Resource handler returned message: "it will not do" \(RequestToken: .*, HandlerErrorCode: InvalidRequest\)$/,
          ),
        }),
        expect.objectContaining({ ResourceStatusReason: 'Resource creation cancelled' }),
        expect.objectContaining({
          ResourceStatusReason: 'The following resource(s) failed to create: [Bad]. Rollback requested by user.',
        }),
      ]),
    );
  });

  test('leaves a stack that can only be deleted', () => {
    const to = workshop();
    to.create(FAILING);
    expect(() => to.changeSet(FAILING, { ChangeSetType: 'UPDATE' })).toThrow(
      /^Stack:arn:.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    );
    to.ask('DeleteStack', { StackName: 'Shop' });
    to.pass();
    to.create(templateOf({ A: thing() }));
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  test('leaves what was made where nobody wants it taken back, and is tried again by the next update', () => {
    const to = workshop();
    to.changeSet(FAILING);
    to.execute({ DisableRollback: true });
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_FAILED' });
    expect(to.there.size).toBe(2);
    to.update(templateOf({ First: thing(), Kept: thing({}, { DeletionPolicy: 'Retain' }), Bad: thing() }));
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect([...to.there.keys()].map((name) => name.split('-')[1])).toEqual(['First', 'Kept', 'Bad']);
  });

  test('because its name is taken leaves what has that name alone', () => {
    const to = workshop();
    to.there.set('mine', { Value: 'of somebody else' });
    to.create(templateOf({ A: thing({ Name: 'mine' }) }));
    expect(to.stack()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(to.there.get('mine')).toEqual({ Value: 'of somebody else' });
    expect(JSON.stringify(to.ask('DescribeStackEvents', { StackName: 'Shop' }))).toContain('AlreadyExists');
  });
});

describe('a stack that is made without a change set', () => {
  const create = (over = {}) => ({ StackName: 'Shop', TemplateBody: JSON.stringify(CHAIN), ...over });

  test('is made at once, and once', () => {
    const to = workshop();
    to.ask('CreateStack', create());
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_IN_PROGRESS' });
    to.pass();
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(() => to.ask('CreateStack', create())).toThrow('Stack [Shop] already exists');
    expect(() => to.changeSet(CHAIN)).toThrow(
      'Stack [Shop] already exists and cannot be created again with the changeSet [next].',
    );
  });

  test.each([
    ['with a name that is none', { StackName: 'a_b' }, /^1 validation error detected: Value 'a_b' at 'stackName'/],
    ['that goes away when it fails', { OnFailure: 'DELETE' }, 'the small AWS knows no OnFailure DELETE'],
    ['whose events go to a topic', { NotificationARNs: ['arn:x'] }, 'NotificationARNs'],
  ])('is refused %s', (_, over, message) => {
    expect(() => workshop().ask('CreateStack', create(over))).toThrow(message);
  });
});
