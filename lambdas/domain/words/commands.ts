import type { Weights } from '../model.ts';

/** Names come from the config and are safe in a shell: SageMaker takes only letters, digits and hyphens. */
export const describeEndpoint = (endpoint: string): string =>
  `aws sagemaker describe-endpoint --endpoint-name ${endpoint} --query '{Status:EndpointStatus,Config:EndpointConfigName,Weights:ProductionVariants[].[VariantName,CurrentWeight,DesiredWeight,CurrentInstanceCount]}'`;

export const changeWeights = (endpoint: string, to: Weights): string => {
  const weights = Object.entries(to).map(
    ([variant, weight]) => `VariantName=${variant},DesiredWeight=${short(weight)}`,
  );
  return `aws sagemaker update-endpoint-weights-and-capacities --endpoint-name ${endpoint} --desired-weights-and-capacities ${weights.join(' ')}`;
};

/** SageMaker answers 0.9 as 0.8999999761581421; nobody should have to type that. */
const short = (weight: number): number => Number(weight.toPrecision(6));

/** Requests of one variant, by the minute; `date` as on Linux. */
export const invocations = (endpoint: string, variant: string): string =>
  `aws cloudwatch get-metric-statistics --namespace AWS/SageMaker --metric-name Invocations --dimensions Name=EndpointName,Value=${endpoint} Name=VariantName,Value=${variant} --statistics Sum --period 60 --start-time "$(date -u -d '15 minutes ago' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"`;

export const describeAlarm = (alarm: string): string =>
  `aws cloudwatch describe-alarms --alarm-names '${alarm}' --query 'MetricAlarms[].[StateValue,StateReason]'`;

/** Composite alarms, too. */
export const describeAnyAlarm = (alarm: string): string =>
  `aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --alarm-names '${alarm}' --query '[MetricAlarms,CompositeAlarms][][].[StateValue,StateReason]'`;

export const enableAlarm = (alarm: string): string => `aws cloudwatch enable-alarm-actions --alarm-names '${alarm}'`;

export const unmute = (rule: string): string =>
  `aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name '${rule}'`;

export const describeAlarmsOf = (prefix: string): string =>
  `aws cloudwatch describe-alarms --alarm-name-prefix '${prefix}' --query 'MetricAlarms[].[AlarmName,StateValue,StateReason]' --output table`;

/** Of all endpoints, those that are in this state. */
export const describeAlarmsIn = (state: 'ALARM', prefix: string): string =>
  `aws cloudwatch describe-alarms --alarm-name-prefix '${prefix}' --state-value ${state} --query 'MetricAlarms[].[AlarmName,StateTransitionedTimestamp,StateReason]' --output table`;

/** The count is the reader's to choose: a placeholder that the CLI refuses is safer than a guess. */
export const addInstance = (endpoint: string, variant: string): string =>
  `aws sagemaker update-endpoint-weights-and-capacities --endpoint-name ${endpoint} --desired-weights-and-capacities VariantName=${variant},DesiredInstanceCount=COUNT`;

/** The same for a serverless variant, which has no instances. */
export const raise = (endpoint: string, variant: string, unit: 'instances' | 'concurrency'): string =>
  unit === 'instances' ? addInstance(endpoint, variant) : capacityOf(endpoint, variant, `${CONCURRENCY}=COUNT}`);

export const setCapacity = (
  endpoint: string,
  variant: string,
  { unit, to }: { readonly unit: 'instances' | 'concurrency'; readonly to: number },
): string =>
  capacityOf(endpoint, variant, unit === 'instances' ? `DesiredInstanceCount=${to}` : `${CONCURRENCY}=${to}}`);

const CONCURRENCY = 'ServerlessUpdateConfig={MaxConcurrency';

const capacityOf = (endpoint: string, variant: string, capacity: string): string =>
  `aws sagemaker update-endpoint-weights-and-capacities --endpoint-name ${endpoint} --desired-weights-and-capacities 'VariantName=${variant},${capacity}'`;

export const setFloor = (endpoint: string, variant: string, floor: number): string =>
  `aws application-autoscaling register-scalable-target --service-namespace sagemaker --resource-id endpoint/${endpoint}/variant/${variant} --scalable-dimension sagemaker:variant:DesiredInstanceCount --min-capacity ${floor}`;

/** Of the command line, from a clone: said beside the plain command of the AWS CLI, never in place of it. */
export const release = (endpoint: string, variant: string): string =>
  `npx sagemaker-rollback release ${endpoint} --variant ${variant} --reason "…"`;

export const rollback = (endpoint: string): string => `npx sagemaker-rollback rollback ${endpoint}`;

export const STATUS = 'npx sagemaker-rollback status';

export const approve = (incident: string): string => `npx sagemaker-rollback approve ${incident}`;

export const decline = (incident: string): string => `npx sagemaker-rollback decline ${incident} --reason "…"`;

export const freeze = (endpoint: string): string => `npx sagemaker-rollback freeze ${endpoint} --reason "…"`;

export const thaw = (endpoint: string): string => `npx sagemaker-rollback thaw ${endpoint}`;

/** Another endpoint config in the place of the one in service, with today's count of instances. */
export const updateEndpoint = (endpoint: string, config: string): string =>
  `aws sagemaker update-endpoint --endpoint-name ${endpoint} --endpoint-config-name ${config} --retain-all-variant-properties`;

/** The newest first: the one in service, and those from before it. */
export const listConfigs = (endpoint: string): string =>
  `aws sagemaker list-endpoint-configs --name-contains ${endpoint} --sort-by CreationTime --sort-order Descending --query 'EndpointConfigs[].[EndpointConfigName,CreationTime]' --output table`;
