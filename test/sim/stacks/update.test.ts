import { describe, expect, test } from 'vitest';
import { type Sections, templateOf, thing, workshop } from './workshop.ts';

const made = (resources: Sections, over: Sections = {}) => {
  const to = workshop();
  to.create(templateOf(resources, over));
  return to;
};
const since = (to: ReturnType<typeof workshop>, before: number) => to.events().slice(before);
const reasons = (to: ReturnType<typeof workshop>) =>
  JSON.stringify(to.ask('DescribeStackEvents', { StackName: 'Shop' }));
const names = (to: ReturnType<typeof workshop>) => [...to.there.keys()];

describe('an update', () => {
  test('changes what is there, and leaves alone what is as it was', () => {
    const to = made({ A: thing({ Name: 'a', Value: '1' }), B: thing({ Name: 'b' }) });
    const before = to.events().length;
    to.update(templateOf({ A: thing({ Name: 'a', Value: '2' }), B: thing({ Name: 'b' }) }));
    expect(to.there.get('a')).toMatchObject({ Value: '2' });
    expect(since(to, before)).toEqual([
      'Shop UPDATE_IN_PROGRESS',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Shop UPDATE_COMPLETE',
    ]);
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: expect.any(Date) });
  });

  test('puts another one in the place of what cannot be changed, and whoever refers to it follows', () => {
    const to = made({ A: thing({ Kind: '1' }), B: thing({ Name: 'b', Value: { Ref: 'A' } }) });
    const [old = ''] = names(to);
    to.update(templateOf({ A: thing({ Kind: '2' }), B: thing({ Name: 'b', Value: { Ref: 'A' } }) }));
    expect(names(to)).not.toContain(old);
    const fresh = names(to).find((name) => name.startsWith('Shop-A-'));
    expect(to.there.get('b')).toMatchObject({ Value: fresh });
    expect(reasons(to)).toContain(
      'Requested update requires the creation of a new physical resource; hence creating one.',
    );
  });

  test('takes away what the template has no more, last and in reverse, but for what is retained', () => {
    const to = made({
      Kept: thing({ Name: 'kept' }, { DeletionPolicy: 'Retain' }),
      Old: thing({ Name: 'old' }),
      User: thing({ Name: 'user', Value: { Ref: 'Old' } }),
      Stays: thing({ Name: 'stays' }),
    });
    const before = to.events().length;
    to.update(templateOf({ Stays: thing({ Name: 'stays' }), New: thing({ Name: 'new' }) }));
    expect(names(to)).toEqual(['kept', 'stays', 'new']);
    expect(since(to, before).slice(3)).toEqual([
      'Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'User DELETE_IN_PROGRESS',
      'Kept DELETE_SKIPPED',
      'User DELETE_COMPLETE',
      'Old DELETE_IN_PROGRESS',
      'Old DELETE_COMPLETE',
      'Shop UPDATE_COMPLETE',
    ]);
    expect(to.ask('ListStackResources', { StackName: 'Shop' })).toMatchObject({
      StackResourceSummaries: [{ LogicalResourceId: 'New' }, { LogicalResourceId: 'Stays' }],
    });
  });

  test('leaves the replaced one where the template says so', () => {
    const retaining = { UpdateReplacePolicy: 'Retain' };
    const to = made({ A: thing({ Kind: '1' }, retaining) });
    to.update(templateOf({ A: thing({ Kind: '2' }, retaining) }));
    expect(names(to)).toHaveLength(2);
  });

  test('lets go of what cannot be taken away, and says so', () => {
    const to = made({ A: thing({ Name: 'a' }), Held: thing({ Name: 'held', Sticks: true }) });
    to.update(templateOf({ A: thing({ Name: 'a' }) }));
    expect(to.stack()).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      StackStatusReason: 'Update successful. One or more resources could not be deleted.',
    });
    expect(names(to)).toContain('held');
  });

  test('shows in its change set what becomes of each', () => {
    const to = made({ Same: thing(), Changed: thing({ Value: '1' }), New: thing({ Kind: '1' }), Gone: thing() });
    const { Changes } = to.changeSet(
      templateOf({ Same: thing(), Changed: thing({ Value: '2' }), New: thing({ Kind: '2' }), Added: thing() }),
      { ChangeSetType: 'UPDATE' },
    ) as { Changes: { ResourceChange: Sections }[] };
    expect(Changes.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      {
        Action: 'Modify',
        LogicalResourceId: 'Changed',
        Replacement: 'False',
        Scope: ['Properties'],
        Details: [
          {
            Target: { Name: 'Value', RequiresRecreation: 'Never', BeforeValue: '1', AfterValue: '2' },
            ChangeSource: 'DirectModification',
          },
        ],
        BeforeContext: '{"Properties":{"Value":"1"}}',
      },
      { LogicalResourceId: 'New', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' },
      { Action: 'Add', LogicalResourceId: 'Added' },
      { Action: 'Remove', LogicalResourceId: 'Gone', PolicyAction: 'Delete' },
    ]);
  });
});

describe('a change set without changes', () => {
  const REASON =
    "The submitted information didn't contain changes. Submit different information to create a change set.";
  const template = { A: thing({ Value: '1' }) };

  test.each([
    ['the same template', {}],
    ['other metadata of the template', { Metadata: { a: 1 } }],
    ['another description', { Description: 'another' }],
  ])('fails for %s', (_, over) => {
    const to = made(template);
    expect(to.changeSet(templateOf(template, over), { ChangeSetType: 'UPDATE' })).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: REASON,
    });
    expect(() => to.execute()).toThrow(/cannot be executed in its current status of \[FAILED\]/);
    expect(() =>
      to.ask('UpdateStack', { StackName: 'Shop', TemplateBody: JSON.stringify(templateOf(template, over)) }),
    ).toThrow('No updates are to be performed.');
  });

  test.each([
    ['outputs', templateOf(template, { Outputs: { X: { Value: 'x' } } })],
    ["a resource's metadata", templateOf({ A: thing({ Value: '1' }, { Metadata: { a: 1 } }) })],
    ['what stays in the end', templateOf({ A: thing({ Value: '1' }, { DeletionPolicy: 'Retain' }) })],
  ])('is not one that changes %s', (_, next) => {
    const to = made(template);
    to.update(next);
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
  });

  test('is not one that changes tags', () => {
    const to = made(template);
    const Tags = [{ Key: 'team', Value: 'ml' }];
    to.changeSet(templateOf(template), { ChangeSetType: 'UPDATE', Tags });
    to.execute();
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Tags });
  });
});

describe('an update that fails', () => {
  test('is taken back: what it changed is as before, what it made is gone', () => {
    const to = made({ A: thing({ Name: 'a', Value: '1' }), Kind: thing({ Kind: '1' }) });
    const kept = names(to);
    to.update(
      templateOf({
        A: thing({ Name: 'a', Value: '2' }),
        Kind: thing({ Kind: '2' }),
        New: thing({ Value: { Ref: 'A' } }),
        Bad: thing({ Fails: true, Value: { Ref: 'New' } }),
      }),
    );
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(names(to)).toEqual(kept);
    expect(to.there.get('a')).toMatchObject({ Value: '1' });
    expect(reasons(to)).toContain('The following resource(s) failed to create: [Bad].');
    const listed = to.ask('ListStackResources', { StackName: 'Shop' })['StackResourceSummaries'];
    expect(listed).toMatchObject([
      { LogicalResourceId: 'A', ResourceStatus: 'UPDATE_COMPLETE' },
      { LogicalResourceId: 'Kind', PhysicalResourceId: kept[1] },
    ]);
    expect(JSON.parse(String(to.ask('GetTemplate', { StackName: 'Shop' })['TemplateBody']))).toEqual(
      templateOf({ A: thing({ Name: 'a', Value: '1' }), Kind: thing({ Kind: '1' }) }),
    );
  });

  test('because a person took the resource away cannot be taken back either', () => {
    const to = made({ A: thing({ Name: 'a', Value: '1' }) });
    to.there.delete('a');
    to.update(templateOf({ A: thing({ Name: 'a', Value: '2' }) }));
    expect(to.stack()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to update: [A].',
    });
    expect(reasons(to)).toContain('HandlerErrorCode: NotFound');
  });

  test('because the new one would bear the name of the old one says so', () => {
    const to = made({ A: thing({ Name: 'a', Kind: '1' }) });
    to.update(templateOf({ A: thing({ Name: 'a', Kind: '2', Also: 'overwrites' }) }));
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(to.there.get('a')).toMatchObject({ Kind: '1' });
    expect(reasons(to)).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename a and update the stack again.',
    );
  });

  test('stays as it is where nobody wants it taken back', () => {
    const to = made({ A: thing({ Name: 'a', Value: '1' }) });
    to.update(templateOf({ A: thing({ Name: 'a', Value: '2' }), Bad: thing({ Fails: true, Value: { Ref: 'A' } }) }), {
      DisableRollback: true,
    });
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_FAILED' });
    expect(to.there.get('a')).toMatchObject({ Value: '2' });
  });
});

describe('a person who took a resource away', () => {
  test('is not noticed by an update that leaves the resource as it is', () => {
    const to = made({ A: thing({ Name: 'a' }), B: thing({ Name: 'b', Value: '1' }) });
    to.there.delete('a');
    to.update(templateOf({ A: thing({ Name: 'a' }), B: thing({ Name: 'b', Value: '2' }) }));
    expect(to.stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect(names(to)).toEqual(['b']);
  });
});

describe('a change set', () => {
  const next = templateOf({ A: thing({ Value: '2' }) });
  const listed = (to: ReturnType<typeof workshop>) => to.ask('ListChangeSets', { StackName: 'Shop' })['Summaries'];

  test('is one of a list, until it is executed', () => {
    const to = made({ A: thing() });
    to.changeSet(next, { ChangeSetType: 'UPDATE' });
    expect(listed(to)).toMatchObject([{ ChangeSetName: 'next', ExecutionStatus: 'AVAILABLE' }]);
    expect(() => to.changeSet(next, { ChangeSetType: 'UPDATE' })).toThrow('ChangeSet [next] already exists');
    const { ChangeSetId: id } = to.ask('DescribeChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
    to.execute();
    expect(listed(to)).toEqual([]);
    expect(to.ask('DescribeChangeSet', { ChangeSetName: id })).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' });
  });

  test('or until it is deleted, as often as anybody likes', () => {
    const to = made({ A: thing() });
    to.changeSet(next, { ChangeSetType: 'UPDATE' });
    to.ask('DeleteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
    to.ask('DeleteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
    expect(() => to.execute()).toThrow('ChangeSet [next] does not exist');
    expect(listed(to)).toEqual([]);
  });

  test('is gone when another one was executed', () => {
    const to = made({ A: thing() });
    to.changeSet(next, { ChangeSetType: 'UPDATE', ChangeSetName: 'other' });
    to.update(next);
    expect(() => to.ask('DescribeChangeSet', { StackName: 'Shop', ChangeSetName: 'other' })).toThrow(
      'ChangeSet [other] does not exist',
    );
  });

  test('gives its template, and what it would make of the stack', () => {
    const to = made({ A: thing() });
    to.changeSet(next, { ChangeSetType: 'UPDATE' });
    const { TemplateBody } = to.ask('GetTemplate', { StackName: 'Shop', ChangeSetName: 'next' });
    expect(JSON.parse(String(TemplateBody))).toEqual(next);
  });

  test.each([
    ['for a stack that is not there', { StackName: 'Other', ChangeSetType: 'UPDATE' }, 'Stack [Other] does not exist'],
    ['that imports', { ChangeSetType: 'IMPORT' }, 'the small AWS imports no resources'],
    ['that mends drift', { DeploymentMode: 'REVERT_DRIFT' }, 'DeploymentMode REVERT_DRIFT'],
    ['that deletes what fails', { OnStackFailure: 'DELETE' }, 'OnStackFailure DELETE'],
  ])('is refused %s', (_, over, message) => {
    expect(() => workshop().changeSet(next, over)).toThrow(message);
  });
});
