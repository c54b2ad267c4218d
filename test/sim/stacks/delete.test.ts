import { describe, expect, test } from 'vitest';
import { type Sections, templateOf, thing, workshop } from './workshop.ts';

const made = (resources: Sections) => {
  const to = workshop();
  to.create(templateOf(resources));
  return to;
};
const destroy = (to: ReturnType<typeof workshop>, over: Sections = {}): void => {
  to.ask('DeleteStack', { StackName: 'Shop', ...over });
  to.pass();
};

describe('a stack that is deleted', () => {
  test('goes from the end to the beginning, and leaves what is retained', () => {
    const to = made({
      Kept: thing({ Name: 'kept' }, { DeletionPolicy: 'Retain' }),
      First: thing({ Name: 'first' }),
      Last: thing({ Name: 'last', Value: { Ref: 'First' } }),
    });
    const { StackId: StackName } = to.stack();
    const before = to.events().length;
    destroy(to);
    expect(to.events(String(StackName)).slice(before)).toEqual([
      'Shop DELETE_IN_PROGRESS',
      'Last DELETE_IN_PROGRESS',
      'Kept DELETE_SKIPPED',
      'Last DELETE_COMPLETE',
      'First DELETE_IN_PROGRESS',
      'First DELETE_COMPLETE',
      'Shop DELETE_COMPLETE',
    ]);
    expect([...to.there.keys()]).toEqual(['kept']);
  });

  test('loses its name, and is still known by its id', () => {
    const to = made({ A: thing() });
    const { StackId } = to.stack();
    destroy(to);
    expect(() => to.stack()).toThrow('Stack with id Shop does not exist');
    expect(to.stack(String(StackId))).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) });
    expect(to.ask('DescribeStacks', {})).toEqual({ Stacks: [] });
    expect(to.ask('ListStacks', { StackStatusFilter: ['DELETE_COMPLETE'] })).toMatchObject({
      StackSummaries: [{ StackId }],
    });
    to.create(templateOf({ A: thing() }));
    expect(to.stack()['StackId']).not.toBe(StackId);
  });

  test('does not mind what a person took away already, nor being deleted twice', () => {
    const to = made({ A: thing() });
    const { StackId: StackName } = to.stack();
    to.there.clear();
    destroy(to);
    destroy(to);
    destroy(to, { StackName });
    expect(to.stack(String(StackName))).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  });

  test('stays when something cannot go, until that is let go', () => {
    const to = made({ Needed: thing({ Name: 'needed' }), Held: thing({ Sticks: true, Value: { Ref: 'Needed' } }) });
    expect(() => to.ask('DeleteStack', { StackName: 'Shop', RetainResources: ['Held'] })).toThrow(
      'Specify which resources to retain only when the stack is in the DELETE_FAILED state.',
    );
    destroy(to);
    expect(to.stack()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [Held].',
    });
    expect(to.there.has('needed')).toBe(true);
    expect(() => to.ask('DeleteStack', { StackName: 'Shop', RetainResources: ['Ghost'] })).toThrow(
      'The following resources to retain do not exist: [Ghost]',
    );
    destroy(to, { RetainResources: ['Held'] });
    expect(() => to.stack()).toThrow('does not exist');
    expect(to.there.has('needed')).toBe(false);
  });

  test('is none while it is protected', () => {
    const to = made({ A: thing() });
    to.ask('UpdateTerminationProtection', { StackName: 'Shop', EnableTerminationProtection: true });
    expect(to.stack()).toMatchObject({ EnableTerminationProtection: true });
    expect(() => to.ask('DeleteStack', { StackName: 'Shop' })).toThrow(
      'Stack [Shop] cannot be deleted while TerminationProtection is enabled',
    );
    to.ask('UpdateTerminationProtection', { StackName: 'Shop', EnableTerminationProtection: false });
    destroy(to);
    expect(() => to.stack()).toThrow('does not exist');
  });

  test('may be one that only was under review', () => {
    const to = workshop();
    to.changeSet(templateOf({ A: thing() }));
    destroy(to);
    expect(() => to.stack()).toThrow('does not exist');
  });

  test('cannot be changed meanwhile', () => {
    const to = made({ A: thing() });
    to.ask('DeleteStack', { StackName: 'Shop' });
    const TemplateBody = JSON.stringify(templateOf({ A: thing({ Value: '2' }) }));
    expect(() => to.ask('UpdateStack', { StackName: 'Shop', TemplateBody })).toThrow(
      /is in DELETE_IN_PROGRESS state and can not be updated\./,
    );
  });
});

test('two stacks with the same template have nothing in common', () => {
  const to = made({ A: thing() });
  to.ask('CreateStack', { StackName: 'Other', TemplateBody: JSON.stringify(templateOf({ A: thing() })) });
  to.pass();
  expect(to.there.size).toBe(2);
  destroy(to);
  expect([...to.there.keys()]).toEqual([expect.stringMatching(/^Other-A-/)]);
  expect(to.ask('DescribeStackEvents', { StackName: 'Other' })['StackEvents']).toHaveLength(4);
  expect(() => to.ask('DescribeStackEvents', { StackName: 'Shop' })).toThrow('Stack [Shop] does not exist');
});
