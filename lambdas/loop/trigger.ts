import * as v from 'valibot';
import { probeAlarmName } from '../contract.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import { policyOfAlarm } from '../domain/watch-list.ts';

/** A trigger says only where to look. Whatever else it says is not read. */
export type Trigger =
  /** `mayShift`: what the look may lead to, so that it reads all that this needs in one round. */
  | { readonly kind: 'endpoint'; readonly policy: Policy; readonly why: string; readonly mayShift?: boolean }
  | { readonly kind: 'sweep' }
  /** The alarm that goes off to show that alarms are heard. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'refused'; readonly because: string };

const Envelope = v.object({
  account: v.string(),
  source: v.string(),
  'detail-type': v.string(),
  detail: v.record(v.string(), v.unknown()),
});

const WentOff = v.object({ state: v.object({ value: v.literal('ALARM') }) });

/** `account`: this function's own. A rule pins it too, but a bus policy may let strangers deliver events. */
export const parseTrigger = (event: unknown, deployment: Deployment, account: string): Trigger => {
  const parsed = v.safeParse(Envelope, event);
  if (!parsed.success) return refused(`malformed event: ${v.summarize(parsed.issues)}`);
  const { source, detail } = parsed.output;
  if (parsed.output.account !== account) return refused(`event of account ${parsed.output.account}, not ${account}`);
  if (source === 'aws.events') return { kind: 'sweep' };
  if (source === 'aws.cloudwatch') return alarmTrigger(detail, deployment);
  if (source === 'aws.sagemaker') return endpointTrigger(detail['EndpointName'], deployment);
  return refused(`events of ${source} say nothing about an endpoint`);
};

const alarmTrigger = (detail: Record<string, unknown>, deployment: Deployment): Trigger => {
  const name = detail['alarmName'];
  if (name === probeAlarmName(deployment.name)) return { kind: 'probe' };
  const policy = typeof name === 'string' ? policyOfAlarm(deployment, name) : undefined;
  return policy
    ? { kind: 'endpoint', policy, why: `alarm ${String(name)}`, mayShift: v.is(WentOff, detail) }
    : refused(`no guard has the alarm ${shown(name)}`);
};

const endpointTrigger = (name: unknown, deployment: Deployment): Trigger => {
  const policy = deployment.policies.find(({ endpoint }) => endpoint === name);
  return policy
    ? { kind: 'endpoint', policy, why: 'endpoint state' }
    : refused(`no policy guards the endpoint ${shown(name)}`);
};

/** A list within a list, a hundred thousand deep, can be read from JSON, and not be written to it. */
const shown = (name: unknown): string =>
  typeof name === 'string' ? JSON.stringify(name) : `that is no name but ${typeof name}`;

/** An event may be a quarter of a megabyte of anything; the log needs to know where it went wrong, not all of it. */
const LONGEST_REFUSAL = 500;

const refused = (because: string): Trigger => ({ kind: 'refused', because: because.slice(0, LONGEST_REFUSAL) });
