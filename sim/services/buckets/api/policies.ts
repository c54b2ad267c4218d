import type { GetBucketPolicyOutput, PutBucketPolicyRequest } from '@aws-sdk/client-s3';
import { type Api, Refusal } from '../../../types.ts';
import { policyIn } from '../policy.ts';
import { type Desk, onBucket } from './desk.ts';

export const policyOperations = (desk: Desk): Api['operations'] => ({
  GetBucketPolicy: onBucket(
    desk,
    { action: 'GetBucketPolicy', name: 'GetBucketPolicy', members: [] },
    ({ name, policy }): GetBucketPolicyOutput => {
      if (policy === undefined) {
        throw new Refusal('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: name });
      }
      return { Policy: policy.text };
    },
  ),
  PutBucketPolicy: onBucket(
    desk,
    {
      action: 'PutBucketPolicy',
      name: 'PutBucketPolicy',
      members: ['ChecksumAlgorithm', 'ConfirmRemoveSelfBucketAccess', 'ContentMD5', 'Policy'],
    },
    (bucket, { Policy: text = '' }: PutBucketPolicyRequest) => {
      bucket.policy = policyIn(text);
    },
  ),
  DeleteBucketPolicy: onBucket(
    desk,
    { action: 'DeleteBucketPolicy', name: 'DeleteBucketPolicy', members: [] },
    (bucket) => {
      bucket.policy = undefined;
    },
  ),
});
