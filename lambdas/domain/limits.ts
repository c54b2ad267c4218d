import { lastReal } from './drill.ts';
import type { Incident, OwnShift } from './incident.ts';
import { type Instant, MINUTE } from './model.ts';
import type { Limits } from './policy.ts';
import type { HoldReason } from './reasons.ts';
import type { Verdict } from './verdict.ts';

const DAY = 24 * 60 * MINUTE;

/** An incident is one item of the ledger: more than the largest daily budget, and a few kilobytes. */
const REMEMBERED = 40;

/** What an incident that opens now takes over: the shifts before it, with that of the last incident. */
export const shiftsBefore = (newest: Incident | undefined, now: Instant): Pick<Incident, 'shifts'> => {
  const last = lastReal(newest);
  const shifts = [...(last?.shifts ?? []), ...ownShift(last)].filter(({ at }) => now - at < DAY).slice(-REMEMBERED);
  return shifts.length === 0 ? {} : { shifts };
};

/** Without an answer it may have taken effect, the last one as well as the first. What a person asked for is that person's. */
export const ownShift = (last: Incident | undefined): readonly OwnShift[] => {
  if (last?.preparing?.order.kind === 'restore')
    return [{ at: last.preparing.askedAt, config: last.config, incident: last.id }];
  if (last?.shift === undefined || last.shift.byOthers === true) return [];
  const { id, config, shift, byHand, overtaken } = last;
  if (byHand !== undefined && byHand.at <= shift.requestedAt) return overtaken ? [overtaken] : [];
  return [{ at: shift.askedAt, config, incident: id }];
};

/** Why a repeat has to wait, the longest wait first. The first shift of a config never does. */
export const whyLimited = (
  limits: Limits | undefined,
  { shifts = [], config }: Pick<Incident, 'shifts' | 'config'>,
  now: Instant,
): HoldReason | undefined => {
  if (limits === undefined || !shifts.some((one) => one.config === config)) return undefined;
  const own = shifts.map(({ at }) => at);
  return whySpent(limits, own, now) ?? whyFlapping(limits, own, now) ?? whyCooling(limits, own, now);
};

const whySpent = ({ shiftsPerDay: most }: Limits, shifts: readonly Instant[], now: Instant): HoldReason | undefined => {
  const today = fullWindow(shifts, { most, ms: DAY, now });
  return today && { kind: 'budget-spent', most, ...today };
};

const whyFlapping = ({ flaps }: Limits, shifts: readonly Instant[], now: Instant): HoldReason | undefined => {
  const { withinMinutes } = flaps;
  const lately = fullWindow(shifts, { most: flaps.shifts, ms: withinMinutes * MINUTE, now });
  return lately && { kind: 'flapping', withinMinutes, ...lately };
};

const whyCooling = ({ cooldownMinutes }: Limits, shifts: readonly Instant[], now: Instant): HoldReason | undefined => {
  const until = Math.max(...shifts) + cooldownMinutes * MINUTE;
  return now < until ? { kind: 'cooling-down', until } : undefined;
};

/** While it flaps, an alarm that goes OK ends nothing: one incident, and one page, until it calms or may be shifted again. */
export const whileFlapping = (open: Incident | undefined, now: Instant): Verdict | undefined =>
  open?.hold?.kind === 'flapping' && now < open.hold.until
    ? { kind: 'hold', incident: open, reason: open.hold }
    : undefined;

type Window = { readonly most: number; readonly ms: number; readonly now: Instant };

/** Undefined: the window holds fewer than it may. `until`: enough of them have left it by then. */
const fullWindow = (
  shifts: readonly Instant[],
  { most, ms, now }: Window,
): { readonly shifts: number; readonly until: Instant } | undefined => {
  const inside = shifts.filter((at) => now - at < ms).toSorted((one, other) => one - other);
  const leaves = inside.at(-most);
  return leaves === undefined ? undefined : { shifts: inside.length, until: leaves + ms };
};
