/**
 * What each hop costs in virtual time, in milliseconds. `docs/fidelity.md` gives the source of each figure, or says
 * that it is assumed; a test holds the two together.
 */
export const COSTS = {
  /** From the end of a metric's minute until CloudWatch's evaluation can see it. */
  metricDelay: 5_000,
  /** Standard-resolution alarms are evaluated once in this long, each at a phase of its own. */
  alarmEvaluation: 60_000,
  /** From an alarm's transition until EventBridge has the event. */
  alarmToEvents: 100,
  /** From EventBridge to its target. */
  eventToTarget: 130,
  /** From an alarm's transition, or a Publish, until SNS starts to deliver. */
  topicDelivery: 50,
  /** Until an email is in the inbox. */
  email: 2_000,
  /** Lambda: first invocation of an environment, and any later one, before the handler runs. */
  coldStart: 400,
  warmStart: 5,
  /** One API call, there and back. */
  call: {
    'application-autoscaling': 60,
    cloudformation: 150,
    cloudwatch: 60,
    dynamodb: 8,
    events: 30,
    iam: 80,
    lambda: 20,
    s3: 30,
    sagemaker: 80,
    'sagemaker-runtime': 5,
    slack: 200,
    sns: 30,
    sqs: 10,
    ssm: 25,
    sts: 20,
  },
  /** CloudFormation: until a change set is there, and until a resource is made, changed or gone. */
  changeSet: 50,
  stackResource: 1_000,
  /** Until changed weights are in force: the endpoint is `Updating` for so long. */
  weightsChange: 60_000,
  /** Until a changed instance count is in force. */
  capacityChange: 240_000,
} as const;
