import { brokenSince, findBreaches } from './evidence.ts';
import { isInForce, noticing } from './hands.ts';
import type { EndState, Incident, Shift } from './incident.ts';
import { type Fleet, type Instant, MINUTE, SECOND } from './model.ts';
import type { EndReason } from './reasons.ts';
import type { Situation } from './situation.ts';
import { stableIsWell } from './stable.ts';
import { isBeyondWeights } from './status.ts';
import { sendsTo, towards } from './target.ts';
import type { Verdict } from './verdict.ts';
import { desiredWeights, sameTraffic } from './weights.ts';

/** A shift that is not proved by then is told as not recovered. */
export const PROOF_DEADLINE = 10 * MINUTE;

/** SageMaker may accept a change and take it back (`RollingBack`). After so many requests a person has to look. */
export const MAX_ATTEMPTS = 3;

/** CloudWatch publishes a minute after it ended; a minute younger than this may be incomplete. */
const INGESTION = MINUTE;

/** As long as a function may run: another one may have written its intent, and not made its call yet. */
export const CALL_UNDER_WAY = 30 * SECOND;

type Look = { readonly situation: Situation; readonly now: Instant };

/**
 * What became of the incident so far: judged from what is there now, never from what was asked for.
 * Undefined: nothing is settled, and `decide` has to ask its questions (again).
 */
export const settle = (incident: Incident, fleet: Fleet, look: Look): Verdict | undefined => {
  if (incident.config !== fleet.config) return end(incident, 'new-config', look.now);
  const noticed = noticing(incident, fleet);
  const { shift } = noticed;
  if (shift === undefined) return undefined;
  if (isBeyondWeights(fleet)) return end(noticed, 'endpoint-unusable', look.now);

  const inForceAt = isInForce(fleet, shift) ? (shift.inForceAt ?? look.now) : undefined;
  const seen = withInForce(noticed, shift, inForceAt);
  if (inForceAt !== undefined && proved(look, shift, inForceAt)) return end(seen, 'proved', look.now);
  if (inForceAt !== undefined && targetBroke(look.situation, fleet, { shift, inForceAt }))
    return end(seen, 'target-broke', look.now);
  if (look.now - shift.requestedAt >= PROOF_DEADLINE) return end(seen, 'not-proved-in-time', look.now);
  if (inForceAt !== undefined || fleet.status !== 'InService' || sameTraffic(desiredWeights(fleet), shift.wanted))
    return { kind: 'watch', incident: seen, inForce: inForceAt !== undefined };

  if (shift.inForceAt !== undefined) return end(noticed, 'traffic-moved-by-another-hand', look.now);
  if (shift.attempts >= MAX_ATTEMPTS) return end(noticed, 'kept-being-reverted', look.now);
  const askAgain = look.now - shift.askedAt >= CALL_UNDER_WAY && findBreaches(look.situation, fleet).length > 0;
  return askAgain ? undefined : { kind: 'watch', incident: noticed, inForce: false };
};

/**
 * A whole minute, all of it after the weights were in force and old enough to be complete, in which stable served
 * enough requests, in and since which no other variant served one, and after which stable's own guards say OK: weights
 * that went and came back between two looks left requests elsewhere, and have to be proved anew. A canary's guard proves
 * nothing: without traffic it is always OK. A person may have sent the traffic elsewhere: then that variant is the one
 * to prove, and one that has no guards cannot be proved.
 */
const proved = ({ situation: { traffic, ...rest }, now }: Look, shift: Shift, inForceAt: Instant): boolean => {
  const policy = towards(rest.policy, shift.wanted);
  if (policy === undefined || traffic === 'unreadable' || !stableIsWell({ ...rest, policy, traffic })) return false;
  // An OK from fewer says nothing. The gross guards only repeat the others' promise, sooner.
  const enough = Math.max(...policy.guards.filter(({ gross }) => !gross).map(({ minRequests }) => minRequests));
  const others = Object.entries(traffic).filter(([variant]) => variant !== policy.stable);
  const served = others.flatMap(([, minutes]) => minutes).filter(({ requests }) => requests > 0);
  const since = Math.max(inForceAt, ...served.map(({ start }) => start + MINUTE));
  return (traffic[policy.stable] ?? []).some(
    ({ start, requests }) => start >= since && start + MINUTE + INGESTION <= now && requests >= enough,
  );
};

/**
 * A person sent the traffic to a canary, and it breaks a guard since. That is another breach: a proof that cannot come
 * any more must not keep it waiting.
 */
const targetBroke = (
  situation: Situation,
  fleet: Fleet,
  { shift, inForceAt }: { readonly shift: Shift; readonly inForceAt: Instant },
): boolean =>
  findBreaches(situation, fleet).some(
    (breach) => sendsTo(breach.variant, shift) && brokenSince(situation, breach, inForceAt),
  );

const withInForce = (incident: Incident, shift: Shift, inForceAt: Instant | undefined): Incident =>
  inForceAt === undefined ? incident : { ...incident, shift: { ...shift, inForceAt } };

export const end = (incident: Incident, because: EndReason, at: Instant): Verdict => ({
  kind: 'end',
  incident,
  ending: { state: endState(incident, because), at, because },
});

/** Weights, or a config, that never were in force are no rollback, whatever was asked for. */
const endState = ({ shift, preparing }: Incident, because: EndReason): EndState => {
  if (because === 'proved') return 'RECOVERED';
  const inForceAt = shift?.inForceAt ?? preparing?.inForceAt;
  return inForceAt === undefined ? 'NOT_ROLLED_BACK' : 'ROLLED_BACK_NOT_RECOVERED';
};
