import { isLeftOver, whyRejected } from '../domain/answer.ts';
import type { Situation } from '../domain/situation.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Ports } from '../ports.ts';

/**
 * Logs a person's answer that counts as none: replayed, forged, or given to what is not asked any more. It changes
 * nothing, and somebody may want to know.
 */
export const logRejected = ({ log, clock }: Ports, { policy, answer }: Situation, verdict: Verdict): void => {
  if (answer === undefined || verdict.kind !== 'hold' || !('plan' in verdict.reason)) return;
  const { incident, reason } = verdict;
  if (isLeftOver(answer, incident)) return;
  const because = whyRejected(answer, { incident, plan: reason.plan, now: clock() });
  if (because) log('answer rejected', { endpoint: policy.endpoint, incident: incident.id, because, answer });
};
