import type { Area, Severity } from './finding.ts';

type Known = { readonly area: Area; readonly severity: Severity; readonly means: string };

/** Every code that a finding can have: what it means, and how bad it is. docs/cli/doctor.md shows them. */
export const CODES = {
  'not-checked': { area: 'config', severity: 'weak', means: 'it could not be read, so that it was not checked' },

  'endpoint-missing': { area: 'endpoints', severity: 'broken', means: 'SageMaker has no endpoint of that name' },
  'endpoint-unusable': {
    area: 'endpoints',
    severity: 'broken',
    means: 'its status is Failed, OutOfService, UpdateRollbackFailed or Deleting: no weights can be changed',
  },
  'variant-missing': { area: 'endpoints', severity: 'broken', means: 'stable or a canary does not exist: renamed?' },
  'variant-unjudged': { area: 'endpoints', severity: 'weak', means: 'a variant that no guard judges has traffic' },
  'single-variant': { area: 'endpoints', severity: 'weak', means: 'one production variant: nothing to shift between' },
  'shadow-variant': { area: 'endpoints', severity: 'weak', means: 'shadow variants are neither judged nor moved' },
  'stable-without-instances': { area: 'endpoints', severity: 'broken', means: 'a rollback would be held' },
  'stable-share': {
    area: 'endpoints',
    severity: 'broken',
    means: 'stable carries less than stableMinShare: a rollback would be held',
  },
  'not-one-variant': {
    area: 'endpoints',
    severity: 'broken',
    means: 'an endpoint that restores its config has more than one variant: a rollback would be held',
  },
  'good-config-missing': {
    area: 'endpoints',
    severity: 'broken',
    means: 'the endpoint config that it would go back to was deleted',
  },
  'nothing-good-known': {
    area: 'endpoints',
    severity: 'note',
    means: 'no other endpoint config is known to be good yet: a rollback would be held',
  },
  'autoscaling-ceiling': {
    area: 'endpoints',
    severity: 'weak',
    means: 'autoscaling lets stable grow to less than maxInstances',
  },

  'alarm-missing': { area: 'alarms', severity: 'broken', means: "a guard's alarm was deleted" },
  'alarm-actions-disabled': { area: 'alarms', severity: 'broken', means: 'its actions are disabled: it pages nobody' },
  'alarm-muted': { area: 'alarms', severity: 'weak', means: 'a mute rule holds its pages back now' },
  'alarm-unpaged': { area: 'alarms', severity: 'weak', means: 'it no longer pages: its action was removed' },
  'alarm-metric': { area: 'alarms', severity: 'broken', means: 'it watches another metric, expression or period' },
  'alarm-dimensions': {
    area: 'alarms',
    severity: 'broken',
    means: 'it watches another endpoint or variant (case matters)',
  },
  'alarm-threshold': { area: 'alarms', severity: 'broken', means: 'its threshold or comparison is another' },
  'alarm-periods': { area: 'alarms', severity: 'broken', means: 'it asks for other periods (M of N)' },
  'alarm-missing-data': { area: 'alarms', severity: 'broken', means: 'it treats missing data in another way' },
  'alarm-blind': {
    area: 'alarms',
    severity: 'broken',
    means: 'CloudWatch cannot evaluate it, though its variant has traffic',
  },
  'alarm-by-hand': { area: 'alarms', severity: 'weak', means: 'it is in ALARM without a breaching datapoint' },
  'guard-blind': { area: 'alarms', severity: 'weak', means: 'no recent minute had the requests that a guard asks for' },
  'self-alarm': {
    area: 'alarms',
    severity: 'broken',
    means: 'an alarm on the automation itself was deleted, changed or disabled',
  },
  'self-alarm-firing': { area: 'alarms', severity: 'broken', means: 'an alarm on the automation itself is in ALARM' },

  'rule-missing': { area: 'hops', severity: 'broken', means: 'the alarm rule or the sweep rule was deleted' },
  'rule-disabled': { area: 'hops', severity: 'broken', means: 'the alarm rule or the sweep rule is disabled' },
  'rule-pattern': { area: 'hops', severity: 'broken', means: 'the pattern or the schedule is another' },
  'rule-target': { area: 'hops', severity: 'broken', means: 'the function is no longer its target' },
  'rule-dead-letters': { area: 'hops', severity: 'weak', means: 'what it cannot hand over is lost' },
  'endpoint-rule': {
    area: 'hops',
    severity: 'weak',
    means: 'the rule of endpoint changes, which only saves up to a minute, is missing, disabled or changed',
  },
  'permission-events': { area: 'hops', severity: 'broken', means: 'Lambda does not let the rule call the function' },
  'permission-sns': { area: 'hops', severity: 'broken', means: 'Lambda does not let the topic call notify' },
  'function-missing': { area: 'hops', severity: 'broken', means: 'the function was deleted' },
  'function-inactive': { area: 'hops', severity: 'broken', means: 'Lambda cannot run it: its State is not Active' },
  'function-stopped': { area: 'hops', severity: 'broken', means: 'its reserved concurrency is 0' },
  'function-unreserved': { area: 'hops', severity: 'weak', means: 'its reserved concurrency is another, or gone' },
  'function-environment': { area: 'hops', severity: 'broken', means: 'its environment variables are others' },
  'function-role': { area: 'hops', severity: 'broken', means: 'it runs as another role' },
  'function-settings': { area: 'hops', severity: 'weak', means: 'its timeout, memory or handler is another' },
  'function-retries': {
    area: 'hops',
    severity: 'weak',
    means: 'its asynchronous invocation is configured in another way, or not at all',
  },
  'function-dead-letters': { area: 'hops', severity: 'weak', means: 'what fails for good is lost' },
  'dead-letters': { area: 'hops', severity: 'weak', means: 'dead letters wait to be read' },
  'queue-missing': { area: 'hops', severity: 'weak', means: 'a dead-letter queue was deleted' },
  'queue-policy': { area: 'hops', severity: 'weak', means: 'a dead-letter queue lets nobody send, or not everybody' },

  'role-missing': { area: 'grants', severity: 'broken', means: "the function's role was deleted" },
  'role-trust': { area: 'grants', severity: 'broken', means: 'Lambda may not assume the role' },
  'grant-missing': { area: 'grants', severity: 'broken', means: 'no policy allows the role what it needs' },
  'grant-denied': { area: 'grants', severity: 'broken', means: 'a policy denies the role what it needs' },
  'caller-may-not-shift': { area: 'grants', severity: 'note', means: 'you could not roll back by hand' },

  'nobody-told': { area: 'people', severity: 'broken', means: 'nobody would hear of the endpoint at all' },
  'email-unconfirmed': { area: 'people', severity: 'broken', means: 'an address gets no messages, or no pages' },
  'email-filter': { area: 'people', severity: 'broken', means: 'a filter policy keeps messages or pages back' },
  'slack-unsubscribed': { area: 'people', severity: 'broken', means: 'notify is not subscribed to the topic' },
  'webhook-missing': { area: 'people', severity: 'broken', means: "the webhook's parameter does not exist" },
  'webhook-not-secure': { area: 'people', severity: 'weak', means: "the webhook's URL is kept in plain text" },
  'topic-missing': { area: 'people', severity: 'broken', means: 'a topic was deleted' },
  'topic-policy': { area: 'people', severity: 'broken', means: 'CloudWatch may not page, or a policy denies it' },

  'ledger-missing': { area: 'store', severity: 'broken', means: 'the table is gone, or not ACTIVE' },
  'ledger-recovery': { area: 'store', severity: 'weak', means: 'point-in-time recovery is off' },
  'freeze-missing': { area: 'store', severity: 'broken', means: 'no freeze switch: everything counts as frozen' },
  'freeze-unclear': { area: 'store', severity: 'broken', means: 'its value is no list of endpoints: all is frozen' },
  'freeze-unknown': { area: 'store', severity: 'weak', means: 'it names an endpoint that is not guarded' },
  frozen: { area: 'store', severity: 'note', means: 'rollbacks are frozen: by whom, since when, why' },

  'stack-failed': { area: 'config', severity: 'broken', means: 'the stack is in a FAILED state' },
  'stack-rolled-back': { area: 'config', severity: 'weak', means: 'the last deploy failed, and was rolled back' },
  'stack-changing': { area: 'config', severity: 'note', means: 'a deploy is under way' },
  'config-unreadable': { area: 'config', severity: 'note', means: 'rollback.config.ts cannot be deployed' },
  'config-differs': {
    area: 'config',
    severity: 'note',
    means: 'rollback.config.ts says otherwise than what is deployed',
  },
  'version-differs': { area: 'config', severity: 'note', means: 'this clone is of another version' },
  'drill-failed': { area: 'config', severity: 'weak', means: 'in the last drill a hop did not work' },
  'drill-old': { area: 'config', severity: 'note', means: 'there was no drill for 30 days, or never' },
} as const satisfies Readonly<Record<string, Known>>;

export type Code = keyof typeof CODES;
