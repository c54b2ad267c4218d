import type { Capability, Parameter, Stack as Shown, StackSummary } from '@aws-sdk/client-cloudformation';
import { isStored } from './parameters.ts';
import type { Deployed, Stack } from './stack.ts';

export const describeStack = (stack: Stack): Shown => {
  const { deployed, outputs } = stack;
  const { Description: description } = deployed.template.body;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(typeof description === 'string' ? { Description: description } : {}),
    Parameters: parametersOf(deployed),
    ...timesOf(stack),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.reason === undefined ? {} : { StackStatusReason: stack.reason }),
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: [...deployed.capabilities] as Capability[],
    Outputs: outputs.map((output) => ({
      OutputKey: output.key,
      OutputValue: output.value,
      ...(output.description === undefined ? {} : { Description: output.description }),
      ...(output.exportName === undefined ? {} : { ExportName: output.exportName }),
    })),
    ...(deployed.roleArn === undefined ? {} : { RoleARN: deployed.roleArn }),
    Tags: [...deployed.tags],
    EnableTerminationProtection: stack.isProtected,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
};

export const summaryOf = (stack: Stack): StackSummary => {
  const { Description: description } = stack.deployed.template.body;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(typeof description === 'string' ? { TemplateDescription: description } : {}),
    ...timesOf(stack),
    StackStatus: stack.status,
    ...(stack.reason === undefined ? {} : { StackStatusReason: stack.reason }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
};

const timesOf = ({ created, updated, deleted }: Stack) => ({
  CreationTime: new Date(created),
  ...(updated === undefined ? {} : { LastUpdatedTime: new Date(updated) }),
  ...(deleted === undefined ? {} : { DeletionTime: new Date(deleted) }),
});

/** A NoEcho parameter shows stars; one that is read from Systems Manager shows what it was. */
export const parametersOf = ({ template, parameters }: Deployed): Parameter[] =>
  parameters.map(({ name, text, value }) => {
    const parameter = template.parameters[name];
    const isHidden = String(parameter?.said['NoEcho']) === 'true';
    const isRead = parameter !== undefined && isStored(parameter) && value !== text;
    return {
      ParameterKey: name,
      ParameterValue: isHidden ? '****' : text,
      ...(isRead ? { ResolvedValue: [value].flat().join(',') } : {}),
    };
  });
