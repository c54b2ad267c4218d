import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import type { EndpointConfig } from '../../infra/config/shape.ts';
import { config, endpoint, properties } from './stacks.ts';

const one = (over: Partial<EndpointConfig> = {}): EndpointConfig =>
  endpoint({ canaries: [], strategy: { restore: {} }, ...over });
const of = (...endpoints: readonly EndpointConfig[]) => config({ endpoints });

/** `action on resource`, of the role whose policy grants the action. */
const grants = (endpoints: readonly EndpointConfig[], action: string): readonly string[] =>
  properties(of(...endpoints), 'AWS::IAM::Policy').flatMap(({ PolicyName, PolicyDocument }) => {
    const { Statement } = PolicyDocument as { Statement: readonly { Action: string | string[]; Resource: unknown }[] };
    return Statement.filter(({ Action }) => [Action].flat().includes(action)).map(
      ({ Resource }) => `${String(PolicyName).replace(/RoleDefault.*/, '')} ${JSON.stringify(Resource)}`,
    );
  });

describe('an endpoint with one variant', () => {
  test('is guarded by its own alarms, which say that they trigger', () => {
    const alarms = properties(of(one()), 'AWS::CloudWatch::Alarm').filter(({ AlarmName }) =>
      String(AlarmName).includes('/guard/'),
    );
    expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual([
      'sagemaker-rollback/guard/fraud/blue/errors-5xx',
      'sagemaker-rollback/guard/fraud/blue/errors-5xx-gross',
    ]);
    expect(String(alarms[0]?.['AlarmDescription'])).toMatch(
      /^Variant blue of endpoint fraud: .*last good endpoint config/,
    );
  });
  test('bakes a config for an hour, unless its owner says otherwise', () => {
    const baked = (given: EndpointConfig) => {
      const checked = checkConfig(of(given));
      return checked.ok ? checked.deployment.policies[0]?.restore : checked.problems;
    };
    expect(baked(one())).toEqual({ bakeMinutes: 60 });
    expect(baked(one({ strategy: { restore: { bakeMinutes: 30 } } }))).toEqual({ bakeMinutes: 30 });
  });

  test.each(['observe', 'recommend', 'approve', 'auto'] as const)('may be in mode %s', (mode) => {
    expect(checkConfig(of(one({ mode })))).toMatchObject({ ok: true });
  });

  const wrong: readonly (readonly [string, Partial<EndpointConfig>, string])[] = [
    ['has canaries', { canaries: ['green'] }, 'endpoints[0].canaries must be empty with restore'],
    [
      'bakes for days',
      { strategy: { restore: { bakeMinutes: 721 } } },
      'endpoints[0].strategy.restore.bakeMinutes must',
    ],
    ['has no strategy', { strategy: 'shift' }, 'endpoints[0].canaries must list at least one variant to guard'],
  ];
  test.each(wrong)('is refused where it %s', (_, over, problem) => {
    const checked = checkConfig(of(one(over)));
    expect(checked.ok ? [] : checked.problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('S5: the rights of a restore', () => {
  test('are the second function’s, on the endpoints that use it', () => {
    const both = [one(), endpoint({ endpoint: 'shifted' })];
    const [update = '', ...others] = grants(both, 'sagemaker:UpdateEndpoint');
    expect(others).toEqual([]);
    for (const part of [/^Strategist /, /:endpoint\/fraud"/, /:endpoint-config\/\*"/]) expect(update).toMatch(part);
    expect(update).not.toContain('endpoint/shifted');
    expect(grants(both, 'iam:PassRole')).toEqual([]);
  });
  test('are nobody’s where no endpoint uses it', () => {
    for (const action of ['sagemaker:UpdateEndpoint', 'sagemaker:DescribeModel', 'iam:GetRole'])
      expect(grants([endpoint()], action)).toEqual([]);
  });
  test('are all that there is for an endpoint with one variant: its weights cannot be moved', () => {
    expect(grants([one()], 'sagemaker:UpdateEndpointWeightsAndCapacities')).toEqual([]);
    expect(grants([one()], 'sagemaker:DescribeEndpoint').map((grant) => grant.split(' ')[0])).toEqual(
      expect.arrayContaining(['Reconcile', 'Strategist']),
    );
  });
});
