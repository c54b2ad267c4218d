import type { Account, PolicyDocument } from '../types.ts';

/** A managed policy of AWS's own, as far as it speaks of services that are here. */
export type AwsPolicy = {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly written: { readonly text: string; readonly document: PolicyDocument };
};

const allowing = (Action: string | readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

export const ADMINISTRATOR = allowing('*');

/** By path and name: what functions carry, and what the CDK's bootstrap attaches. */
const AWS_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  '/AdministratorAccess': ADMINISTRATOR,
  '/ReadOnlyAccess': allowing([
    'application-autoscaling:Describe*',
    'cloudformation:Describe*',
    'cloudformation:Detect*',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudwatch:Describe*',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'dynamodb:BatchGet*',
    'dynamodb:Describe*',
    'dynamodb:Get*',
    'dynamodb:List*',
    'dynamodb:Query',
    'dynamodb:Scan',
    'ecr:Describe*',
    'ecr:Get*',
    'ecr:List*',
    'events:Describe*',
    'events:List*',
    'events:Test*',
    'iam:Get*',
    'iam:List*',
    'iam:Simulate*',
    'kms:Describe*',
    'kms:Get*',
    'kms:List*',
    'lambda:Get*',
    'lambda:List*',
    'logs:Describe*',
    'logs:FilterLogEvents',
    'logs:Get*',
    's3:Get*',
    's3:List*',
    'sagemaker:Describe*',
    'sagemaker:List*',
    'sns:Get*',
    'sns:List*',
    'sqs:Get*',
    'sqs:List*',
    'sqs:Receive*',
    'ssm:Describe*',
    'ssm:Get*',
    'ssm:List*',
    'sts:GetCallerIdentity',
  ]),
  '/AWSCloudFormationReadOnlyAccess': allowing([
    'cloudformation:Describe*',
    'cloudformation:EstimateTemplateCost',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudformation:Detect*',
  ]),
  '/service-role/AWSLambdaBasicExecutionRole': allowing([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]),
};

export const awsPolicies = ({ partition }: Pick<Account, 'partition'>): readonly AwsPolicy[] =>
  Object.entries(AWS_POLICIES).map(([place, document]) => {
    const start = place.lastIndexOf('/') + 1;
    return {
      name: place.slice(start),
      path: place.slice(0, start),
      arn: `arn:${partition}:iam::aws:policy${place}`,
      written: { text: JSON.stringify(document), document },
    };
  });
