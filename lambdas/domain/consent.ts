import { type Answer, type Asked, answerTo } from './answer.ts';
import type { Approval, Ask, Incident } from './incident.ts';
import { type Instant, MINUTE, type Weights } from './model.ts';
import { APPROVE_WITHIN_MINUTES, type Policy } from './policy.ts';
import type { HoldReason } from './reasons.ts';
import type { Situation } from './situation.ts';

/** Whether the endpoint's mode, and what people answered, let this be done: undefined, they do. */
export const whyNotAllowed = ({ policy, answer }: Situation, asked: Asked): HoldReason | undefined => {
  if (policy.mode === 'auto') return undefined;
  if (policy.mode === 'observe') return { kind: 'observing' };
  if (policy.mode === 'recommend') return { kind: 'recommending' };
  if (answerTo(answer, asked)?.kind === 'approve') return undefined;
  const until = deadlineOf(policy, asked);
  const { now, plan } = asked;
  return now < until ? { kind: 'awaiting-approval', until, plan } : { kind: 'approval-expired', since: until, plan };
};

/** The same for a breach that has not come yet. */
export const whyNotAllowedUnasked = (situation: Situation, now: Instant): HoldReason | undefined => {
  const { answer: _ofAnother, ...rest } = situation;
  return whyNotAllowed(rest, { incident: { id: '', openedAt: now }, plan: '', now });
};

const deadlineOf = ({ approveWithinMinutes }: Policy, { incident, now }: Asked): Instant =>
  incident.approveUntil ?? now + (approveWithinMinutes ?? APPROVE_WITHIN_MINUTES) * MINUTE;

/** A person said no: nothing is asked any more. */
export const isDeclined = ({ policy, answer }: Situation, asked: Asked): boolean =>
  policy.mode === 'approve' && answerTo(answer, asked)?.kind === 'decline';

/** The incident with the word of the person who lets it shift; in mode auto nobody has to. */
export const withApproval = <Open extends Incident>({ policy, answer }: Situation, asked: Asked, open: Open): Open => {
  const counts = policy.mode === 'approve' ? answerTo(answer, asked) : undefined;
  return counts?.kind === 'approve' ? { ...open, approval: approvalOf(counts, open) } : open;
};

const approvalOf = ({ by, at }: Answer, { approveUntil }: Pick<Incident, 'approveUntil'>): Approval => ({
  by,
  at,
  ...(approveUntil !== undefined && at >= approveUntil && { late: at - approveUntil }),
});

const ASKS: readonly string[] = ['recommending', 'awaiting-approval', 'approval-expired'] satisfies readonly Ask[];

/** Holds that wait for a person, and for nobody else: each is told of, whatever was told before. */
export const asksFor = ({ kind }: HoldReason): Ask | undefined => (ASKS.includes(kind) ? (kind as Ask) : undefined);

/**
 * The incident after somebody else gave stable all traffic. Where people were asked for just that, their change is
 * watched and proved like a shift of ours. Undefined: nobody was asked.
 */
export const followed = (open: Incident, wanted: Weights, now: Instant): Incident | undefined => {
  if (!open.asked?.some((ask) => ASKS.includes(ask))) return undefined;
  const { hold: _done, ...rest } = open;
  return { ...rest, shift: { wanted, requestedAt: now, askedAt: now, attempts: 1, byOthers: true } };
};
