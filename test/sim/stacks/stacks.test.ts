import { describe, expect, test } from 'vitest';
import { makeStacks } from '../../../sim/services/stacks/stacks.ts';
import { readTemplate } from '../../../sim/template/load.ts';
import { provision } from '../../../sim/template/provision.ts';
import type { Provisioner } from '../../../sim/types.ts';
import { call, needsOf, START, smallAccount } from '../small-account.ts';

type Sections = Readonly<Record<string, unknown>>;

const ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Shop/00000000-0000-4000-8000-000000000000';

const thing = (type: string): Provisioner => ({
  type,
  properties: [],
  identify: (logicalId) => ({ ref: `physical-${logicalId}`, attributes: { Arn: `arn:${logicalId}` } }),
  replacing: [],
  create: () => {},
  update: () => {},
  remove: () => {},
});

const stacks = (sections: Sections) => {
  const { wires } = smallAccount({});
  const template = readTemplate(sections, { file: 'Shop.template.json', assetsDirectory: '/nowhere' });
  const part = makeStacks(wires, { provisioners: () => [], parameter: () => undefined });
  part.deployed(template, provision(template, [thing('Test::Thing'), thing('AWS::IAM::Role')], wires.account));
  return part;
};
const shop = (over: Sections = {}) =>
  stacks({ Resources: { B: { Type: 'Test::Thing' }, A: { Type: 'Test::Thing' } }, ...over });
const refusal = (message: string): Error => expect.objectContaining({ code: 'ValidationError', message }) as Error;
const stack = (from: ReturnType<typeof shop>, StackName = 'Shop') =>
  (call(from, 'DescribeStacks', { StackName }) as { Stacks: Sections[] }).Stacks[0];

describe('a stack', () => {
  test('is what was deployed, by its name and by its id', () => {
    const expected = { StackId: ID, StackName: 'Shop', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(START) };
    expect(stack(shop({ Description: 'sells' }))).toMatchObject({
      ...expected,
      Description: 'sells',
      Capabilities: [],
    });
    expect(stack(shop(), ID)).toMatchObject(expected);
    expect(call(shop(), 'DescribeStacks', {})).toMatchObject({ Stacks: [expected] });
  });

  test('that is not there is told', () => {
    for (const operation of ['DescribeStacks', 'ListStackResources', 'GetTemplate', 'DescribeStackResource']) {
      const input = { StackName: 'Other', LogicalResourceId: 'A' };
      expect(() => call(shop(), operation, input)).toThrow(refusal('Stack with id Other does not exist'));
    }
  });

  test('that has no resources is none', () => {
    expect(call(stacks({ Resources: {} }), 'DescribeStacks', {})).toEqual({ Stacks: [] });
  });

  test('shows its parameters, but for what is not to be echoed', () => {
    const Parameters = {
      Mode: { Type: 'String', Default: 'auto' },
      Secret: { Type: 'String', Default: 'hush', NoEcho: true },
    };
    expect(stack(shop({ Parameters }))?.['Parameters']).toEqual([
      { ParameterKey: 'Mode', ParameterValue: 'auto' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
    ]);
  });

  test('shows its outputs, resolved', () => {
    const Outputs = {
      Arn: { Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Description: 'where it is', Export: { Name: 'shop-arn' } },
      Both: { Value: { 'Fn::Join': ['/', [{ Ref: 'A' }, { Ref: 'AWS::StackName' }]] } },
      Never: { Value: 'x', Condition: 'No' },
    };
    const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } };
    expect(stack(shop({ Outputs, Conditions }))?.['Outputs']).toEqual([
      { OutputKey: 'Arn', OutputValue: 'arn:A', Description: 'where it is', ExportName: 'shop-arn' },
      { OutputKey: 'Both', OutputValue: 'physical-A/Shop' },
    ]);
  });

  test.each([
    [
      'names what is not there',
      { X: { Value: { Ref: 'Ghost' } } },
      'output X: there is no resource or parameter Ghost',
    ],
    ['is a list', { X: { Value: ['a'] } }, 'output X: its value must be a string'],
    ['has a name that is none', { 'X-Y': { Value: 'a' } }, 'output X-Y: its name must be alphanumeric'],
    ['says what nobody knows', { X: { Value: 'a', Colour: 'red' } }, 'output X: Colour is not supported'],
  ])('is refused when an output %s', (_, Outputs, message) => {
    expect(() => shop({ Outputs })).toThrow(message);
  });

  test('that gives rights says so', () => {
    const Resources = { Role: { Type: 'AWS::IAM::Role' } };
    expect(stack(stacks({ Resources }))?.['Capabilities']).toEqual(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM']);
  });

  test('is one of a list, by its status', () => {
    const listed = (StackStatusFilter?: readonly string[]) => call(shop(), 'ListStacks', { StackStatusFilter });
    expect(listed()).toMatchObject({ StackSummaries: [{ StackName: 'Shop', StackStatus: 'CREATE_COMPLETE' }] });
    expect(listed(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])).toMatchObject({ StackSummaries: [{ StackId: ID }] });
    expect(listed(['DELETE_COMPLETE'])).toEqual({ StackSummaries: [] });
  });

  test('gives its template back', () => {
    const { TemplateBody } = call(shop(), 'GetTemplate', { StackName: 'Shop' }) as { TemplateBody: string };
    expect(JSON.parse(TemplateBody)).toEqual({ Resources: { B: { Type: 'Test::Thing' }, A: { Type: 'Test::Thing' } } });
  });
});

describe("a stack's resource", () => {
  const A = {
    LogicalResourceId: 'A',
    PhysicalResourceId: 'physical-A',
    ResourceType: 'Test::Thing',
    ResourceStatus: 'CREATE_COMPLETE',
  };
  const resources = (input: Sections) =>
    (call(shop(), 'DescribeStackResources', input) as { StackResources: { LogicalResourceId: string }[] })
      .StackResources;

  test('is one of all, or the one that is asked for', () => {
    expect(resources({ StackName: 'Shop' }).map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['A', 'B']);
    expect(resources({ StackName: 'Shop', LogicalResourceId: 'A' })).toMatchObject([{ ...A, StackId: ID }]);
    expect(resources({ PhysicalResourceId: 'physical-A' })).toHaveLength(2);
    expect(() => resources({ StackName: 'Shop', LogicalResourceId: 'C' })).toThrow(
      refusal('Resource C does not exist for stack Shop'),
    );
    expect(() => resources({ PhysicalResourceId: 'physical-C' })).toThrow(
      refusal('Stack for physical-C does not exist'),
    );
  });

  test('is described with its metadata', () => {
    const Resources = { A: { Type: 'Test::Thing', Metadata: { 'aws:cdk:path': 'Shop/A' } } };
    const input = { StackName: 'Shop', LogicalResourceId: 'A' };
    expect(call(stacks({ Resources }), 'DescribeStackResource', input)).toMatchObject({
      StackResourceDetail: { ...A, Metadata: '{"aws:cdk:path":"Shop/A"}' },
    });
    expect(() => call(shop(), 'DescribeStackResource', { ...input, LogicalResourceId: 'C' })).toThrow(
      refusal('Resource C does not exist for stack Shop'),
    );
  });

  test('is on one of several pages', () => {
    const many = Array.from({ length: 101 }, (_, index) => [
      `R${String(index).padStart(3, '0')}`,
      { Type: 'Test::Thing' },
    ]);
    const from = stacks({ Resources: Object.fromEntries(many) as Sections });
    const page = (NextToken?: string) => call(from, 'ListStackResources', { StackName: 'Shop', NextToken });
    const first = page() as { StackResourceSummaries: unknown[]; NextToken: string };
    expect(first.StackResourceSummaries).toHaveLength(100);
    expect(page(first.NextToken)).toMatchObject({ StackResourceSummaries: [{ LogicalResourceId: 'R100' }] });
    expect(page(first.NextToken)).not.toHaveProperty('NextToken');
  });
});

describe('what a call needs', () => {
  test("is its action on the stack's ARN, as far as it is known", () => {
    const of = (input: Sections) => needsOf(shop(), 'DescribeStacks', input)[0]?.resource;
    expect(of({ StackName: 'Shop' })).toBe(ID);
    expect(of({ StackName: 'Other' })).toBe('arn:aws:cloudformation:eu-west-1:111122223333:stack/Other/*');
    expect(of({})).toBe('*');
  });
});
