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

export const describeAlarm = (alarm: string): string =>
  `aws cloudwatch describe-alarms --alarm-names '${alarm}' --query 'MetricAlarms[].[StateValue,StateReason]'`;

export const describeAlarmsOf = (prefix: string): string =>
  `aws cloudwatch describe-alarms --alarm-name-prefix '${prefix}' --query 'MetricAlarms[].[AlarmName,StateValue,StateReason]' --output table`;

/** The count is the reader's to choose: a placeholder that the CLI refuses is safer than a guess. */
export const addInstance = (endpoint: string, variant: string): string =>
  `aws sagemaker update-endpoint-weights-and-capacities --endpoint-name ${endpoint} --desired-weights-and-capacities VariantName=${variant},DesiredInstanceCount=COUNT`;

/** Of the command line, from a clone: said beside the plain command of the AWS CLI, never in place of it. */
export const release = (endpoint: string, variant: string): string =>
  `npx sagemaker-rollback release ${endpoint} --variant ${variant} --reason "…"`;

export const thaw = (endpoint: string): string => `npx sagemaker-rollback thaw ${endpoint}`;
