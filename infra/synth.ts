import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { RollbackConfig } from './config/shape.ts';
import type { Entries } from './rollback-automation.ts';
import { RollbackStack } from './rollback-stack.ts';

/**
 * Synthesises a config's deployment as `cdk synth` would, bundles included, and answers the template's path. Throws
 * `Misconfigured` with every problem of the config.
 */
export const synth = (config: RollbackConfig, outdir: string, entries?: Entries): string => {
  const app = new App({
    outdir,
    context: cdkJson.context,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new RollbackStack(app, 'sagemaker-rollback', { config, ...(entries && { entries }) });
  app.synth();
  return join(outdir, stack.templateFile);
};
