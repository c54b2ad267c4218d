import { type Account, Refusal } from '../../../types.ts';

/** What an alarm may do when its state changes, by the ARN of the action. */
export type Action = { readonly kind: 'topic' | 'function'; readonly arn: string };

export const actionOf = (arn: string): Action => ({ kind: serviceOf(arn) === 'lambda' ? 'function' : 'topic', arn });

/** Refuses an action that PutMetricAlarm refuses, and one that this small AWS cannot carry out. */
export const checkAction = (arn: string, account: Account): void => {
  const [prefix, , service = '', region = ''] = arn.split(':');
  if (prefix !== 'arn' || service === '') throw new Refusal('ValidationError', `Invalid arn syntax: ${arn}`);
  if (!DOCUMENTED.includes(service)) throw new Refusal('ValidationError', `Unsupported AWS vendor ${service}`);
  if (region !== '' && region !== account.region) {
    throw new Refusal('ValidationError', `Invalid region ${region} specified. Only ${account.region} is supported.`);
  }
  if (service === 'lambda') checkFunction(arn);
  else if (service === 'sns') checkTopic(arn);
  else throw new Error(`action ${arn}: the small AWS knows SNS topics and Lambda functions only`);
};

/** API reference, PutMetricAlarm: EC2 (two kinds), Auto Scaling, Lambda, SNS, Systems Manager (two kinds), investigations. */
const DOCUMENTED = ['automate', 'swf', 'autoscaling', 'lambda', 'sns', 'ssm', 'ssm-incidents', 'aiops'];

const serviceOf = (arn: string): string => arn.split(':')[2] ?? '';

const checkTopic = (arn: string): void => {
  if (!/^arn:[^:]+:sns:[^:]+:\d{12}:[^:]+$/.test(arn))
    throw new Refusal('ValidationError', `Invalid arn syntax: ${arn}`);
};

const checkFunction = (arn: string): void => {
  if (/^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+$/.test(arn)) return;
  if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+:[^:]+$/.test(arn)) {
    throw new Refusal('ValidationError', `Invalid arn syntax: ${arn}`);
  }
  throw new Error(`action ${arn}: the small AWS has no versions and aliases of functions`);
};
