import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { METADATA_KEY, OUTPUT, type Parts } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import packageJson from '../package.json' with { type: 'json' };

export type Signposted = { readonly deployment: Deployment; readonly parts: Parts };

/**
 * What a stack says about itself, so that the command line needs no file of the adopter's and guesses no name: where
 * its parts are, in the outputs, and what was deployed, in the template's metadata. For one deployment in a stack.
 */
export const signposts = (stack: Stack, { deployment, parts }: Signposted): void => {
  for (const [part, name] of Object.entries(OUTPUT) as [keyof Parts, string][])
    new CfnOutput(stack, name, { value: parts[part] });
  stack.addMetadata(METADATA_KEY, { version: packageJson.version, deployment });
};
