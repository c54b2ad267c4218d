import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENT_FILE } from '../../lambdas/contract.ts';
import type { Deployment, Policy } from '../../lambdas/domain/policy.ts';
import type { Template } from '../../sim/template/template.ts';
import { ReplayProblem } from './read/problem.ts';

/** What the template's functions were compiled to guard: it lies beside their bundles. */
export const deploymentIn = (template: Template): Deployment => {
  for (const { type, properties } of Object.values(template.resources)) {
    const { S3Key: key } = (properties['Code'] ?? {}) as { readonly S3Key?: unknown };
    if (type !== 'AWS::Lambda::Function' || typeof key !== 'string') continue;
    return JSON.parse(readFileSync(join(template.assetDirectory(key), DEPLOYMENT_FILE), 'utf8'));
  }
  throw new ReplayProblem(`${template.file}: it has no function of sagemaker-rollback, so that nothing can be played`);
};

/** The endpoint to replay: the one that is named, or the only one that there is. */
export const policyFor = ({ policies }: Deployment, endpoint: string | undefined): Policy => {
  const names = policies.map((policy) => policy.endpoint).join(', ');
  const named = policies.filter((policy) => endpoint === undefined || policy.endpoint === endpoint);
  const [policy, another] = named;
  if (policy === undefined) {
    throw new ReplayProblem(`--endpoint ${endpoint}: the config does not guard it; it guards ${names}`);
  }
  if (another !== undefined) {
    throw new ReplayProblem(`--endpoint is needed: the config guards ${names}, and the file is about one of them`);
  }
  return policy;
};

/** Whose metrics the columns are that name no variant; undefined where nobody can tell. */
export const variantFor = ({ endpoint, stable, canaries }: Policy, variant: string | undefined): string | undefined => {
  if (variant === undefined) return canaries.length === 1 ? canaries[0] : undefined;
  const all: readonly string[] = [stable, ...canaries];
  if (all.includes(variant)) return variant;
  throw new ReplayProblem(`--variant ${variant}: the config knows ${all.join(', ')} of ${endpoint}`);
};
