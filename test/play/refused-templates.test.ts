import { expect, test } from 'vitest';
import { named, only, type Properties, playMutated, type Resources, withoutGrant } from './mutated.ts';

/**
 * Mistakes that CloudFormation refuses: the demo's template with one of them cannot be played at all, and the error
 * names the place.
 */
const FUNCTION = 'AWS::Lambda::Function';
const RULE = 'AWS::Events::Rule';
const SUBSCRIPTION = 'AWS::SNS::Subscription';

const setting =
  (type: string, prefix: string, path: readonly (string | number)[], value: unknown) =>
  (all: Resources): void =>
    set(only(all, type, prefix), path, value);

const set = (properties: Properties, path: readonly (string | number)[], value: unknown): void => {
  const holder = path.slice(0, -1).reduce<Properties>((at, key) => at[key] as Properties, properties);
  if (typeof holder !== 'object' || holder === null) throw new Error(`there is no ${path.join('.')}`);
  const last = path.at(-1) ?? '';
  if (value === undefined) delete holder[last];
  else holder[last] = value;
};

const guardAlarm =
  (path: readonly (string | number)[], value: unknown) =>
  (all: Resources): void => {
    const [, alarm] = named(all, /^Guardsfrauddetectorcanaryerrors5xx[0-9A-F]{8}$/)[0] ?? [];
    set(alarm?.Properties ?? {}, path, value);
  };

type Mistake = readonly [what: string, mutate: (all: Resources) => void, place: RegExp];

const OF_FUNCTIONS: readonly Mistake[] = [
  ['Timeout in words', setting(FUNCTION, 'ReconcileHandler', ['Timeout'], 'soon'), /Timeout is "soon"/],
  ['an unknown Runtime', setting(FUNCTION, 'ReconcileHandler', ['Runtime'], 'nodejs99.x'), /Runtime/],
  ['no Handler', setting(FUNCTION, 'ReconcileHandler', ['Handler'], undefined), /Handler/],
  ['an unknown member of Code', setting(FUNCTION, 'ReconcileHandler', ['Code', 'Key'], 'x'), /Code .*Key is unknown/],
  ['no bucket', setting(FUNCTION, 'ReconcileHandler', ['Code', 'S3Bucket'], undefined), /S3Bucket/],
  [
    'Variable for Variables',
    setting(FUNCTION, 'NotifyHandler', ['Environment'], { Variable: {} }),
    /Variable is unknown/,
  ],
  [
    'an object as variable',
    setting(FUNCTION, 'NotifyHandler', ['Environment'], { Variables: { AB: {} } }),
    /AB must be/,
  ],
  [
    'a reserved variable',
    setting(FUNCTION, 'NotifyHandler', ['Environment'], { Variables: { AWS_REGION: 'x' } }),
    /AWS_/,
  ],
  ['an unknown architecture', setting(FUNCTION, 'NotifyHandler', ['Architectures'], ['arm']), /Architectures/],
  [
    'a misspelt log group',
    setting(FUNCTION, 'NotifyHandler', ['LoggingConfig', 'LogGroups'], 'x'),
    /LogGroups is unknown/,
  ],
  ['a description without end', setting(FUNCTION, 'NotifyHandler', ['Description'], 'x'.repeat(257)), /Description/],
  [
    'OnFail for OnFailure',
    setting('AWS::Lambda::EventInvokeConfig', 'ReconcileHandler', ['DestinationConfig', 'OnFail'], {}),
    /OnFail is unknown/,
  ],
  [
    'a destination that is none',
    setting('AWS::Lambda::EventInvokeConfig', 'ReconcileHandler', ['DestinationConfig', 'OnFailure'], {}),
    /Destination is undefined/,
  ],
  [
    'retries for a function that does not exist',
    setting('AWS::Lambda::EventInvokeConfig', 'ReconcileHandler', ['FunctionName'], 'Nobody'),
    /there is no such function/,
  ],
  [
    'a permission on a function that does not exist',
    setting('AWS::Lambda::Permission', 'TriggersSweep', ['FunctionName'], 'Nobody'),
    /there is no such function/,
  ],
  [
    'a permission for an action of nobody',
    setting('AWS::Lambda::Permission', 'TriggersSweep', ['Action'], 'invoke'),
    /action of Lambda/,
  ],
  [
    'a permission for half a service',
    setting('AWS::Lambda::Permission', 'TriggersSweep', ['Principal'], 'events'),
    /The provided principal was invalid/,
  ],
];

const OF_ALARMS: readonly Mistake[] = [
  ['a misspelt statistic key', guardAlarm(['Metrics', 1, 'MetricStat', 'Statistic'], 'Sum'), /Statistic/],
  [
    'a period of 61 s',
    guardAlarm(['Metrics', 1, 'MetricStat', 'Period'], 61),
    /Period must be 10, 20, 30 or a multiple of 60/,
  ],
  ['an unknown statistic', guardAlarm(['Metrics', 1, 'MetricStat', 'Stat'], 'Summe'), /Invalid metrics list/],
  ['an unknown unit', guardAlarm(['Metrics', 1, 'MetricStat', 'Unit'], 'Ratio'), /Unit/],
  ['no periods to look at', guardAlarm(['EvaluationPeriods'], 0), /EvaluationPeriods/],
  [
    'more bad periods than periods',
    guardAlarm(['DatapointsToAlarm'], 9),
    /DatapointsToAlarm must be less than or equal to EvaluationPeriods/,
  ],
  ['an unknown comparison', guardAlarm(['ComparisonOperator'], 'Above'), /ComparisonOperator/],
  ['an unknown way with missing data', guardAlarm(['TreatMissingData'], 'notbreaching'), /TreatMissingData/],
  ['an expression of nothing', guardAlarm(['Metrics', 0, 'Expression'], 'IF(m >= 20, e / m, 0)'), /"?m"?/],
  ['no threshold', guardAlarm(['Threshold'], undefined), /Threshold/],
];

const OF_EVENTS: readonly Mistake[] = [
  [
    'rate(1 minutes)',
    setting(RULE, 'TriggersSweep', ['ScheduleExpression'], 'rate(1 minutes)'),
    /ScheduleExpression is not valid/,
  ],
  ['an unknown target member', setting(RULE, 'TriggersSweep', ['Targets', 0, 'Retry'], {}), /Targets.Retry/],
  [
    'an unknown member of DeadLetterConfig',
    setting(RULE, 'TriggersSweep', ['Targets', 0, 'DeadLetterConfig', 'Queue'], 'x'),
    /DeadLetterConfig.Queue/,
  ],
  [
    'dead letters that go to a name',
    setting(RULE, 'TriggersSweep', ['Targets', 0, 'DeadLetterConfig', 'Arn'], 'dead-letters'),
    /DeadLetterConfig is not valid: dead-letters/,
  ],
  [
    'half a retry',
    setting(RULE, 'TriggersSweep', ['Targets', 0, 'RetryPolicy', 'MaximumRetryAttempts'], 1.5),
    /maximumRetryAttempts/,
  ],
  ['a target without an id', setting(RULE, 'TriggersSweep', ['Targets', 0, 'Id'], undefined), /Id must be a string/],
  [
    'an id with blanks',
    setting(RULE, 'TriggersSweep', ['Targets', 0, 'Id'], 'no id'),
    /Value 'no id' at 'targets.1.member.id'/,
  ],
  [
    'one id twice',
    (all) => {
      const rule = only(all, RULE, 'TriggersSweep');
      rule['Targets'] = [rule['Targets'], rule['Targets']].flat();
    },
    /Duplicate target id/,
  ],
  [
    'an unknown operator',
    setting(RULE, 'TriggersAlarmChanged', ['EventPattern', 'resources'], [{ starts: 'a' }]),
    /starts/,
  ],
];

const OF_CHANNELS: readonly Mistake[] = [
  [
    'deadLetterTarget for deadLetterTargetArn',
    setting(SUBSCRIPTION, 'NotifyHandlerOncall', ['RedrivePolicy'], { deadLetterTarget: 'x' }),
    /deadLetterTargetArn is an invalid arn/,
  ],
  [
    'a redrive to a name',
    setting(SUBSCRIPTION, 'NotifyHandlerOncall', ['RedrivePolicy', 'deadLetterTargetArn'], 'dead'),
    /deadLetterTargetArn is an invalid arn/,
  ],
  [
    'a filter with an unknown operator',
    setting(SUBSCRIPTION, 'NotifyHandlerOncall', ['FilterPolicy'], { endpoint: [{ prefixes: 'a' }] }),
    /prefixes/,
  ],
  [
    'a filter on a scalar',
    setting(SUBSCRIPTION, 'NotifyHandlerOncall', ['FilterPolicy'], { endpoint: 'a' }),
    /endpoint/,
  ],
  ['a topic policy for nothing', setting('AWS::SNS::TopicPolicy', 'ChannelsPager', ['Topics'], []), /Topics/],
  [
    "a topic policy with another service's action",
    setting('AWS::SNS::TopicPolicy', 'ChannelsPager', ['PolicyDocument', 'Statement', 1, 'Action'], 'sqs:SendMessage'),
    /action "sqs:SendMessage" is invalid/,
  ],
  ['a queue policy for nothing', setting('AWS::SQS::QueuePolicy', 'HandOver', ['Queues'], []), /Queues/],
  [
    'a queue policy for a queue that does not exist',
    setting('AWS::SQS::QueuePolicy', 'HandOver', ['Queues'], ['https://sqs.eu-west-1.amazonaws.com/111122223333/No']),
    /does not exist/,
  ],
  [
    'letters that are kept for ever',
    setting('AWS::SQS::Queue', 'HandOver', ['MessageRetentionPeriod'], 1_209_601),
    /MessageRetentionPeriod/,
  ],
];

const OF_THE_REST: readonly Mistake[] = [
  [
    'a function that may not send to its own dead letters',
    withoutGrant('Notify', 'sqs:SendMessage'),
    /does not have permissions to call SendMessage/,
  ],
  [
    'a misspelt recovery',
    setting('AWS::DynamoDB::Table', 'Ledger', ['PointInTimeRecoverySpecification'], { Enabled: true }),
    /PointInTimeRecoverySpecification.Enabled/,
  ],
  ['a parameter with blanks', setting('AWS::SSM::Parameter', 'Freeze', ['Name'], '/a b'), /Parameter name/],
  [
    'a grant of no action',
    setting('AWS::IAM::Policy', 'ReconcileRoleDefaultPolicy', ['PolicyDocument', 'Statement', 0, 'Action'], 'log'),
    /action "log" is invalid/,
  ],
  [
    'a misspelt statement list',
    setting('AWS::IAM::Policy', 'ReconcileRoleDefaultPolicy', ['PolicyDocument', 'Statements'], []),
    /policy key Statements/,
  ],
  [
    'a grant without a name',
    setting('AWS::IAM::Policy', 'ReconcileRoleDefaultPolicy', ['PolicyName'], undefined),
    /PolicyName/,
  ],
  [
    'a trust in half a service',
    setting('AWS::IAM::Role', 'ReconcileRole', ['AssumeRolePolicyDocument', 'Statement', 0, 'Principal'], {
      Service: 'lambda',
    }),
    /Principal Service "lambda"/,
  ],
];

test.for([...OF_FUNCTIONS, ...OF_ALARMS, ...OF_EVENTS, ...OF_CHANNELS, ...OF_THE_REST])(
  'a template with %s is refused',
  async ([, mutate, place]) => {
    await expect(playMutated('bad-canary', mutate)).rejects.toThrow(place);
  },
);
