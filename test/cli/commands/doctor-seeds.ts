import { expect } from 'vitest';
import type { Code } from '../../../cli/doctor/codes.ts';
import { writeSwitch } from '../../../lambdas/aws/freeze-value.ts';
import type { World } from '../../../sim/world.ts';
import { call } from '../../sim/small-account.ts';

/** Where the parts of the demo's deployment are. */
export type Places = Readonly<Record<string, string>>;

export type Seeding = {
  readonly world: World;
  readonly parts: Places;
  readonly ask: <Reply>(service: string, operation: string, input: object) => Reply;
};

/** Something that somebody did to the account. */
export type Seed = {
  readonly code: Code;
  /** How it is told. */
  readonly says: RegExp;
  /** Does it, and answers how to undo it. */
  readonly breaks: (seeding: Seeding) => () => unknown;
};

export const askerIn =
  ({ parts }: World): Seeding['ask'] =>
  <Reply>(service: string, operation: string, input: object) => {
    const part = parts.find(({ api }) => api?.name === service);
    if (part === undefined) throw new Error(`there is no ${service}`);
    return call(part, operation, input) as Reply;
  };

export const guard = (endpoint: string, variant: string, id: string): string =>
  `sagemaker-rollback/guard/${endpoint}/${variant}/${id}`;
const self = (what: string): string => `sagemaker-rollback/self/${what}`;

type Given = Record<string, unknown>;

/** What DescribeAlarms tells, and PutMetricAlarm does not take. */
const TOLD = /^(?:State|Alarm(?:Arn|ConfigurationUpdatedTimestamp)$)/;

const alarmOf = ({ ask }: Seeding, name: string): Given => {
  const { MetricAlarms: found } = ask<{ MetricAlarms: Given[] }>('cloudwatch', 'DescribeAlarms', {
    AlarmNames: [name],
  });
  const [alarm] = found;
  if (alarm === undefined) throw new Error(`there is no alarm ${name}`);
  return Object.fromEntries(Object.entries(alarm).filter(([member]) => !TOLD.test(member)));
};

const changedAlarm =
  (name: string, change: (before: Given) => Given) =>
  (seeding: Seeding): (() => unknown) => {
    const before = alarmOf(seeding, name);
    seeding.ask('cloudwatch', 'PutMetricAlarm', { ...before, ...change(before) });
    return () => seeding.ask('cloudwatch', 'PutMetricAlarm', before);
  };

const deletedAlarm =
  (name: string) =>
  (seeding: Seeding): (() => unknown) => {
    const before = alarmOf(seeding, name);
    seeding.ask('cloudwatch', 'DeleteAlarms', { AlarmNames: [name] });
    return () => seeding.ask('cloudwatch', 'PutMetricAlarm', before);
  };

const setAlarm =
  (AlarmName: string, StateValue: string, back: string) =>
  ({ ask }: Seeding): (() => unknown) => {
    ask('cloudwatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'set by hand' });
    return () => ask('cloudwatch', 'SetAlarmState', { AlarmName, StateValue: back, StateReason: 'set back' });
  };

/** With every text that reads so changed, however deep it stands. */
const reworded = (value: unknown, from: string, to: string): Given =>
  JSON.parse(JSON.stringify(value).replaceAll(from, to)) as Given;

export const ALARM_SEEDS: readonly Seed[] = [
  {
    code: 'alarm-missing',
    says: /alarm \S+fraud-observe\/canary\/latency-p99: alarm \S+ does not exist \[alarm-missing\]/,
    breaks: deletedAlarm(guard('fraud-observe', 'canary', 'latency-p99')),
  },
  {
    code: 'alarm-actions-disabled',
    says: /has its actions disabled.* aws cloudwatch enable-alarm-actions --alarm-names/,
    breaks: ({ ask }) => {
      const AlarmNames = [guard('fraud-observe', 'canary', 'errors-5xx')];
      ask('cloudwatch', 'DisableAlarmActions', { AlarmNames });
      return () => ask('cloudwatch', 'EnableAlarmActions', { AlarmNames });
    },
  },
  {
    code: 'alarm-threshold',
    says: /its threshold is 0\.5, deployed: 0\.02/,
    breaks: changedAlarm(guard('fraud-detector', 'canary', 'errors-5xx'), () => ({ Threshold: 0.5 })),
  },
  {
    code: 'alarm-periods',
    says: /it goes off after 3 of 3 bad periods, deployed: 2 of 3/,
    breaks: changedAlarm(guard('fraud-detector', 'stable', 'errors-5xx'), () => ({ DatapointsToAlarm: 3 })),
  },
  {
    code: 'alarm-missing-data',
    says: /missing data counts as ignore, deployed: notBreaching/,
    breaks: changedAlarm(guard('fraud-detector', 'stable', 'latency-p99'), () => ({ TreatMissingData: 'ignore' })),
  },
  {
    code: 'alarm-metric',
    says: /it computes .*Invocation4XXErrors.*, deployed: .*Invocation5XXErrors/,
    breaks: changedAlarm(guard('fraud-observe', 'stable', 'errors-5xx'), ({ Metrics }) => ({
      Metrics: reworded(Metrics, 'Invocation5XXErrors', 'Invocation4XXErrors'),
    })),
  },
  {
    code: 'alarm-dimensions',
    says: /it watches EndpointName=frauddetector-eu, VariantName=canary, deployed: EndpointName=FraudDetector-EU/,
    breaks: changedAlarm(guard('FraudDetector-EU', 'canary', 'errors-5xx'), ({ Metrics }) => ({
      Metrics: reworded(Metrics, 'FraudDetector-EU', 'frauddetector-eu'),
    })),
  },
  {
    code: 'alarm-unpaged',
    says: /it no longer pages: its action was removed/,
    breaks: changedAlarm(guard('FraudDetector-EU', 'stable', 'errors-5xx'), () => ({ AlarmActions: [] })),
  },
  {
    code: 'alarm-muted',
    says: /mute rule release-night: it holds back the pages of \S+ and 1 more.*delete-alarm-mute-rule/,
    breaks: ({ ask }) => {
      const AlarmNames = ['errors-5xx', 'latency-p99'].map((id) => guard('fraud-detector', 'canary', id));
      const Schedule = { Expression: 'cron(0 * * * *)', Duration: 'PT1H' };
      ask('cloudwatch', 'PutAlarmMuteRule', { Name: 'release-night', Rule: { Schedule }, MuteTargets: { AlarmNames } });
      return () => ask('cloudwatch', 'DeleteAlarmMuteRule', { AlarmMuteRuleName: 'release-night' });
    },
  },
  {
    code: 'alarm-blind',
    says: /it is INSUFFICIENT_DATA, though stable serves requests/,
    breaks: setAlarm(guard('FraudDetector-EU', 'stable', 'latency-p99'), 'INSUFFICIENT_DATA', 'OK'),
  },
  {
    code: 'alarm-by-hand',
    says: /it is in ALARM since .* and names no datapoint above its threshold: somebody set its state by hand/,
    breaks: setAlarm(guard('FraudDetector-EU', 'stable', 'errors-5xx-gross'), 'ALARM', 'OK'),
  },
  {
    code: 'self-alarm',
    says: /alarm sagemaker-rollback\/self\/heartbeat: it does not exist/,
    breaks: deletedAlarm(self('heartbeat')),
  },
  {
    code: 'self-alarm-firing',
    says: /alarm sagemaker-rollback\/self\/reconcile-throttles: it is in ALARM since/,
    breaks: setAlarm(self('reconcile-throttles'), 'ALARM', 'OK'),
  },
];

const disabledRule =
  (part: string) =>
  ({ ask, parts }: Seeding): (() => unknown) => {
    ask('events', 'DisableRule', { Name: parts[part] });
    return () => ask('events', 'EnableRule', { Name: parts[part] });
  };

type Target = { readonly Id: string } & Given;

const targetsOf = ({ ask }: Seeding, rule: string | undefined): Target[] =>
  ask<{ Targets: Target[] }>('events', 'ListTargetsByRule', { Rule: rule }).Targets;

const withoutPermission =
  (called: string, from: (parts: Places) => string | undefined) =>
  ({ ask, parts }: Seeding): (() => unknown) => {
    const FunctionName = parts[called];
    const { Policy } = ask<{ Policy: string }>('lambda', 'GetPolicy', { FunctionName });
    type Written = { Sid: string; Principal: { Service: string }; Condition: { ArnLike: Record<string, string> } };
    const { Statement } = JSON.parse(Policy) as { Statement: Written[] };
    const source = ({ Condition }: Written) => Object.values(Condition.ArnLike)[0] ?? '';
    const found = Statement.find((one) => source(one).endsWith(from(parts) ?? 'nothing'));
    if (found === undefined) throw new Error(`nobody may call ${called} from ${from(parts)}: ${Policy}`);
    ask('lambda', 'RemovePermission', { FunctionName, StatementId: found.Sid });
    const permission = {
      Action: 'lambda:InvokeFunction',
      Principal: found.Principal.Service,
      SourceArn: source(found),
    };
    return () => ask('lambda', 'AddPermission', { FunctionName, StatementId: found.Sid, ...permission });
  };

const changedFunction =
  (part: string, change: Given) =>
  ({ ask, parts }: Seeding): (() => unknown) => {
    const FunctionName = parts[part];
    const before = ask<Given>('lambda', 'GetFunctionConfiguration', { FunctionName });
    ask('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...change });
    const back = Object.fromEntries(Object.keys(change).map((member) => [member, before[member]]));
    return () => ask('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...back });
  };

const reserved =
  (part: string, ReservedConcurrentExecutions: number | undefined, back: number) =>
  ({ ask, parts }: Seeding): (() => unknown) => {
    const FunctionName = parts[part];
    if (ReservedConcurrentExecutions === undefined) ask('lambda', 'DeleteFunctionConcurrency', { FunctionName });
    else ask('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
    return () => ask('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: back });
  };

const queueOf = (parts: Places, part: string): { readonly QueueUrl: string } => ({ QueueUrl: parts[part] ?? '' });

export const HOP_SEEDS: readonly Seed[] = [
  {
    code: 'rule-pattern',
    says: /rule \S+AlarmChanged\S*: its event pattern is not the one that was deployed/,
    breaks: ({ ask, parts }) => {
      const before = ask<Given>('events', 'DescribeRule', { Name: parts['alarmRule'] });
      const { Name, EventPattern, Description, State } = before;
      ask('events', 'PutRule', { Name, Description, State, EventPattern: '{"source":["aws.cloudwatch"]}' });
      return () => ask('events', 'PutRule', { Name, Description, State, EventPattern });
    },
  },
  {
    code: 'rule-dead-letters',
    says: /rule \S+AlarmChanged\S*: its target has no dead-letter queue/,
    breaks: (seeding) => {
      const Rule = seeding.parts['alarmRule'];
      const Targets = targetsOf(seeding, Rule);
      const bare = Targets.map(({ DeadLetterConfig: _gone, ...target }) => target);
      seeding.ask('events', 'PutTargets', { Rule, Targets: bare });
      return () => seeding.ask('events', 'PutTargets', { Rule, Targets });
    },
  },
  {
    code: 'rule-disabled',
    says: /rule \S+Sweep\S*: it is disabled: a lost event is never made good.*aws events enable-rule --name \S+Sweep/,
    breaks: disabledRule('sweepRule'),
  },
  {
    code: 'permission-events',
    says: /rule \S+Sweep\S*: Lambda does not let it call the reconcile function/,
    breaks: withoutPermission('reconcile', ({ sweepRule }) => sweepRule),
  },
  {
    code: 'endpoint-rule',
    says: /rule \S+EndpointChanged\S*: it is disabled: a change of the endpoint is only seen by the next sweep/,
    breaks: disabledRule('endpointRule'),
  },
  {
    code: 'permission-sns',
    says: /Lambda does not let the on-call topic call it: Slack gets no messages/,
    breaks: withoutPermission('notify', ({ oncallTopic }) => oncallTopic),
  },
  {
    code: 'function-stopped',
    says: /its reserved concurrency is 0: nothing is looked at.* --reserved-concurrent-executions 5/,
    breaks: reserved('reconcile', 0, 5),
  },
  {
    code: 'function-unreserved',
    says: /its reserved concurrency is none, deployed: 2/,
    breaks: reserved('notify', undefined, 2),
  },
  {
    code: 'function-environment',
    says: /other environment variables than deployed: ROLLBACK_FREEZE_PARAMETER, .* and ROLLBACK_TABLE/,
    breaks: changedFunction('reconcile', { Environment: { Variables: { ROLLBACK_PAGER_TOPIC: 'elsewhere' } } }),
  },
  {
    code: 'function-settings',
    says: /its timeout is 3 s, deployed: 20 s/,
    breaks: changedFunction('notify', { Timeout: 3 }),
  },
  {
    code: 'function-retries',
    says: /its asynchronous invocation has other retries or another age than deployed/,
    breaks: ({ ask, parts }) => {
      const FunctionName = parts['notify'];
      const { DestinationConfig } = ask<Given>('lambda', 'GetFunctionEventInvokeConfig', { FunctionName });
      ask('lambda', 'PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0, DestinationConfig });
      const before = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600, DestinationConfig };
      return () => ask('lambda', 'PutFunctionEventInvokeConfig', { FunctionName, ...before });
    },
  },
  {
    code: 'function-dead-letters',
    says: /it has no on-failure destination, or another one: what fails for good is lost silently/,
    breaks: ({ ask, parts }) => {
      const FunctionName = parts['reconcile'];
      const { DestinationConfig } = ask<Given>('lambda', 'GetFunctionEventInvokeConfig', { FunctionName });
      const kept = { FunctionName, MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 };
      ask('lambda', 'PutFunctionEventInvokeConfig', kept);
      return () => ask('lambda', 'PutFunctionEventInvokeConfig', { ...kept, DestinationConfig });
    },
  },
  {
    code: 'dead-letters',
    says: /2 dead letters wait to be read.*aws sqs receive-message --queue-url/,
    breaks: ({ ask, parts }) => {
      const to = queueOf(parts, 'executionDeadLetters');
      for (const MessageBody of ['{"one":1}', '{"two":2}']) ask('sqs', 'SendMessage', { ...to, MessageBody });
      return () => ask('sqs', 'PurgeQueue', to);
    },
  },
  {
    code: 'queue-policy',
    says: /queue HandOver\S+: its policy no longer lets SNS and EventBridge send to it/,
    breaks: ({ ask, parts }) => {
      const queue = queueOf(parts, 'handOverDeadLetters');
      const { Attributes } = ask<{ Attributes: Given }>('sqs', 'GetQueueAttributes', {
        ...queue,
        AttributeNames: ['Policy'],
      });
      ask('sqs', 'SetQueueAttributes', { ...queue, Attributes: { Policy: '' } });
      return () => ask('sqs', 'SetQueueAttributes', { ...queue, Attributes });
    },
  },
];

const roleOf = ({ ask, parts }: Seeding, part: string): string => {
  const { Role } = ask<{ Role: string }>('lambda', 'GetFunctionConfiguration', { FunctionName: parts[part] });
  return Role.split('/').at(-1) ?? '';
};

const changedTopic =
  (part: string, change: (policy: string) => string) =>
  ({ ask, parts }: Seeding): (() => unknown) => {
    const TopicArn = parts[part];
    const { Attributes } = ask<{ Attributes: { Policy: string } }>('sns', 'GetTopicAttributes', { TopicArn });
    const put = (AttributeValue: string) =>
      ask('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
    const changed = change(Attributes.Policy);
    expect(changed).not.toBe(Attributes.Policy);
    put(changed);
    return () => put(Attributes.Policy);
  };

export const GRANT_SEEDS: readonly Seed[] = [
  {
    code: 'grant-missing',
    says: /role ReconcileRole\S+: it may not sagemaker:UpdateEndpointWeightsAndCapacities on .*frauddetector-eu/,
    breaks: (seeding) => {
      const { ask } = seeding;
      const RoleName = roleOf(seeding, 'reconcile');
      const { PolicyNames } = ask<{ PolicyNames: string[] }>('iam', 'ListRolePolicies', { RoleName });
      const named = { RoleName, PolicyName: PolicyNames[0] };
      const { PolicyDocument: encoded } = ask<{ PolicyDocument: string }>('iam', 'GetRolePolicy', named);
      const before = decodeURIComponent(encoded);
      const put = (PolicyDocument: string) => ask('iam', 'PutRolePolicy', { ...named, PolicyDocument });
      put(before.replace('sagemaker:UpdateEndpointWeightsAndCapacities', 'sagemaker:UpdateEndpoint'));
      return () => put(before);
    },
  },
  {
    code: 'grant-denied',
    says: /role NotifyRole\S+: a policy denies it ssm:GetParameter on .*slack-webhook/,
    breaks: (seeding) => {
      const named = { RoleName: roleOf(seeding, 'notify'), PolicyName: 'lockdown' };
      const Statement = [{ Effect: 'Deny', Action: 'ssm:*', Resource: '*' }];
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
      seeding.ask('iam', 'PutRolePolicy', { ...named, PolicyDocument });
      return () => seeding.ask('iam', 'DeleteRolePolicy', named);
    },
  },
  {
    code: 'role-trust',
    says: /role NotifyRole\S+: Lambda may not assume it/,
    breaks: (seeding) => {
      const RoleName = roleOf(seeding, 'notify');
      const trusting = (Service: string) =>
        seeding.ask('iam', 'UpdateAssumeRolePolicy', {
          RoleName,
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
          }),
        });
      trusting('ec2.amazonaws.com');
      return () => trusting('lambda.amazonaws.com');
    },
  },
];

const frozen =
  (value: string) =>
  ({ world, parts }: Seeding): (() => unknown) => {
    world.parameters.put(parts['freezeParameter'] ?? '', value);
    return () => world.parameters.put(parts['freezeParameter'] ?? '', 'off');
  };

const ANA = 'arn:aws:iam::111122223333:user/ana';
const WEBHOOK = '/sagemaker-rollback/slack-webhook';

const storedWebhook = ({ world }: Seeding): void => world.parameters.put(WEBHOOK, world.slackWebhook, 'SecureString');

export const PEOPLE_SEEDS: readonly Seed[] = [
  {
    code: 'email-filter',
    says: /topic \S+Pager\S*: the subscription of oncall@example\.com has another filter policy than deployed/,
    breaks: ({ ask, parts }) => {
      const { Subscriptions } = ask<{ Subscriptions: { SubscriptionArn: string }[] }>(
        'sns',
        'ListSubscriptionsByTopic',
        { TopicArn: parts['pagerTopic'] },
      );
      const filter = (AttributeValue: string) =>
        ask('sns', 'SetSubscriptionAttributes', {
          SubscriptionArn: Subscriptions[0]?.SubscriptionArn,
          AttributeName: 'FilterPolicy',
          AttributeValue,
        });
      filter('{"endpoint":["other"]}');
      return () => filter('');
    },
  },
  {
    code: 'topic-policy',
    says: /topic \S+Pager\S*: its policy no longer lets CloudWatch send to it/,
    breaks: changedTopic('pagerTopic', (policy) => policy.replace('cloudwatch.amazonaws.com', 'events.amazonaws.com')),
  },
  {
    code: 'webhook-not-secure',
    says: /SSM parameter \S+slack-webhook: it is a String: whoever may list parameters can read/,
    breaks: (seeding) => {
      seeding.ask('ssm', 'DeleteParameter', { Name: WEBHOOK });
      seeding.world.parameters.put(WEBHOOK, seeding.world.slackWebhook);
      return () => {
        seeding.ask('ssm', 'DeleteParameter', { Name: WEBHOOK });
        storedWebhook(seeding);
      };
    },
  },
  {
    code: 'ledger-recovery',
    says: /table Ledger\S+: its point-in-time recovery is off.*update-continuous-backups/,
    breaks: ({ ask, parts }) => {
      const recovery = (PointInTimeRecoveryEnabled: boolean) =>
        ask('dynamodb', 'UpdateContinuousBackups', {
          TableName: parts['ledger'],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
        });
      recovery(false);
      return () => recovery(true);
    },
  },
  {
    code: 'frozen',
    says: /rollbacks of fraud-detector are frozen by \S+user\/ana until somebody thaws it: "sale".*thaw fraud-detector/,
    breaks: frozen(
      writeSwitch([
        { endpoint: 'fraud-detector', by: ANA, reason: 'sale' },
        { endpoint: 'Fraud-Detector', by: ANA },
      ]),
    ),
  },
  {
    code: 'freeze-unknown',
    says: /it freezes Fraud-Detector, which is not guarded.*thaw Fraud-Detector/,
    // By the freeze before.
    breaks: () => () => undefined,
  },
];

/** What the account can have beside those before, and not at the same time. */
export const OTHER_SEEDS: readonly Seed[] = [
  {
    code: 'rule-target',
    says: /rule \S+AlarmChanged\S*: the reconcile function is none of its targets/,
    breaks: (seeding) => {
      const Rule = seeding.parts['alarmRule'];
      const Targets = targetsOf(seeding, Rule);
      seeding.ask('events', 'RemoveTargets', { Rule, Ids: Targets.map(({ Id }) => Id) });
      return () => seeding.ask('events', 'PutTargets', { Rule, Targets });
    },
  },
  {
    code: 'rule-missing',
    says: /rule \S+Sweep\S*: it does not exist/,
    breaks: (seeding) => {
      const Name = seeding.parts['sweepRule'];
      const {
        Arn: _arn,
        EventBusName: _bus,
        CreatedBy: _by,
        ...before
      } = seeding.ask<Given>('events', 'DescribeRule', {
        Name,
      });
      const Targets = targetsOf(seeding, Name);
      seeding.ask('events', 'RemoveTargets', { Rule: Name, Ids: Targets.map(({ Id }) => Id) });
      seeding.ask('events', 'DeleteRule', { Name });
      return () => {
        seeding.ask('events', 'PutRule', before);
        seeding.ask('events', 'PutTargets', { Rule: Name, Targets });
      };
    },
  },
  {
    code: 'email-unconfirmed',
    says: /endpoint fraud-detector: oncall@example\.com gets no messages, or no pages/,
    breaks: ({ world }) => {
      world.topics.leavePending('oncall@example.com');
      return () => world.topics.confirm('oncall@example.com');
    },
  },
  {
    code: 'webhook-missing',
    says: /SSM parameter \S+slack-webhook: it does not exist.*put-parameter --name \S+slack-webhook --type SecureString/,
    breaks: (seeding) => {
      seeding.ask('ssm', 'DeleteParameter', { Name: WEBHOOK });
      return () => storedWebhook(seeding);
    },
  },
  {
    code: 'freeze-unclear',
    says: /its value \(fraud-detecter\) is neither off, all, nor names of guarded endpoints/,
    breaks: frozen('fraud-detecter'),
  },
];

/** For which there is no way back. */
export const FINAL_SEEDS: readonly Seed[] = [
  {
    code: 'slack-unsubscribed',
    says: /endpoint fraud-observe: Slack gets no messages/,
    breaks: ({ ask, parts }) => {
      const { Subscriptions } = ask<{ Subscriptions: { SubscriptionArn: string; Protocol: string }[] }>(
        'sns',
        'ListSubscriptionsByTopic',
        { TopicArn: parts['oncallTopic'] },
      );
      const slack = Subscriptions.find(({ Protocol }) => Protocol === 'lambda');
      ask('sns', 'Unsubscribe', { SubscriptionArn: slack?.SubscriptionArn });
      return () => undefined;
    },
  },
  {
    code: 'topic-missing',
    says: /topic \S+Pager\S*: it does not exist: no alarm pages anybody/,
    breaks: ({ ask, parts }) => {
      ask('sns', 'DeleteTopic', { TopicArn: parts['pagerTopic'] });
      return () => undefined;
    },
  },
  {
    code: 'queue-missing',
    says: /queue HandOver\S+: it does not exist: an event or a message that could not be handed over is lost/,
    breaks: ({ ask, parts }) => {
      ask('sqs', 'DeleteQueue', queueOf(parts, 'handOverDeadLetters'));
      return () => undefined;
    },
  },
  {
    code: 'function-missing',
    says: /function Reconcile\S+: it does not exist: nothing is looked at, and nothing rolled back/,
    breaks: ({ ask, parts }) => {
      ask('lambda', 'DeleteFunction', { FunctionName: parts['reconcile'] });
      return () => undefined;
    },
  },
  {
    code: 'role-missing',
    says: /role NotifyRole\S+: it does not exist/,
    breaks: (seeding) => {
      const RoleName = roleOf(seeding, 'notify');
      const { PolicyNames } = seeding.ask<{ PolicyNames: string[] }>('iam', 'ListRolePolicies', { RoleName });
      for (const PolicyName of PolicyNames) seeding.ask('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
      seeding.ask('iam', 'DeleteRole', { RoleName });
      return () => undefined;
    },
  },
  {
    code: 'freeze-missing',
    says: /the freeze switch does not exist, and then every endpoint counts as frozen/,
    breaks: ({ ask, parts }) => {
      ask('ssm', 'DeleteParameter', { Name: parts['freezeParameter'] });
      return () => undefined;
    },
  },
  {
    code: 'endpoint-unusable',
    says: /endpoint fraud-observe: it is Deleting, and SageMaker changes no weights then/,
    breaks: ({ ask }) => {
      ask('sagemaker', 'DeleteEndpoint', { EndpointName: 'fraud-observe' });
      return () => undefined;
    },
  },
];
