import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTemplate, readTemplate } from '../../../sim/template/load.ts';
import { provision } from '../../../sim/template/provision.ts';
import type { Provisioner, Resource } from '../../../sim/types.ts';

const ACCOUNT = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

const thing = (made: Resource[]): Provisioner => ({
  type: 'Test::Thing',
  properties: ['Value', 'Also'],
  identify: (logicalId) => ({ ref: `ref-${logicalId}`, attributes: { Arn: `arn:${logicalId}` } }),
  replacing: [],
  update: () => {},
  remove: () => {},
  create: (resource) => void made.push(resource),
});

const play = (sections: Readonly<Record<string, unknown>>): Resource[] => {
  const made: Resource[] = [];
  const template = readTemplate(sections, { file: 'Shop.template.json', assetsDirectory: '/nowhere' });
  provision(template, [thing(made)], ACCOUNT);
  return made;
};

const resolved = (value: unknown, sections: Readonly<Record<string, unknown>> = {}): unknown =>
  play({
    ...sections,
    Resources: { One: { Type: 'Test::Thing' }, Two: { Type: 'Test::Thing', Properties: { Value: value } } },
  }).find(({ logicalId }) => logicalId === 'Two')?.properties['Value'];

describe('expressions', () => {
  for (const [expression, value] of [
    [{ Ref: 'One' }, 'ref-One'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::StackName' }, 'Shop'],
    [{ 'Fn::GetAtt': ['One', 'Arn'] }, 'arn:One'],
    [{ 'Fn::GetAtt': 'One.Arn' }, 'arn:One'],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x']] }, 'arn:aws:x'],
    [{ 'Fn::Sub': '${One}/${One.Arn}/${AWS::AccountId}/${!Literal}' }, 'ref-One/arn:One/111122223333/${Literal}'],
    [{ 'Fn::Sub': ['${a}-${One}', { a: { Ref: 'AWS::Region' } }] }, 'eu-west-1-ref-One'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['One', 'Arn'] }] }] }, 'One'],
    [{ 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    [{ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'x'] }, 'mapped'],
    [
      ['a', { Ref: 'AWS::NoValue' }, 'b'],
      ['a', 'b'],
    ],
  ] as const) {
    test(`${JSON.stringify(expression)} is ${JSON.stringify(value)}`, () => {
      const Conditions = {
        Yes: {
          'Fn::And': [{ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] }, { 'Fn::Not': [{ Condition: 'No' }] }],
        },
        No: { 'Fn::Equals': ['a', 'b'] },
      };
      const Mappings = { M: { 'eu-west-1': { x: 'mapped' } } };
      expect(resolved(expression, { Conditions, Mappings })).toEqual(value);
    });
  }

  test('a property that is AWS::NoValue does not exist', () => {
    const [made] = play({ Resources: { A: { Type: 'Test::Thing', Properties: { Value: { Ref: 'AWS::NoValue' } } } } });
    expect(made?.properties).toEqual({});
  });

  for (const [expression, message] of [
    [{ 'Fn::Base64': 'x' }, /Fn::Base64 is not supported/],
    [{ Ref: 'Nobody' }, /no resource or parameter Nobody/],
    [{ 'Fn::GetAtt': ['One', 'Colour'] }, /One has no attribute Colour \(known: Arn\)/],
    [{ 'Fn::Select': [7, ['a']] }, /no entry 7/],
  ] as const) {
    test(`${JSON.stringify(expression)} is refused`, () => expect(() => resolved(expression)).toThrow(message));
  }
});

describe('a template', () => {
  test('is refused with every unknown type, property and dependency at once', () => {
    const sections = {
      Resources: {
        A: { Type: 'Test::Other' },
        B: { Type: 'Test::Thing', Properties: { Colour: 'red' } },
        C: { Type: 'Test::Thing', DependsOn: 'Ghost', Properties: { Value: { Ref: 'Ghost' } } },
      },
    };
    const message = String(catching(() => play(sections)));
    expect(message).toContain('A: type Test::Other is unknown');
    expect(message).toContain('B (Test::Thing): property Colour is unknown (known: Value, Also)');
    expect(message).toContain('C (Test::Thing): DependsOn names Ghost');
    expect(message).toContain('there is no resource or parameter Ghost');
  });

  test('is made in the order of its references, whatever order it is written in', () => {
    const made = play({
      Resources: {
        Last: { Type: 'Test::Thing', Properties: { Value: { 'Fn::Sub': '${Middle.Arn}' } } },
        Middle: { Type: 'Test::Thing', DependsOn: ['First'] },
        First: { Type: 'Test::Thing' },
        CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'x' } },
      },
    });
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['First', 'Middle', 'Last']);
  });

  test('whose resources need each other in a circle is refused', () => {
    const ref = (name: string) => ({ Type: 'Test::Thing', Properties: { Value: { Ref: name } } });
    expect(() => play({ Resources: { A: ref('B'), B: ref('A') } })).toThrow('A → B → A');
  });

  test('does not make a resource whose condition is false', () => {
    const made = play({
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { A: { Type: 'Test::Thing', Condition: 'No' } },
    });
    expect(made).toEqual([]);
  });

  test('with an unknown section or a transform is refused', () => {
    expect(() => play({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} })).toThrow(
      'section Transform is unknown',
    );
  });

  test('that is missing, not JSON or no template says so', () => {
    const directory = mkdtempSync(join(tmpdir(), 'template-'));
    writeFileSync(join(directory, 'broken.json'), '{');
    writeFileSync(join(directory, 'empty.json'), '{}');
    expect(() => loadTemplate(join(directory, 'none.json'))).toThrow('it does not exist');
    expect(() => loadTemplate(join(directory, 'broken.json'))).toThrow('it is not JSON');
    expect(() => loadTemplate(join(directory, 'empty.json'))).toThrow('it has no Resources');
  });
});

describe('the code of a function', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assets-'));
  const file = join(directory, 'Shop.template.json');
  const manifest = {
    files: {
      abc: { source: { path: 'code', packaging: 'zip' }, destinations: { x: { objectKey: 'prefix/abc.zip' } } },
    },
  };
  mkdirSync(join(directory, 'code'));
  mkdirSync(join(directory, 'asset.def'));
  writeFileSync(file, JSON.stringify({ Resources: {} }));
  writeFileSync(join(directory, 'Shop.assets.json'), JSON.stringify(manifest));

  test('is where the asset manifest says', () => {
    expect(loadTemplate(file).assetDirectory('prefix/abc.zip')).toBe(join(directory, 'code'));
  });

  test('is in the directory named by its hash when no manifest knows it', () => {
    expect(loadTemplate(file).assetDirectory('def.zip')).toBe(join(directory, 'asset.def'));
  });

  test('is said to be missing, with the place that was searched', () => {
    expect(() => loadTemplate(file).assetDirectory('ghi.zip')).toThrow(join(directory, 'asset.ghi'));
  });
});

const catching = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
