import { isRecord, type Json, type TemplateParameter, type TemplateResource } from './template.ts';

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
];
const RESOURCE_KEYS = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
];

export const checkSections = (sections: Json, problems: string[]): void => {
  for (const key of Object.keys(sections)) {
    if (!SECTIONS.includes(key)) problems.push(`section ${key} is unknown (known: ${SECTIONS.join(', ')})`);
  }
  if (!isRecord(sections['Resources'])) problems.push('it has no Resources: is it a CloudFormation template?');
};

export const readResources = (found: unknown, problems: string[]): Record<string, TemplateResource> => {
  const resources: Record<string, TemplateResource> = {};
  for (const [logicalId, value] of Object.entries(isRecord(found) ? found : {})) {
    const resource = readResource(logicalId, value, problems);
    if (resource !== undefined) resources[logicalId] = resource;
  }
  return resources;
};

export const readParameters = (found: unknown, problems: string[]): Record<string, TemplateParameter> => {
  const parameters: Record<string, TemplateParameter> = {};
  for (const [name, value] of Object.entries(isRecord(found) ? found : {})) {
    const type = isRecord(value) ? value['Type'] : undefined;
    if (!isRecord(value) || typeof type !== 'string') problems.push(`parameter ${name} has no Type`);
    else parameters[name] = { type, said: value, ...('Default' in value ? { default: value['Default'] } : {}) };
  }
  return parameters;
};

const readResource = (logicalId: string, value: unknown, problems: string[]): TemplateResource | undefined => {
  if (!isRecord(value) || typeof value['Type'] !== 'string') {
    problems.push(`resource ${logicalId} has no Type`);
    return undefined;
  }
  for (const key of Object.keys(value)) {
    if (!RESOURCE_KEYS.includes(key))
      problems.push(`resource ${logicalId} (${value['Type']}): ${key} is not supported`);
  }
  const { Properties: properties, Condition: condition } = value;
  return {
    type: value['Type'],
    properties: isRecord(properties) ? properties : {},
    dependsOn: dependsOn(value['DependsOn']),
    ...(typeof condition === 'string' ? { condition } : {}),
    stays: {
      onDelete: retains('DeletionPolicy', value, problems),
      onReplace: retains('UpdateReplacePolicy', value, problems),
    },
    ...('Metadata' in value ? { metadata: value['Metadata'] } : {}),
  };
};

const dependsOn = (found: unknown): string[] => {
  const listed = Array.isArray(found) ? found : [found];
  return listed.filter((entry) => typeof entry === 'string');
};

const POLICIES = ['Delete', 'Retain'];

const retains = (name: string, resource: Json, problems: string[]): boolean => {
  const policy = resource[name] ?? 'Delete';
  if (!POLICIES.some((known) => known === policy))
    problems.push(`${name} ${JSON.stringify(policy)} is not supported (supported: ${POLICIES.join(', ')})`);
  return policy !== 'Delete';
};
