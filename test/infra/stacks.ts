import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../cdk.json' with { type: 'json' };
import type { EndpointConfig, RollbackConfig } from '../../infra/config/shape.ts';
import { RollbackStack } from '../../infra/rollback-stack.ts';

/** One endpoint with one guard and one person: everything that a sentence does not mention. */
export const endpoint = (over: Partial<EndpointConfig> = {}): EndpointConfig => ({
  endpoint: 'fraud',
  stable: 'blue',
  canaries: ['green'],
  ...over,
});

export const config = (over: Partial<RollbackConfig> = {}): RollbackConfig => ({
  tell: { emails: ['ana@example.com'] },
  endpoints: [endpoint()],
  ...over,
});

/** The stack without its bundles and without the CDK's own validation: both are tested once, and both are slow. */
export const stackOf = (of: RollbackConfig): RollbackStack => {
  const context = { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
  return new RollbackStack(app, 'test', { config: of });
};

export type Properties = Readonly<Record<string, unknown>>;
export type Resource = { readonly Type: string; readonly Properties: Properties; readonly DeletionPolicy?: string };

/** The resources of one type, by logical id. */
export const resources = (of: RollbackConfig, type: string): Readonly<Record<string, Resource>> =>
  Template.fromStack(stackOf(of)).findResources(type) as Record<string, Resource>;

/** Their properties, in the template's order. */
export const properties = (of: RollbackConfig, type: string): readonly Properties[] =>
  Object.values(resources(of, type)).map((resource) => resource.Properties);

/** What stands at `keys` inside a value that may lack any of them. */
export const at = (value: unknown, ...keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Properties | undefined)?.[key], value);

/** An intrinsic as the text that it becomes: `${AWS::Region}` for a reference, `${Queue.Arn}` for an attribute. */
export const flat = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[key, inner] = ['', '']] = Object.entries(value);
  if (key === 'Ref') return `\${${withoutHash(String(inner))}}`;
  if (key === 'Fn::GetAtt') return `\${${withoutHash(String(inner[0]))}.${inner[1]}}`;
  if (key === 'Fn::Join') return inner[1].map(flat).join(inner[0]);
  return JSON.stringify(value);
};

const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
