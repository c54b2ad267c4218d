import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CfnResource, Stack } from 'aws-cdk-lib';
import { type AssetCode, Code, type CodeConfig, type ResourceBindOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { DEPLOYMENT_FILE } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import packageJson from '../package.json' with { type: 'json' };
import { bundle } from './bundle.ts';

/**
 * A function's asset: its bundle, and the deployment beside it. The CDK's own `bundling` would do the same but writes a
 * line to stderr for each asset. Where the CDK asks not to bundle (`cdk ls`, tests), the deployment goes alone.
 */
export class FunctionCode extends Code {
  readonly #entry: string;
  readonly #deployment: Deployment;
  #asset: AssetCode | undefined;

  constructor(entry: string, deployment: Deployment) {
    super();
    this.#entry = entry;
    this.#deployment = deployment;
  }

  override bind(scope: Construct): CodeConfig {
    const dir = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-'));
    try {
      writeFileSync(
        join(dir, DEPLOYMENT_FILE),
        JSON.stringify({ ...this.#deployment, version: packageJson.version }, null, 2),
      );
      if (Stack.of(scope).bundlingRequired) bundle(this.#entry, dir);
      // Staged under the hash of its content, so that a deploy replaces only the functions that changed.
      this.#asset = Code.fromAsset(dir);
      return this.#asset.bind(scope);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }

  override bindToResource(resource: CfnResource, options?: ResourceBindOptions): void {
    this.#asset?.bindToResource(resource, options);
  }
}
