/** An IAM action that a command calls, for docs/cli and for whoever writes the policy of on-call. */
export type Right = {
  /** `sagemaker:DescribeEndpoint`. */
  readonly action: string;
  /** The resource, in words or as an ARN pattern; `*` where IAM knows none. */
  readonly on: string;
  /** What the command does without it; absent: it fails. */
  readonly without?: string;
};
