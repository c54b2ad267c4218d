import * as on from './subjects.ts';

export type Verb = 'create' | 'update' | 'delete';

/** What CloudFormation calls, as whoever has it act, to make a resource of a type, to change it, and to take it away. */
export type Handler = {
  readonly on: on.Subject;
  readonly actions: Readonly<Record<Verb, readonly Action[]>>;
};

/** `where`: only a resource that has this property, or had it, needs the action. */
export type Action = { readonly name: string; readonly where?: string };

/** Actions are written as `Name`, `service:Name` or `Name[Property]`. */
const handler = (service: string, subject: on.Subject, verbs: Readonly<Record<Verb, string>>): Handler => {
  const actionsIn = (text: string): readonly Action[] =>
    text.split(' ').map((word) => {
      const [, other = `${service}:`, action, , where] = /^(\w+:)?(\w+)(\[(\w+)\])?$/.exec(word) ?? [];
      return { name: `${other}${action}`, ...(where === undefined ? {} : { where }) };
    });
  return {
    on: subject,
    actions: { create: actionsIn(verbs.create), update: actionsIn(verbs.update), delete: actionsIn(verbs.delete) },
  };
};

const TABLE = handler('dynamodb', on.arn, {
  create:
    'CreateTable DescribeTable DescribeTimeToLive DescribeContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination ListTagsOfResource GetResourcePolicy TagResource UpdateContinuousBackups[PointInTimeRecoverySpecification] UpdateTimeToLive[TimeToLiveSpecification]',
  update:
    'UpdateTable DescribeTable DescribeTimeToLive DescribeContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination ListTagsOfResource GetResourcePolicy TagResource UntagResource UpdateContinuousBackups[PointInTimeRecoverySpecification] UpdateTimeToLive[TimeToLiveSpecification]',
  delete: 'DeleteTable DescribeTable',
});

/**
 * By type: the permissions that its registry schema gives its handlers; an update begins with what its read needs. Those
 * of properties that no template may hold here are left out.
 */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  'AWS::CloudWatch::Alarm': handler('cloudwatch', on.arn, {
    create: 'PutMetricAlarm DescribeAlarms TagResource',
    update: 'PutMetricAlarm DescribeAlarms ListTagsForResource TagResource UntagResource',
    delete: 'DeleteAlarms DescribeAlarms',
  }),
  // Its registry schema names no permissions.
  'AWS::CloudWatch::AnomalyDetector': handler('cloudwatch', on.everything, {
    create: 'PutAnomalyDetector',
    update: 'PutAnomalyDetector',
    delete: 'DeleteAnomalyDetector',
  }),
  'AWS::CloudWatch::CompositeAlarm': handler('cloudwatch', on.arn, {
    create: 'PutCompositeAlarm DescribeAlarms TagResource',
    update: 'PutCompositeAlarm DescribeAlarms ListTagsForResource TagResource UntagResource',
    delete: 'DeleteAlarms DescribeAlarms',
  }),
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::DynamoDB::Table': TABLE,
  'AWS::ECR::Repository': handler('ecr', on.arn, {
    create:
      'CreateRepository TagResource PutLifecyclePolicy[LifecyclePolicy] SetRepositoryPolicy[RepositoryPolicyText]',
    update:
      'DescribeRepositories ListTagsForResource TagResource UntagResource PutImageTagMutability GetLifecyclePolicy[LifecyclePolicy] PutLifecyclePolicy[LifecyclePolicy] GetRepositoryPolicy[RepositoryPolicyText] SetRepositoryPolicy[RepositoryPolicyText]',
    delete: 'DeleteRepository',
  }),
  'AWS::Events::Rule': handler('events', on.arn, {
    create: 'DescribeRule PutRule PutTargets[Targets]',
    update: 'DescribeRule PutRule PutTargets[Targets] RemoveTargets[Targets]',
    delete: 'DescribeRule DeleteRule RemoveTargets[Targets]',
  }),
  'AWS::IAM::ManagedPolicy': handler('iam', on.ref, {
    create: 'CreatePolicy',
    update:
      'GetPolicy GetPolicyVersion ListEntitiesForPolicy ListPolicyVersions CreatePolicyVersion DeletePolicyVersion',
    delete: 'GetPolicy ListEntitiesForPolicy ListPolicyVersions DeletePolicyVersion DeletePolicy',
  }),
  'AWS::IAM::Policy': handler('iam', on.roles, {
    create: 'GetRolePolicy PutRolePolicy',
    update: 'PutRolePolicy DeleteRolePolicy',
    delete: 'DeleteRolePolicy',
  }),
  'AWS::IAM::Role': handler('iam', on.arn, {
    create:
      'CreateRole GetRole ListAttachedRolePolicies ListRolePolicies TagRole[Tags] AttachRolePolicy[ManagedPolicyArns] PutRolePolicy[Policies] GetRolePolicy[Policies]',
    update:
      'UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy GetRole ListAttachedRolePolicies ListRolePolicies TagRole[Tags] UntagRole[Tags] AttachRolePolicy[ManagedPolicyArns] DetachRolePolicy[ManagedPolicyArns] PutRolePolicy[Policies] GetRolePolicy[Policies] DeleteRolePolicy[Policies]',
    delete:
      'DeleteRole GetRole ListAttachedRolePolicies ListRolePolicies DetachRolePolicy[ManagedPolicyArns] DeleteRolePolicy[Policies]',
  }),
  'AWS::Lambda::EventInvokeConfig': handler('lambda', on.ofFunction, {
    create: 'PutFunctionEventInvokeConfig',
    update: 'GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig',
    delete: 'DeleteFunctionEventInvokeConfig',
  }),
  'AWS::Lambda::Function': handler('lambda', on.arn, {
    create:
      'CreateFunction GetFunction GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig TagResource PutFunctionConcurrency[ReservedConcurrentExecutions] iam:PassRole s3:GetObject',
    update:
      'UpdateFunctionCode UpdateFunctionConfiguration GetFunction GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig TagResource UntagResource PutFunctionConcurrency[ReservedConcurrentExecutions] DeleteFunctionConcurrency[ReservedConcurrentExecutions] iam:PassRole s3:GetObject',
    delete: 'DeleteFunction GetFunction',
  }),
  'AWS::Lambda::Permission': handler('lambda', on.ofFunction, {
    create: 'AddPermission',
    update: 'GetPolicy',
    delete: 'RemovePermission',
  }),
  'AWS::Logs::LogGroup': handler('logs', on.logGroup, {
    create: 'DescribeLogGroups CreateLogGroup TagResource GetDataProtectionPolicy PutRetentionPolicy[RetentionInDays]',
    update:
      'DescribeLogGroups ListTagsForResource TagResource UntagResource GetDataProtectionPolicy PutRetentionPolicy[RetentionInDays] DeleteRetentionPolicy[RetentionInDays]',
    delete: 'DescribeLogGroups DeleteLogGroup',
  }),
  'AWS::S3::Bucket': handler('s3', on.arn, {
    create:
      'CreateBucket ListBucket GetBucketAcl PutBucketTagging[Tags] PutEncryptionConfiguration[BucketEncryption] PutLifecycleConfiguration[LifecycleConfiguration] PutBucketPublicAccessBlock[PublicAccessBlockConfiguration] PutBucketVersioning[VersioningConfiguration]',
    update:
      'ListBucket GetBucketAcl PutBucketTagging[Tags] PutEncryptionConfiguration[BucketEncryption] PutLifecycleConfiguration[LifecycleConfiguration] PutBucketPublicAccessBlock[PublicAccessBlockConfiguration] PutBucketVersioning[VersioningConfiguration]',
    delete: 'DeleteBucket',
  }),
  'AWS::S3::BucketPolicy': handler('s3', on.bucket, {
    create: 'GetBucketPolicy PutBucketPolicy',
    update: 'GetBucketPolicy PutBucketPolicy',
    delete: 'GetBucketPolicy DeleteBucketPolicy',
  }),
  'AWS::SNS::Subscription': handler('sns', on.topic, {
    create: 'Subscribe',
    update: 'GetSubscriptionAttributes SetSubscriptionAttributes',
    delete: 'GetSubscriptionAttributes Unsubscribe',
  }),
  'AWS::SNS::Topic': handler('sns', on.ref, {
    create: 'CreateTopic TagResource GetTopicAttributes',
    update:
      'SetTopicAttributes TagResource UntagResource GetTopicAttributes ListTagsForResource ListSubscriptionsByTopic GetDataProtectionPolicy',
    delete: 'GetTopicAttributes DeleteTopic',
  }),
  'AWS::SNS::TopicPolicy': handler('sns', on.topics, {
    create: 'SetTopicAttributes',
    update: 'SetTopicAttributes',
    delete: 'SetTopicAttributes',
  }),
  'AWS::SQS::Queue': handler('sqs', on.arn, {
    create: 'CreateQueue GetQueueUrl GetQueueAttributes ListQueueTags TagQueue',
    update: 'SetQueueAttributes GetQueueAttributes ListQueueTags TagQueue UntagQueue',
    delete: 'DeleteQueue GetQueueAttributes',
  }),
  'AWS::SQS::QueuePolicy': handler('sqs', on.queues, {
    create: 'SetQueueAttributes',
    update: 'SetQueueAttributes',
    delete: 'SetQueueAttributes',
  }),
  'AWS::SSM::Parameter': handler('ssm', on.parameter, {
    create: 'PutParameter AddTagsToResource GetParameters',
    update: 'PutParameter AddTagsToResource RemoveTagsFromResource GetParameters',
    delete: 'DeleteParameter',
  }),
};
