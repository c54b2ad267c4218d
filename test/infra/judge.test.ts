import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import type { GuardsConfig } from '../../infra/config/shape.ts';
import { at, config, endpoint, flat, properties, resources } from './stacks.ts';

const with_ = (guards: GuardsConfig, over: Parameters<typeof endpoint>[0] = {}) =>
  config({ endpoints: [endpoint({ guards, ...over })] });
const judged = with_({ judge: {} });

const problemsOf = (of: ReturnType<typeof config>): readonly string[] => {
  const checked = checkConfig(of);
  return checked.ok ? [] : checked.problems;
};
const comparisons = (guards: GuardsConfig) => {
  const checked = checkConfig(with_(guards));
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked.deployment.policies[0]?.guards.flatMap(({ id, compares }) => (compares ? [{ id, ...compares }] : []));
};

describe('the judge in a config', () => {
  test('is left out unless somebody asks for it', () => {
    expect(comparisons({})).toEqual([]);
    expect(comparisons({ judge: false })).toEqual([]);
  });
  test('compares server errors where no more is said', () => {
    expect(comparisons({ judge: {} })).toEqual([{ id: 'judge-5xx', of: '5xx', falseAlarms: 0.01, smallest: 0.005 }]);
  });
  test('keeps its promise of false alarms for the canary, by all that is compared', () => {
    expect(
      comparisons({
        judge: { errors: { count: ['5xx', 'model'] }, slow: { aboveMs: 300 }, falseAlarms: 0.03, smallest: 0.01 },
      }),
    ).toEqual([
      { id: 'judge-5xx', of: '5xx', falseAlarms: 0.01, smallest: 0.01 },
      { id: 'judge-model', of: 'model', falseAlarms: 0.01, smallest: 0.01 },
      { id: 'judge-slow', of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.01 },
    ]);
  });
  test('must compare something', () => {
    expect(problemsOf(with_({ judge: { errors: false } }))).toEqual([
      'endpoints[0].guards.judge must compare something: errors, slow, or both; saw { errors: false }',
    ]);
    expect(comparisons({ judge: { errors: false, slow: { aboveMs: 300 } } })).toHaveLength(1);
  });
  test('must be left out where there is no canary', () => {
    const restored = with_({ judge: {} }, { canaries: [], strategy: { restore: {} } });
    expect(problemsOf(restored)).toEqual([
      'endpoints[0].guards.judge must be left out where there is no canary: it compares one with stable; saw {}',
    ]);
  });
  test('is no guard of stable: one with a threshold has to stay', () => {
    expect(problemsOf(with_({ errors: false, judge: {} })).join()).toContain('must hold at least one guard');
  });
});

describe('the stack of a deployment with a judge', () => {
  const ofJudge = (type: string) => Object.entries(resources(judged, type)).filter(([id]) => id.startsWith('Judge'));

  test('has the function, its role, its log and its schedule; one without has none of them', () => {
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::Events::Rule'])
      expect(ofJudge(type)).toHaveLength(1);
    const [[, rule] = []] = ofJudge('AWS::Events::Rule');
    expect(rule?.Properties['ScheduleExpression']).toBe('rate(1 minute)');
    expect(at(rule?.Properties, 'Targets', 0, 'DeadLetterConfig')).toBeDefined();
    expect(JSON.stringify(resources(config(), 'AWS::Lambda::Function'))).not.toContain('compares canaries');
  });
  test('lets it read metrics and publish into our own namespace, and do nothing else', () => {
    const [policy] = properties(judged, 'AWS::IAM::Policy').filter(({ PolicyName }) =>
      String(PolicyName).startsWith('Judge'),
    );
    const statements = at(policy, 'PolicyDocument', 'Statement') as readonly Record<string, unknown>[];
    const told = statements.map(
      ({ Action, Resource, Condition }) =>
        `${[Action].flat().join(' ')} on ${[Resource].flat().map(flat).join(' ')}${Condition ? ` when ${JSON.stringify(Condition)}` : ''}`,
    );
    expect(told).toEqual([
      'logs:CreateLogStream logs:PutLogEvents on ${JudgeLog.Arn}',
      'sqs:SendMessage on ${ExecutionDeadLetters.Arn}',
      'cloudwatch:GetMetricData on *',
      'cloudwatch:PutMetricData on * when {"StringEquals":{"cloudwatch:namespace":"SageMakerRollback"}}',
    ]);
  });
  test('alarms on canaries alone, and says in words what they watch', () => {
    const alarms = properties(judged, 'AWS::CloudWatch::Alarm').filter(({ AlarmName }) =>
      String(AlarmName).includes('judge-5xx'),
    );
    expect(alarms).toMatchObject([
      {
        AlarmName: 'sagemaker-rollback/guard/fraud/green/judge-5xx',
        AlarmDescription:
          "Canary variant green of endpoint fraud: more requests answered with 5XX than of stable's, by 0.5 % of them at least. Mode observe: on-call hears what would be done; nothing is done.",
        Threshold: 0.995,
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      },
    ]);
    const slow = with_({ judge: { errors: false, slow: { aboveMs: 300 } } });
    const [description] = properties(slow, 'AWS::CloudWatch::Alarm').flatMap(({ AlarmName, AlarmDescription }) =>
      String(AlarmName).includes('judge-slow') ? [AlarmDescription] : [],
    );
    expect(description).toContain("more requests take over 300 ms of the model's own time than of stable's, by 0.5 %");
  });
  test('tells people where it is silent for ten minutes', () => {
    const names = (of: typeof judged) => properties(of, 'AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName);
    expect(names(judged)).toContain('sagemaker-rollback/self/judge-silent');
    expect(names(config())).not.toContain('sagemaker-rollback/self/judge-silent');
  });
});
