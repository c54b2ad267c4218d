import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { RollbackConfig } from './config/shape.ts';
import type { Entries } from './rollback-automation.ts';
import { RollbackStack } from './rollback-stack.ts';

/**
 * Synthesises a config's deployment as `cdk synth` would, bundles included, and answers the template's path. Throws
 * `Misconfigured` with every problem of the config.
 */
export const synth = (config: RollbackConfig, outdir: string, entries?: Entries): string =>
  synthWith(config, outdir, { ...(entries && { entries }) });

/** The template alone: the functions' assets hold no code, and nothing can be deployed or played from it. */
export const synthTemplate = (config: RollbackConfig, outdir: string): string =>
  synthWith(config, outdir, { context: { [BUNDLING_STACKS]: [] } });

type How = { readonly entries?: Entries; readonly context?: Readonly<Record<string, unknown>> };

const synthWith = (config: RollbackConfig, outdir: string, { entries, context = {} }: How): string => {
  const app = new App({
    outdir,
    context: { ...cdkJson.context, ...context },
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new RollbackStack(app, 'sagemaker-rollback', { config, ...(entries && { entries }) });
  app.synth();
  return join(outdir, stack.templateFile);
};
