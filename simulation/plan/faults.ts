/** Each call that the loop makes of a port; a write of the ledger by what it writes. */
export const SITES = [
  'describe-endpoint',
  'shift',
  'alarms-named',
  'alarms-listed',
  'mutes',
  'metrics',
  'volumes',
  'history',
  'switch',
  'head',
  'heads',
  'write-intent',
  'write-record',
  'write-told',
  'drill-order',
  'answer-read',
  'notice-read',
  'notice-write',
  'publish',
  'subscriptions',
  'good-read',
  'good-write',
  'invoke-strategist',
  'scaling-bounds',
  'scaling-floor',
  'raise',
  'describe-config',
  'update-endpoint',
] as const;
export type Site = (typeof SITES)[number];

/** What can go wrong with one call. */
export const FAULTS = [
  'throttle',
  'server-error',
  'timeout-before',
  'timeout-after',
  'reset',
  'malformed',
  'stale-read',
  'access-denied',
  'kms-denied',
  'lost-race',
  'crash-before',
  'crash-after',
  'function-timeout',
  'clock-skew',
] as const;
export type Fault = (typeof FAULTS)[number];

export const SERVICES = ['sagemaker', 'cloudwatch', 'ssm', 'dynamodb', 'sns', 'lambda', 'autoscaling'] as const;
export type Service = (typeof SERVICES)[number];

export const SERVICE_OF: Readonly<Record<Site, Service>> = {
  'describe-endpoint': 'sagemaker',
  shift: 'sagemaker',
  'alarms-named': 'cloudwatch',
  'alarms-listed': 'cloudwatch',
  metrics: 'cloudwatch',
  volumes: 'cloudwatch',
  history: 'cloudwatch',
  switch: 'ssm',
  head: 'dynamodb',
  heads: 'dynamodb',
  'write-intent': 'dynamodb',
  'write-record': 'dynamodb',
  'write-told': 'dynamodb',
  'drill-order': 'dynamodb',
  'answer-read': 'dynamodb',
  'notice-read': 'dynamodb',
  'notice-write': 'dynamodb',
  publish: 'sns',
  subscriptions: 'sns',
  mutes: 'cloudwatch',
  'good-read': 'dynamodb',
  'good-write': 'dynamodb',
  'invoke-strategist': 'lambda',
  'scaling-bounds': 'autoscaling',
  'scaling-floor': 'autoscaling',
  raise: 'sagemaker',
  'describe-config': 'sagemaker',
  'update-endpoint': 'sagemaker',
};

/** The ledger reads consistently, so that only these may see a moment ago. */
const STALE: readonly Site[] = [
  'describe-endpoint',
  'alarms-named',
  'alarms-listed',
  'mutes',
  'metrics',
  'volumes',
  'history',
  'switch',
  'subscriptions',
];

/** The writes with a condition. */
const CONDITIONAL: readonly Site[] = ['write-intent', 'write-record', 'write-told'];

/** What rests on a customer's key: the table and the topic. */
const isEncrypted = (site: Site): boolean => SERVICE_OF[site] === 'dynamodb' || site === 'publish';

/** Whether the fault can happen to that call at all. */
export const applies = (fault: Fault, site: Site): boolean => {
  if (fault === 'stale-read') return STALE.includes(site);
  if (fault === 'lost-race') return CONDITIONAL.includes(site);
  if (fault === 'kms-denied') return isEncrypted(site);
  return true;
};

/** What can go wrong with the world around the calls. */
export const WORLD_FAULTS = [
  'event-duplicated',
  'event-late',
  'event-reordered',
  'event-lost',
  'event-dead-lettered',
  'endpoint-busy',
  'system-updating',
  'rolling-back',
  'endpoint-failed',
  'update-rollback-failed',
  'endpoint-deleted',
  'deploy-resets-weights',
  'deploy-renames-variant',
  'autoscaler-scales-in',
  'stable-goes-bad',
  'alarm-flaps',
  'missing-data',
  'alarm-not-evaluated',
  'switch-flips',
  'two-versions-run',
  'approval-races-timeout',
  'alarm-muted',
  'autoscaler-floor',
  'config-deleted',
] as const;
export type WorldFault = (typeof WORLD_FAULTS)[number];
