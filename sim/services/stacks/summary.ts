import type {
  Capability,
  GetTemplateInput,
  GetTemplateOutput,
  GetTemplateSummaryInput,
  GetTemplateSummaryOutput,
  ParameterDeclaration,
} from '@aws-sdk/client-cloudformation';
import type { Template, TemplateParameter } from '../../template/template.ts';
import { Refusal } from '../../types.ts';
import { capabilitiesOf } from './capabilities.ts';
import { changeSetNamed } from './change-set.ts';
import { defaultOf } from './parameters.ts';
import { type Desk, stackNamed } from './stack.ts';
import { sentTemplate } from './text.ts';

export const getTemplate = (desk: Desk, input: GetTemplateInput): GetTemplateOutput => {
  if (input.ChangeSetName !== undefined) {
    const { text } = changeSetNamed(desk, input).changeSet.deployed;
    return { TemplateBody: text, StagesAvailable: ['Original', 'Processed'] };
  }
  const stack = stackNamed(desk, input.StackName);
  if (stack === undefined) throw missing(input.StackName);
  return { TemplateBody: stack.deployed.text, StagesAvailable: ['Original', 'Processed'] };
};

/** Of a template that is given, or of a stack's. */
export const getTemplateSummary = (desk: Desk, input: GetTemplateSummaryInput): GetTemplateSummaryOutput => {
  const template = templateOf(desk, input);
  const { Metadata: metadata, Description: description, AWSTemplateFormatVersion: version } = template.body;
  const { needed, types } = capabilitiesOf(template);
  return {
    Parameters: Object.entries(template.parameters).map(declaration),
    ...(typeof description === 'string' ? { Description: description } : {}),
    ...(needed === undefined
      ? {}
      : {
          Capabilities: [needed] as Capability[],
          CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
        }),
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
    ...(typeof version === 'string' ? { Version: version } : {}),
    ...(metadata === undefined ? {} : { Metadata: JSON.stringify(metadata) }),
  };
};

const templateOf = (desk: Desk, input: GetTemplateSummaryInput): Template => {
  const { StackName: name } = input;
  if (name === undefined) return sentTemplate(desk, 'summary', input).template;
  const stack = stackNamed(desk, name);
  if (stack === undefined) throw missing(name);
  return stack.deployed.template;
};

const missing = (name: string | undefined): Refusal =>
  new Refusal('ValidationError', `Stack with id ${name} does not exist`);

const declaration = ([name, parameter]: readonly [string, TemplateParameter]): ParameterDeclaration => {
  const { Description: description, AllowedValues: allowed, NoEcho: hidden } = parameter.said;
  const value = defaultOf(parameter);
  return {
    ParameterKey: name,
    ...(value === undefined ? {} : { DefaultValue: value }),
    ParameterType: parameter.type,
    NoEcho: String(hidden) === 'true',
    ...(typeof description === 'string' ? { Description: description } : {}),
    ParameterConstraints: Array.isArray(allowed) ? { AllowedValues: allowed.map(String) } : {},
  };
};
