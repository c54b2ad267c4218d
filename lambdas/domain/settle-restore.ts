import type { Incident } from './incident.ts';
import { requestsToJudgeBy } from './last-known-good.ts';
import { type Fleet, type Instant, MINUTE } from './model.ts';
import { CALL_UNDER_WAY, end, MAX_ATTEMPTS, PROOF_DEADLINE } from './settle.ts';
import type { Situation } from './situation.ts';
import { stableIsWell } from './stable.ts';
import { isBeyondWeights } from './status.ts';
import type { Preparing, RestoreOrder } from './strategies/order.ts';
import type { Verdict } from './verdict.ts';

/** A new fleet has to start before it serves, and a large model takes its time. */
const RESTORE_DEADLINE = 60 * MINUTE;

/** CloudWatch publishes a minute after it ended; a minute younger than this may be incomplete. */
const INGESTION = MINUTE;

type Look = { readonly situation: Situation; readonly now: Instant };
type Restoring = Preparing & { readonly order: RestoreOrder };

/**
 * What became of a restore: judged from the config in service, never from what was asked for. Undefined: nothing is
 * settled, and the questions have to be asked (again). A deployment by anybody else ends the incident and its plan, and so
 * does a rollback that SageMaker's own guardrails make.
 */
export const settleRestore = (incident: Incident, fleet: Fleet, look: Look): Verdict | undefined => {
  const restoring = restoringOf(incident);
  const known = restoring === undefined ? [incident.config] : [restoring.order.from, restoring.order.to];
  if (!known.includes(fleet.config)) return end(incident, 'new-config', look.now);
  if (restoring === undefined) return undefined;
  if (isBeyondWeights(fleet)) return end(incident, 'endpoint-unusable', look.now);
  if (fleet.status !== 'InService') return settleUnderWay(incident, restoring, look);
  if (fleet.config === restoring.order.to) return settleInForce(incident, restoring, look);

  // In service with the config that broke the guard: SageMaker gave the update up, or never got it.
  if (restoring.inForceAt !== undefined) return end(incident, 'new-config', look.now);
  if (look.now - restoring.askedAt < CALL_UNDER_WAY) return { kind: 'watch', incident, inForce: false };
  return restoring.attempts >= MAX_ATTEMPTS ? end(incident, 'kept-being-reverted', look.now) : undefined;
};

const restoringOf = ({ preparing }: Incident): Restoring | undefined =>
  preparing?.order.kind === 'restore' ? { ...preparing, order: preparing.order } : undefined;

const settleUnderWay = (incident: Incident, { requestedAt }: Restoring, { now }: Look): Verdict =>
  now - requestedAt >= RESTORE_DEADLINE
    ? end(incident, 'not-proved-in-time', now)
    : { kind: 'watch', incident: announced(incident), inForce: false };

/** The answer to the order was lost, and the endpoint changes: it takes long, and nobody has heard of it yet. */
const announced = (incident: Incident): Incident =>
  incident.told > 0 || incident.owed !== undefined ? incident : { ...incident, owed: 'opened' };

const settleInForce = (incident: Incident, restoring: Restoring, look: Look): Verdict => {
  const inForceAt = restoring.inForceAt ?? look.now;
  const seen: Incident = { ...incident, preparing: { ...restoring, inForceAt } };
  if (isProved(look, inForceAt)) return end(seen, 'proved', look.now);
  return look.now - inForceAt >= PROOF_DEADLINE
    ? end(seen, 'not-proved-in-time', look.now)
    : { kind: 'watch', incident: seen, inForce: true };
};

/** A whole minute of the restored config with enough requests, after which every guard says OK. */
const isProved = ({ situation, now }: Look, inForceAt: Instant): boolean => {
  const { policy, traffic } = situation;
  if (traffic === 'unreadable' || !stableIsWell(situation)) return false;
  const enough = requestsToJudgeBy(policy.guards);
  return (traffic[policy.stable] ?? []).some(
    ({ start, requests }) => start >= inForceAt && start + MINUTE + INGESTION <= now && requests >= enough,
  );
};
