import { DescribeStacksCommand, GetTemplateCommand, type Stack } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { METADATA_KEY, OUTPUT, type Parts } from '../../lambdas/contract.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import { Trouble } from '../trouble.ts';
import type { Account } from './account.ts';

/** What stands in the account: not what a file on this machine says. */
export type Deployed = {
  readonly stack: string;
  /** CloudFormation's: `UPDATE_COMPLETE`… */
  readonly status: string;
  readonly changedAt: number;
  /** Of this package, when it was deployed. */
  readonly version: string;
  readonly deployment: Deployment;
  readonly parts: Parts;
  /** As it was deployed: JSON. */
  readonly template: string;
};

/** Throws `Trouble` of code `not-deployed` where there is no such stack, or one that is not ours. */
export const findDeployed = async (account: Account, stack: string): Promise<Deployed> => {
  const found = await describeStack(account, stack);
  if (found === undefined)
    throw new Trouble(
      'not-deployed',
      `There is no stack ${stack} in this account and Region.`,
      'Deploy it (npx cdk deploy), or say where it is: --stack, --profile, --region.',
    );
  const template = await account.cloudformation().send(new GetTemplateCommand({ StackName: stack }));
  return {
    stack,
    status: found.StackStatus ?? '',
    changedAt: (found.LastUpdatedTime ?? found.CreationTime)?.getTime() ?? 0,
    ...releaseOf(stack, template.TemplateBody),
    parts: partsOf(stack, found),
    template: template.TemplateBody ?? '',
  };
};

const describeStack = async (account: Account, stack: string): Promise<Stack | undefined> => {
  try {
    const { Stacks: stacks = [] } = await account
      .cloudformation()
      .send(new DescribeStacksCommand({ StackName: stack }));
    return stacks[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
};

/** Our own writing, checked at synth: what must hold is that it is ours. */
const Template = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    Metadata: v.looseObject({
      [METADATA_KEY]: v.looseObject({
        version: v.string(),
        deployment: v.looseObject({ name: v.string(), policies: v.array(v.looseObject({ endpoint: v.string() })) }),
      }),
    }),
  }),
);

const releaseOf = (stack: string, template: string | undefined): Pick<Deployed, 'version' | 'deployment'> => {
  const parsed = v.safeParse(Template, template);
  const release = parsed.success ? parsed.output.Metadata[METADATA_KEY] : undefined;
  if (release === undefined) throw notOurs(stack, 'says nothing of what it guards');
  return { version: release.version, deployment: release.deployment as unknown as Deployment };
};

const partsOf = (stack: string, { Outputs: outputs = [] }: Stack): Parts => {
  const entries = Object.entries(OUTPUT).map(([part, name]) => {
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw notOurs(stack, `has no output ${name}`);
    return [part, value] as const;
  });
  return Object.fromEntries(entries) as Parts;
};

const notOurs = (stack: string, what: string): Trouble =>
  new Trouble(
    'not-deployed',
    `The stack ${stack} ${what}: it is no deployment of this version of sagemaker-rollback.`,
    'Deploy it again from this clone (npx cdk deploy), or name another one with --stack.',
  );
