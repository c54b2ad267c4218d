import type { Parameter, Stack as Shown } from '@aws-sdk/client-cloudformation';
import { record } from '../../template/template.ts';
import type { Stack } from './stacks.ts';

/** CloudFormation is told of each by who deploys; without it, it would have refused the template. */
const IAM_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::Role'];

export const describeStack = ({ id, name, created, template, provisioned, outputs }: Stack): Shown => {
  const { Description: description } = template.body;
  const hasRights = [...provisioned.values()].some(({ resource }) => IAM_TYPES.includes(resource.type));
  return {
    StackId: id,
    StackName: name,
    ...(typeof description === 'string' ? { Description: description } : {}),
    Parameters: parametersOf(template),
    CreationTime: new Date(created),
    RollbackConfiguration: {},
    StackStatus: 'CREATE_COMPLETE',
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: hasRights ? ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] : [],
    Outputs: outputs.map((output) => ({
      OutputKey: output.key,
      OutputValue: output.value,
      ...(output.description === undefined ? {} : { Description: output.description }),
      ...(output.exportName === undefined ? {} : { ExportName: output.exportName }),
    })),
    Tags: [],
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
};

/** Every parameter has its default: nobody gives it another value here. A NoEcho parameter shows stars. */
const parametersOf = ({ parameters, body }: Stack['template']): Parameter[] =>
  Object.entries(parameters).flatMap(([name, { default: value }]) => {
    if (value === undefined) return [];
    const hidden = String(record(record(body['Parameters'])[name])['NoEcho']) === 'true';
    return [
      {
        ParameterKey: name,
        ParameterValue: hidden ? '****' : typeof value === 'string' ? value : JSON.stringify(value),
      },
    ];
  });
