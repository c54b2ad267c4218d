import { Annotations, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { beyondCeiling } from './ceiling.ts';
import { checkConfig } from './config/check.ts';
import { lintOf } from './config/lint.ts';
import type { RollbackConfig } from './config/shape.ts';
import { Misconfigured } from './misconfigured.ts';
import { type Entries, RollbackAutomation } from './rollback-automation.ts';
import { signposts } from './signposts.ts';

export type RollbackStackProps = StackProps & { readonly config: RollbackConfig; readonly entries?: Entries };

/** One deployment as a stack of its own. Throws `Misconfigured` with every problem of the config. */
export class RollbackStack extends Stack {
  constructor(scope: Construct, id: string, { config, entries, ...props }: RollbackStackProps) {
    super(scope, id, { analyticsReporting: false, description: 'Sends SageMaker traffic back to stable', ...props });
    const checked = checkConfig(config);
    if (!checked.ok) throw new Misconfigured('The config cannot be deployed:', checked.problems);

    const { deployment, reservedConcurrency } = checked;
    for (const weakness of lintOf(deployment, (severity) => severity !== 'red'))
      Annotations.of(this).addWarningV2('sagemaker-rollback:lint', weakness);
    // `Default` adds no level to the logical ids.
    const automation = new RollbackAutomation(this, 'Default', {
      deployment,
      reservedConcurrency,
      ...(entries && { entries }),
    });
    signposts(this, { deployment, parts: automation.parts });

    const tooMuch = beyondCeiling(this, deployment);
    if (tooMuch.length > 0) throw new Misconfigured('The config is too much for one stack:', tooMuch);
  }
}
