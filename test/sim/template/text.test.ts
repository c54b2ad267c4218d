import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { record } from '../../../sim/template/template.ts';
import { readText } from '../../../sim/template/text.ts';

const cdk = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));

test('a template may be written as JSON', () => {
  expect(readText(' {"Resources": {"A": {"Type": "T"}}}')).toEqual({ Resources: { A: { Type: 'T' } } });
});

test("the CDK's own template, which is YAML, is read as it is meant", () => {
  const template = record(readText(readFileSync(join(cdk, 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8')));
  const parameters = record(template['Parameters']);
  expect(record(parameters['TrustedAccounts'])['Default']).toBe('');
  expect(record(parameters['PublicAccessBlockConfiguration'])['AllowedValues']).toEqual(['true', 'false']);
  expect(record(record(template['Resources'])['StagingBucket'])).toMatchObject({
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    Properties: { VersioningConfiguration: { Status: 'Enabled' } },
  });
});

test.each([
  ['a: 2012-10-17', '2012-10-17'],
  ['a: "1"', '1'],
  ['a: 1', 1],
  ['a: yes', true],
  ['a: 0o17', '0o17'],
  ['a: |\n  {"b":\n  1}\n', '{"b":\n1}\n'],
])('%j is what CloudFormation takes it for', (text, value) => {
  expect(readText(text)).toEqual({ a: value });
});

test.each([
  ['a: !Ref B', '!Ref'],
  ['a: [1', 'Flow sequence'],
  ['a: 1\na: 2', 'Map keys must be unique'],
  ['{"a": }', 'JSON'],
])('%j is refused, and told why', (text, why) => {
  expect(() => readText(text)).toThrow(why);
});
