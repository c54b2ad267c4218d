import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import config from './demo.config.ts';
import type { Entries } from './rollback-automation.ts';
import { RollbackStack } from './rollback-stack.ts';

/** Synthesises the demo's deployment as `cdk synth` would, bundles included, and answers the template's path. */
export const synthDemo = async (outdir: string, entries?: Entries): Promise<string> => {
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
