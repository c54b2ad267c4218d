import * as v from 'valibot';
import type { Deployment, Policy } from '../domain/policy.ts';
import { policyOfAlarm } from '../domain/watch-list.ts';

/** A trigger says only where to look. Whatever else it says is not read. */
export type Trigger =
  | { readonly kind: 'endpoint'; readonly policy: Policy; readonly why: string }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'refused'; readonly because: string };

const Envelope = v.object({
  account: v.string(),
  source: v.string(),
  'detail-type': v.string(),
  detail: v.record(v.string(), v.unknown()),
});

/** `account`: this function's own. A rule pins it too, but a bus policy may let strangers deliver events. */
export const parseTrigger = (event: unknown, deployment: Deployment, account: string): Trigger => {
  const parsed = v.safeParse(Envelope, event);
  if (!parsed.success) return refused(`malformed event: ${v.summarize(parsed.issues)}`);
  const { source, detail } = parsed.output;
  if (parsed.output.account !== account) return refused(`event of account ${parsed.output.account}, not ${account}`);
  if (source === 'aws.events') return { kind: 'sweep' };
  if (source === 'aws.cloudwatch') return alarmTrigger(detail['alarmName'], deployment);
  if (source === 'aws.sagemaker') return endpointTrigger(detail['EndpointName'], deployment);
  return refused(`events of ${source} say nothing about an endpoint`);
};

const alarmTrigger = (name: unknown, deployment: Deployment): Trigger => {
  const policy = typeof name === 'string' ? policyOfAlarm(deployment, name) : undefined;
  return policy
    ? { kind: 'endpoint', policy, why: `alarm ${String(name)}` }
    : refused(`no guard has the alarm ${JSON.stringify(name)}`);
};

const endpointTrigger = (name: unknown, deployment: Deployment): Trigger => {
  const policy = deployment.policies.find(({ endpoint }) => endpoint === name);
  return policy
    ? { kind: 'endpoint', policy, why: 'endpoint state' }
    : refused(`no policy guards the endpoint ${JSON.stringify(name)}`);
};

/** An event may be a quarter of a megabyte of anything; the log needs to know where it went wrong, not all of it. */
const LONGEST_REFUSAL = 500;

const refused = (because: string): Trigger => ({ kind: 'refused', because: because.slice(0, LONGEST_REFUSAL) });
