import { brakeIn } from './brakes.ts';
import { asksFor } from './consent.ts';
import type { Ask, Incident, LetterKind, Shift } from './incident.ts';
import { type Instant, MINUTE, type Weights } from './model.ts';
import type { HoldReason } from './reasons.ts';
import { CALL_UNDER_WAY } from './settle.ts';
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
  const { shift } = incident;
  const before = isFor(wanted, shift) ? shift : undefined;
  return {
    ...withoutHold(incident),
    shift: {
      wanted,
      requestedAt: before?.requestedAt ?? now,
      askedAt: now,
      attempts: ((isOrderedSince(incident) ? before : shift)?.attempts ?? 0) + 1,
    },
  };
};

/** However often the automation changes its target, it asks no oftener; what a person orders is a matter of its own. */
const isOrderedSince = ({ byHand, shift }: Incident): boolean => (byHand?.at ?? 0) > (shift?.askedAt ?? 0);

/** A person may have asked for other weights than the automation, or than another person. */
const isFor = (wanted: Weights, shift: Shift | undefined): boolean =>
  shift !== undefined && sameTraffic(shift.wanted, wanted);

/**
 * The incident once SageMaker answered. A refused shift leaves it as it was, holding; of a lost answer nothing is told yet.
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
  return held(before, reason, intent.shift.askedAt);
};

/** The incident after a verdict that moves no weights. */
export const concluded = (
  verdict: Exclude<Verdict, { kind: 'nothing' | 'roll-back' | 'prepare' }>,
  now: Instant,
): Incident => {
  if (verdict.kind === 'hold') return held(verdict.incident, verdict.reason, now);
  if (verdict.kind === 'watch') return watched(verdict, now);
  return { ...withoutHold(verdict.incident), ending: verdict.ending, owed: 'ended' };
};

const watched = ({ incident, inForce }: Extract<Verdict, { kind: 'watch' }>, now: Instant): Incident => {
  if (inForce) return owing(incident, incident);
  return isUntold(incident, now) ? toldOfLost(incident) : incident;
};

/** What was asked for last is no call under way any more, and no letter was sent since. */
const isUntold = ({ shift, toldAt = 0 }: Incident, now: Instant): boolean =>
  shift !== undefined && toldAt < shift.askedAt && now - shift.askedAt >= CALL_UNDER_WAY;

/** The answer was lost, or who heard it crashed: it may take long to show, and is news as if it had been heard. */
const toldOfLost = (incident: Incident): Incident => {
  if (incident.told === 0) return { ...incident, owed: 'opened' };
  const isTakenBack = incident.told === 1 && incident.takenBack !== undefined;
  const isNews = incident.shift?.attempts === 1 ? isAwaited(incident) : isTakenBack;
  return isNews ? { ...incident, owed: 'changed' } : incident;
};

/** The incident once its letter is on the topic. */
export const told = (incident: Incident, now: Instant): Incident => {
  const { owed: _sent, storm, ...rest } = incident;
  return { ...rest, ...(storm && { storm: { since: storm.since } }), told: incident.told + 1, toldAt: now };
};

/** The same reason found again is no news, unless it lasts. */
export const held = (incident: Incident, reason: HoldReason, now: Instant): Incident => {
  if (incident.hold?.kind === reason.kind) return lasting(incident, incident.hold, now);
  const hold = reason.kind === 'endpoint-busy' ? { ...reason, since: now } : reason;
  const after = owing({ ...incident, hold }, incident);
  return asking(breaksPromise(incident, reason) ? { ...after, owed: 'changed' } : after, reason);
};

/** What only a person can move on is told to them, whatever they were told before; each such thing once. */
const asking = (after: Incident, reason: HoldReason): Incident => {
  const ask = asksFor(reason) ?? brakeIn(reason);
  if (ask === undefined || after.asked?.includes(ask)) return after;
  const until = reason.kind === 'awaiting-approval' ? { approveUntil: reason.until } : {};
  return { ...toldAnew(after, ask), ...until };
};

const toldAnew = (incident: Incident, ask: Ask): Incident => ({
  ...incident,
  asked: [...(incident.asked ?? []), ask],
  owed: incident.told === 0 ? 'opened' : 'changed',
});

/** No deployment takes so long, or somebody has to know that this one does. */
const BUSY_LIMIT = 10 * MINUTE;

/** An incident that nobody ends must not be forgotten. */
const REMINDED_EVERY = 24 * 60 * MINUTE;

const lasting = (incident: Incident, hold: HoldReason, now: Instant): Incident => {
  if (incident.told === 0 || incident.owed !== undefined) return incident;
  const isLong = hold.kind === 'endpoint-busy' && now - (hold.since ?? now) >= BUSY_LIMIT;
  if (isLong && !incident.asked?.includes('endpoint-busy')) return toldAnew(incident, 'endpoint-busy');
  return now - (incident.toldAt ?? incident.openedAt) >= REMINDED_EVERY ? { ...incident, owed: 'reminder' } : incident;
};

/** Who was told that traffic goes to stable as soon as it can must hear that it will not. */
const breaksPromise = ({ told, hold }: Incident, { kind }: HoldReason): boolean =>
  told === 1 && WAITS.includes(hold?.kind) && !WAITS.includes(kind) && kind !== 'better-since';

const WAITS: readonly (HoldReason['kind'] | undefined)[] = ['endpoint-busy', 'deployment-pending', 'raising-stable'];

/** An incident that nobody was told of owes its first letter; one that opened without a shift owes the news of it. */
const owing = (after: Incident, before: Incident): Incident => {
  if (after.told === 0) return { ...after, owed: 'opened' };
  const shiftedLater =
    isAwaited({ ...before, told: after.told }) && after.shift !== undefined && !isFor(after.shift.wanted, before.shift);
  // That SageMaker took it back is news, too: who was told of the shift waits for its end.
  const isTakenBack = after.told === 1 && after.takenBack !== undefined;
  const news: LetterKind | undefined = shiftedLater || isTakenBack ? 'changed' : after.owed;
  return news === undefined ? after : { ...after, owed: news };
};

/** People wait for news: nothing was told after the first letter, or they were asked for something. */
const isAwaited = ({ told, asked }: Incident): boolean => told === 1 || asked !== undefined;

const withoutHold = (incident: Incident): Incident => {
  const { hold: _over, ...rest } = incident;
  return rest;
};
