import { describe, expect, test } from 'vitest';
import { type Sections, templateOf, thing, workshop } from './workshop.ts';

const ONE = { A: thing({ Name: 'a', Value: { Ref: 'P' } }) };
const parameter = (over: Sections = {}): Sections => ({ P: { Type: 'String', ...over } });
const given = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue }] });

describe('a parameter', () => {
  test.each([
    ['that is given', parameter({ Default: 'd' }), given('g'), 'g'],
    ['that has a default', parameter({ Default: 'd' }), {}, 'd'],
    ['with a list', parameter({ Type: 'CommaDelimitedList' }), given('a, b'), ['a', 'b']],
    ['with a default that is a number', parameter({ Type: 'Number', Default: 7 }), {}, '7'],
  ])('%s has a value', (_, Parameters, over, value) => {
    const to = workshop();
    to.changeSet(templateOf(ONE, { Parameters }), over);
    to.execute();
    expect(to.there.get('a')).toEqual({ Name: 'a', Value: value });
  });

  test('of Systems Manager has the value that is stored there, and shows where it is from', () => {
    const to = workshop();
    to.account.parameters.put('/version', '30');
    const Parameters = parameter({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' });
    to.create(templateOf(ONE, { Parameters }));
    expect(to.there.get('a')).toMatchObject({ Value: '30' });
    expect(to.stack()['Parameters']).toEqual([{ ParameterKey: 'P', ParameterValue: '/version', ResolvedValue: '30' }]);
  });

  test('keeps its value where the caller says so, and is another one where they say another one', () => {
    const to = workshop();
    const template = templateOf(ONE, { Parameters: parameter() });
    to.changeSet(template, given('1'));
    to.execute();
    const keeping = { ChangeSetType: 'UPDATE', Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }] };
    expect(to.changeSet(template, keeping)).toMatchObject({ Status: 'FAILED' });
    to.ask('DeleteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
    const { TemplateBody: _, ...changing } = { TemplateBody: '', ...given('2') };
    to.changeSet(template, { ChangeSetType: 'UPDATE', UsePreviousTemplate: true, ...changing });
    to.execute();
    expect(to.there.get('a')).toMatchObject({ Value: '2' });
  });

  test.each([
    [
      'nobody knows',
      parameter({ Default: 'd' }),
      { Parameters: [{ ParameterKey: 'Q', ParameterValue: '' }] },
      'Parameters: [Q] do not exist in the template',
    ],
    ['nobody gives', parameter(), {}, 'Parameters: [P] must have values'],
    [
      'is not stored',
      parameter({ Type: 'AWS::SSM::Parameter::Value<String>' }),
      given('/v'),
      'Unable to fetch parameters [/v] from parameter store for this account.',
    ],
    [
      'is not allowed',
      parameter({ AllowedValues: ['x', 'y'] }),
      given('z'),
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'has the wrong form',
      parameter({ AllowedPattern: '[a-z]+' }),
      given('1'),
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      'is explained',
      parameter({ AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' }),
      given('1'),
      'Parameter P failed to satisfy constraint: small letters',
    ],
    ['is no number', parameter({ Type: 'Number' }), given('one'), "Parameter 'P' must be a number."],
    ['is too short', parameter({ MinLength: 2 }), given('a'), "Parameter 'P' must have a length of at least 2"],
    [
      'is too great',
      parameter({ Type: 'Number', MaxValue: '9' }),
      given('10'),
      "Parameter 'P' must be a number not greater than 9",
    ],
  ])('that %s refuses the change set', (_, Parameters, over, message) => {
    expect(() => workshop().changeSet(templateOf(ONE, { Parameters }), over)).toThrow(
      expect.objectContaining({ code: 'ValidationError', message }) as Error,
    );
  });
});

describe('who gives rights', () => {
  const role = (properties: Sections = {}) => templateOf({ Role: { Type: 'AWS::IAM::Role', Properties: properties } });

  test.each([
    ['CAPABILITY_IAM', role(), []],
    ['CAPABILITY_NAMED_IAM', role({ RoleName: 'x' }), ['CAPABILITY_IAM']],
  ])('must say that they know: %s', (needed, template, Capabilities) => {
    expect(() => workshop().changeSet(template, { Capabilities })).toThrow(
      expect.objectContaining({
        code: 'InsufficientCapabilitiesException',
        message: `Requires capabilities : [${needed}]`,
      }) as Error,
    );
    expect(workshop().changeSet(template, { Capabilities: ['CAPABILITY_NAMED_IAM'] })).toMatchObject({
      Status: 'CREATE_COMPLETE',
    });
  });

  test('and who passes a role on needs the right to pass it', () => {
    const RoleARN = 'arn:aws:iam::111122223333:role/deployer';
    expect(workshop().needs('CreateChangeSet', { StackName: 'Shop', RoleARN })).toEqual([
      { action: 'cloudformation:CreateChangeSet', resource: expect.stringMatching(/:stack\/Shop\/\*$/) },
      {
        action: 'iam:PassRole',
        resource: RoleARN,
        context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      },
    ]);
  });
});

describe('a template', () => {
  const refused = (over: Sections, message: string | RegExp) =>
    expect(() => workshop().changeSet({}, over)).toThrow(message);

  test.each([
    ['https://s3.eu-west-1.amazonaws.com/assets/t.json'],
    ['https://assets.s3.eu-west-1.amazonaws.com/t.json'],
    ['http://127.0.0.1:4566/assets/t.json'],
  ])('is read from %s', (TemplateURL) => {
    const to = workshop({ 'assets/t.json': JSON.stringify(templateOf({ A: thing() })) });
    to.changeSet({}, { TemplateBody: undefined, TemplateURL });
    to.execute();
    expect(to.stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  test('may be YAML, and is given back as it was sent', () => {
    const to = workshop();
    const TemplateBody = 'Resources:\n  A:\n    Type: Test::Thing\n';
    to.changeSet({}, { TemplateBody });
    to.execute();
    expect(to.there.size).toBe(1);
    expect(to.ask('GetTemplate', { StackName: 'Shop' })).toMatchObject({ TemplateBody });
  });

  test.each([
    ['is nowhere', { TemplateBody: undefined }, 'Either Template URL or Template Body must be specified.'],
    [
      'is not in its bucket',
      { TemplateBody: undefined, TemplateURL: 'https://s3.eu-west-1.amazonaws.com/a/b' },
      'S3 error: The specified key does not exist.',
    ],
    ['is at no address', { TemplateBody: undefined, TemplateURL: 'there' }, 'TemplateURL must be a supported URL.'],
    ['is no JSON', { TemplateBody: '{' }, /^Template format error: JSON not well-formed\./],
    ['is no YAML', { TemplateBody: 'a: [' }, /^Template format error: YAML not well-formed\./],
    ['is a text', { TemplateBody: '"a"' }, 'Template format error: unsupported structure.'],
    [
      'has no resources',
      { TemplateBody: '{"Resources":{}}' },
      'Template format error: At least one Resources member must be defined.',
    ],
    [
      'is too long',
      { TemplateBody: JSON.stringify(templateOf({ A: thing({ Value: 'x'.repeat(51_200) }) })) },
      'Member must have length less than or equal to 51200',
    ],
    [
      'has too many resources',
      {
        TemplateBody: JSON.stringify(
          templateOf(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`R${index}`, thing()]))),
        ),
      },
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    ],
    [
      'refers to what is not there',
      { TemplateBody: JSON.stringify(templateOf({ A: thing({ Value: { Ref: 'B' } }, { DependsOn: 'C' }) })) },
      'Template format error: Unresolved resource dependencies [C, B] in the Resources block of the template',
    ],
    [
      'holds what this small AWS does not know',
      { TemplateBody: JSON.stringify(templateOf({ A: { Type: 'AWS::Other' } })) },
      'resource A: type AWS::Other is unknown',
    ],
  ])('that %s is refused', (_, over, message) => {
    refused(over, message);
  });

  test('may not change the type of a resource', () => {
    const to = workshop();
    to.create(templateOf({ A: thing() }));
    const other = templateOf({ A: { Type: 'AWS::IAM::Role' } });
    const over = { ChangeSetType: 'UPDATE', Capabilities: ['CAPABILITY_IAM'] };
    expect(() => to.changeSet(other, over)).toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
  });

  test('is summed up, metadata and all: of a stack, or before there is one', () => {
    const template = templateOf(
      { A: thing(), Role: { Type: 'AWS::IAM::Role' } },
      {
        Metadata: { config: { a: 1 } },
        Description: 'sells',
        Parameters: parameter({ Default: 'd', AllowedValues: ['d'] }),
      },
    );
    const expected = {
      Description: 'sells',
      Metadata: '{"config":{"a":1}}',
      ResourceTypes: ['Test::Thing', 'AWS::IAM::Role'],
      Capabilities: ['CAPABILITY_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      Parameters: [
        {
          ParameterKey: 'P',
          DefaultValue: 'd',
          ParameterType: 'String',
          NoEcho: false,
          ParameterConstraints: { AllowedValues: ['d'] },
        },
      ],
    };
    const to = workshop();
    expect(to.ask('GetTemplateSummary', { TemplateBody: JSON.stringify(template) })).toEqual(expected);
    to.changeSet(template, { Capabilities: ['CAPABILITY_IAM'] });
    to.execute();
    expect(to.ask('GetTemplateSummary', { StackName: 'Shop' })).toEqual(expected);
    expect(() => to.ask('GetTemplateSummary', { StackName: 'Other' })).toThrow('Stack with id Other does not exist');
  });
});

test('what a stack exports is listed', () => {
  const to = workshop();
  to.create(
    templateOf({ A: thing({ Name: 'a' }) }, { Outputs: { X: { Value: { Ref: 'A' }, Export: { Name: 'shop-a' } } } }),
  );
  expect(to.ask('ListExports', {})).toEqual({
    Exports: [{ ExportingStackId: to.stack()['StackId'], Name: 'shop-a', Value: 'a' }],
  });
});
