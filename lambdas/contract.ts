/**
 * The names both sides of the wire agree on: what `infra` creates and what the functions ask for.
 */

/** Every guard alarm of a deployment starts with this; the alarm rule is pinned to it by ARN. */
export const guardAlarmPrefix = (deployment: string): string => `${deployment}/guard/`;

/** CloudWatch keeps the case of names, and so do SageMaker's metric dimensions. Without a variant it is of the endpoint. */
export const guardAlarmName = (
  deployment: string,
  endpoint: string,
  variant: string | undefined,
  guardId: string,
): string =>
  `${guardAlarmPrefix(deployment)}${[endpoint, ...(variant === undefined ? [] : [variant]), guardId].join('/')}`;

/** Alarms on the automation itself: outside the guard prefix, so that they can never move weights. */
export const selfAlarmName = (deployment: string, what: string): string => `${deployment}/self/${what}`;

/**
 * Goes off once an hour by itself, and is about nothing: what it sets off shows that the way from an alarm to the function
 * is whole. It is neither a guard nor an alarm on the automation.
 */
export const probeAlarmName = (deployment: string): string => `${deployment}/probe/alarm-rule`;

export const freezeParameterName = (deployment: string): string => `/${deployment}/freeze`;

/** The freeze parameter's value when nothing is frozen. Otherwise `all`, or endpoint names separated by commas. */
export const NOT_FROZEN = 'off';

/** File beside each function's bundle that holds the `Deployment`. */
export const DEPLOYMENT_FILE = 'deployment.json';

/** Environment variables of the functions. No secret is ever among them. */
export const ENV = {
  table: 'ROLLBACK_TABLE',
  oncallTopic: 'ROLLBACK_ONCALL_TOPIC',
  pagerTopic: 'ROLLBACK_PAGER_TOPIC',
  freezeParameter: 'ROLLBACK_FREEZE_PARAMETER',
} as const;

/** Name of the second function, where the deployment has one: what strategies need beyond moving weights. */
export const STRATEGIST_VARIABLE = 'ROLLBACK_STRATEGIST';

/** Key of the table: partition and sort, both strings. */
export const TABLE_KEY = { partition: 'pk', sort: 'sk' } as const;

/** SNS message attribute that the topic's subscriptions filter on: one message goes to the people of one endpoint. */
export const ENDPOINT_ATTRIBUTE = 'endpoint';

/** SageMaker lower-cases the endpoint's name in ARNs, and IAM compares ARNs case by case. */
export const endpointArnName = (endpoint: string): string => endpoint.toLowerCase();

/** The stack's outputs: where whoever operates a deployment finds what belongs to it. */
export const OUTPUT = {
  ledger: 'Ledger',
  oncallTopic: 'OncallTopic',
  pagerTopic: 'PagerTopic',
  freezeParameter: 'FreezeParameter',
  reconcile: 'ReconcileFunction',
  notify: 'NotifyFunction',
  alarmRule: 'AlarmRule',
  endpointRule: 'EndpointRule',
  sweepRule: 'SweepRule',
  handOverDeadLetters: 'HandOverDeadLetters',
  executionDeadLetters: 'ExecutionDeadLetters',
} as const;

/** Names, ARNs and URLs of a deployment's parts, as the outputs say them. */
export type Parts = Readonly<Record<keyof typeof OUTPUT, string>>;

/** Member of the template's `Metadata` that holds what was deployed: `{ version, deployment }`. */
export const METADATA_KEY = 'sagemaker-rollback';
