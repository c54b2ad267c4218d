import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { DEFAULT_NAME } from './config/names.ts';
import type { RollbackConfig } from './config/shape.ts';
import { Misconfigured } from './misconfigured.ts';
import { RollbackStack } from './rollback-stack.ts';

/** The app that `cdk` runs. A bad config is told on stderr, without a stack trace, and fails the process. */
export const rollbackApp = (config: RollbackConfig): App => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  try {
    new RollbackStack(app, stackName(config), { config });
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
  return app;
};

/** Also for a config that is about to be refused. */
const stackName = (config: RollbackConfig): string =>
  /^[a-z][a-z0-9-]*$/.test(config?.name ?? '') ? String(config.name) : DEFAULT_NAME;
