import { everyMistakeIsNamed, named, only, type Resources, remove, replaced } from './mutated.ts';

const RULE = 'AWS::Events::Rule';
const PERMISSION = 'AWS::Lambda::Permission';

const rule = (name: string, from: string, to: string) => (resources: Resources) => {
  const properties = only(resources, RULE, `Triggers${name}`);
  properties['EventPattern'] = replaced(properties['EventPattern'], from, to);
};

everyMistakeIsNamed([
  [
    'the alarm rule listens to a source that does not exist',
    rule('AlarmChanged', 'aws.cloudwatch', 'aws.cloudwatchs'),
    /"hop":"rule".*guard\/fraud-detector\/canary/,
  ],
  [
    'the alarm rule misspells the detail type',
    rule('AlarmChanged', 'Alarm State Change', 'Alarm State Changed'),
    /"hop":"rule".*detail-type/,
  ],
  [
    'the alarm rule is pinned to another prefix of alarm names',
    rule('AlarmChanged', '/guard/', '/guards/'),
    /"hop":"rule".*resources/,
  ],
  [
    'the alarm rule waits for a state that no alarm has',
    rule('AlarmChanged', '"ALARM"', '"ALERT"'),
    /"hop":"rule".*state/,
  ],
  [
    'the alarm rule is pinned to another account',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['EventPattern'] = replaced(
        only(all, RULE, 'TriggersAlarmChanged')['EventPattern'],
        '"account":[{"Ref":"AWS::AccountId"}]',
        '"account":["999999999999"]',
      );
    },
    /"hop":"rule".*account/,
  ],
  [
    'the alarm rule is disabled',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['State'] = 'DISABLED';
    },
    /"hop":"rule"/,
  ],
  [
    'the alarm rule has no target',
    (all) => {
      only(all, RULE, 'TriggersAlarmChanged')['Targets'] = [];
    },
    /"hop":"target".*TriggersAlarmChanged/,
  ],
  [
    'the alarm rule invokes Notify',
    (all) => {
      const reconcile = named(all, /^ReconcileHandler[0-9A-F]{8}$/)[0]?.[0] ?? '';
      const notify = named(all, /^NotifyHandler[0-9A-F]{8}$/)[0]?.[0] ?? '';
      const properties = only(all, RULE, 'TriggersAlarmChanged');
      properties['Targets'] = replaced(properties['Targets'], reconcile, notify);
    },
    /"hop":"permission".*NotifyHandler/,
  ],
  [
    'EventBridge may not invoke Reconcile for an alarm',
    remove(PERMISSION, 'TriggersAlarmChanged'),
    /"hop":"permission".*AlarmChanged.*ReconcileHandler/,
  ],
  [
    "the alarm rule's permission names another rule",
    (all) => {
      const properties = only(all, PERMISSION, 'TriggersAlarmChanged');
      properties['SourceArn'] = only(all, PERMISSION, 'TriggersSweep')['SourceArn'];
    },
    /"hop":"permission".*AlarmChanged/,
  ],
  [
    'the schedule is disabled',
    (all) => {
      only(all, RULE, 'TriggersSweep')['State'] = 'DISABLED';
    },
    /EventBridge schedule.*Reconcile/,
  ],
  [
    'EventBridge may not invoke Reconcile for the schedule',
    remove(PERMISSION, 'TriggersSweep'),
    /"hop":"permission".*Sweep/,
  ],
  [
    'the endpoint rule looks for a field that the event does not have',
    rule('EndpointChanged', 'EndpointName', 'EndpointNames'),
    /SageMaker.*rule → Reconcile/,
  ],
]);
