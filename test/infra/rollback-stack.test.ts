import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { EndpointConfig } from '../../infra/config/shape.ts';
import demo from '../../infra/demo.config.ts';
import shipped from '../../rollback.config.ts';
import { config, endpoint, stackOf } from './stacks.ts';

const many = (length: number, over: Partial<EndpointConfig> = {}) =>
  config({ endpoints: Array.from({ length }, (_, i) => endpoint({ endpoint: `e${i}`.padEnd(63, 'x'), ...over })) });

test("the adopter's file is good as shipped", () => {
  expect(() => stackOf(shipped)).not.toThrow();
});

test('a bad config makes no stack, and its error lists every problem', () => {
  const bad = config({ endpoints: [endpoint({ canaries: ['blue'] }), endpoint({ endpoint: 'Fraud' })] });
  expect(() => stackOf(bad)).toThrow(
    /cannot be deployed:\n {2}- endpoints\[0\]\.canaries\[0\].*\n {2}- endpoints\[1\]\.endpoint/,
  );
});

test.each([
  ['the demo', demo],
  ['the shipped config', shipped],
  [
    'contacts of their own',
    config({
      endpoints: [
        endpoint(),
        endpoint({ endpoint: 'b', tell: { emails: ['ben@example.com'], slackWebhookParameter: '/b' } }),
      ],
    }),
  ],
])('cdk-nag has nothing to say about %s that is not acknowledged with a reason', (_, of) => {
  const stack = stackOf(of);
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  expect(new ServerlessChecks().validateScope(stack).violations).toEqual([]);
});

describe('the ceiling of one stack', () => {
  test('50 endpoints fit, and the role that names them keeps one inline policy', () => {
    const template = Template.fromStack(stackOf(many(50)));
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    template.resourceCountIs('AWS::IAM::Policy', 2);
  });
  test('51 do not, and the error says how to split', () => {
    expect(() => stackOf(many(51))).toThrow(
      /endpoints are 51, and one function's role can name 50\. Split the endpoints/,
    );
  });
  test('more resources than CloudFormation takes do not fit either', () => {
    const wide = many(50, { canaries: ['a', 'b', 'c', 'd'] });
    expect(() => stackOf(wide)).toThrow(/endpoints make 535 resources, and CloudFormation takes 500 in a stack/);
  });
});

test('the template looks nothing up and names no account', () => {
  const text = JSON.stringify(Template.fromStack(stackOf(demo)).toJSON());
  expect(text).not.toMatch(/\d{12}|dummy-value/);
});
