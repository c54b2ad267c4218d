import type { Incident, LetterKind, Shift } from './incident.ts';
import type { Instant, Weights } from './model.ts';
import type { HoldReason } from './reasons.ts';
import type { Verdict } from './verdict.ts';
import { sameTraffic } from './weights.ts';

/** What SageMaker said to a shift. `lost`: no answer came, so that only a later look can tell. */
export type ShiftAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };

type Intent = Incident & { readonly shift: Shift };

/** The incident once a shift is about to be asked for: written before the call, so that a crash leaves a trace. */
export const intended = (incident: Incident, wanted: Weights, now: Instant): Intent => {
  const before = isFor(wanted, incident.shift) ? incident.shift : undefined;
  return {
    ...withoutHold(incident),
    shift: {
      wanted,
      requestedAt: before?.requestedAt ?? now,
      askedAt: now,
      attempts: (before?.attempts ?? 0) + 1,
    },
  };
};

/** A person may have asked for other weights than the automation, or than another person. */
const isFor = (wanted: Weights, shift: Shift | undefined): boolean =>
  shift !== undefined && sameTraffic(shift.wanted, wanted);

/**
 * The incident once SageMaker answered. A refused shift leaves it as it was, holding; of a lost answer nothing is told.
 * What only a person opened, and no shift came of, is over then: that person reads the answer, and nobody else would ask
 * again.
 */
export const answered = (before: Incident, intent: Intent, answer: ShiftAnswer): Incident => {
  if (answer.kind === 'lost') return intent;
  if (answer.kind === 'accepted') return owing(intent, before);
  if (before.breach === undefined)
    return before.shift === undefined
      ? { ...before, ending: { state: 'NOT_ROLLED_BACK', at: intent.shift.askedAt, because: 'not-accepted' } }
      : before;
  const reason: HoldReason =
    answer.kind === 'busy'
      ? { kind: 'endpoint-busy', status: 'Updating' }
      : { kind: 'shift-refused', message: answer.message };
  return held(before, reason);
};

/** The incident after a verdict that moves no weights. */
export const concluded = (verdict: Exclude<Verdict, { kind: 'nothing' | 'roll-back' }>): Incident => {
  if (verdict.kind === 'hold') return held(verdict.incident, verdict.reason);
  if (verdict.kind === 'watch') return verdict.inForce ? owing(verdict.incident, verdict.incident) : verdict.incident;
  return { ...withoutHold(verdict.incident), ending: verdict.ending, owed: 'ended' };
};

/** The incident once its letter is on the topic. */
export const told = (incident: Incident): Incident => {
  const { owed: _sent, ...rest } = incident;
  return { ...rest, told: incident.told + 1 };
};

/** The same reason found again is no news. */
const held = (incident: Incident, reason: HoldReason): Incident => {
  if (incident.hold?.kind === reason.kind) return incident;
  const after = owing({ ...incident, hold: reason }, incident);
  return breaksPromise(incident, reason) ? { ...after, owed: 'changed' } : after;
};

/** Who was told that traffic goes to stable as soon as the endpoint is free must hear that it will not. */
const breaksPromise = ({ told, hold }: Incident, { kind }: HoldReason): boolean =>
  told === 1 && hold?.kind === 'endpoint-busy' && kind !== 'better-since';

/** An incident that nobody was told of owes its first letter; one that opened without a shift owes the news of it. */
const owing = (after: Incident, before: Incident): Incident => {
  if (after.told === 0) return { ...after, owed: 'opened' };
  const shiftedLater = after.told === 1 && after.shift !== undefined && !isFor(after.shift.wanted, before.shift);
  const news: LetterKind | undefined = shiftedLater ? 'changed' : after.owed;
  return news === undefined ? after : { ...after, owed: news };
};

const withoutHold = (incident: Incident): Incident => {
  const { hold: _over, ...rest } = incident;
  return rest;
};
