import type { Incident } from './incident.ts';
import { type Fleet, type Instant, MINUTE, type Weights } from './model.ts';
import type { Policy } from './policy.ts';
import { allTo, desiredWeights, shareOf } from './weights.ts';

/**
 * What a person answered to an incident of an endpoint in mode `approve`. It is bound to that incident, to the plan that
 * was shown and to a time: for anything else it counts as none.
 */
export type Answer = {
  readonly kind: 'approve' | 'decline';
  /** Id of the incident. */
  readonly incident: string;
  /** As `planOf` says it. */
  readonly plan: string;
  /** ARN of the caller, as STS says it. */
  readonly by: string;
  readonly at: Instant;
  /** By no look at this time or later. */
  readonly until: Instant;
  readonly reason?: string;
};

/** Whoever agreed an hour ago agreed to another situation: by then a freeze or a busy endpoint has lasted that long. */
export const ANSWER_HOLDS = 60 * MINUTE;

/** A person's clock may be that wrong. */
const CLOCK_SKEW = 5 * MINUTE;

/** To what an answer may be given, and what it is held against. */
export type Asked = {
  readonly incident: Pick<Incident, 'id' | 'openedAt' | 'approveUntil'>;
  readonly plan: string;
  readonly now: Instant;
};

/** `fraud-config-7: canary 0, stable 1`. In full and not as a hash: nothing else can have the same, and people can read it. */
export const planOf = (config: string, to: Weights): string =>
  `${config}: ${Object.keys(to)
    .toSorted()
    .map((variant) => `${variant} ${shareOf(variant, to)}`)
    .join(', ')}`;

/** What the incident would do now. */
export const askedOf = (
  incident: Asked['incident'],
  { policy, fleet }: { readonly policy: Policy; readonly fleet: Fleet },
  now: Instant,
): Asked => ({ incident, plan: planOf(fleet.config, allTo(policy.stable, desiredWeights(fleet))), now });

/** Why an answer counts as none. */
export type Rejection = 'other-incident' | 'other-plan' | 'before-the-incident' | 'from-the-future' | 'expired';

/** Undefined: it counts. */
export const whyRejected = (answer: Answer, { incident, plan, now }: Asked): Rejection | undefined => {
  if (answer.incident !== incident.id) return 'other-incident';
  if (answer.plan !== plan) return 'other-plan';
  if (answer.at < incident.openedAt - CLOCK_SKEW) return 'before-the-incident';
  if (answer.at > now + CLOCK_SKEW) return 'from-the-future';
  return now >= Math.min(answer.until, answer.at + ANSWER_HOLDS) ? 'expired' : undefined;
};

/** The answer that counts. */
export const answerTo = (answer: Answer | undefined, asked: Asked): Answer | undefined =>
  answer !== undefined && whyRejected(answer, asked) === undefined ? answer : undefined;

/** A person's answer to an incident from before is no news: it stays where it was written until there is another. */
export const isLeftOver = (answer: Answer, { id, openedAt }: Pick<Incident, 'id' | 'openedAt'>): boolean =>
  answer.incident !== id && answer.at < openedAt;
