import { whyBraked } from './brakes.ts';
import { isDeclined, whyNotAllowed, withApproval } from './consent.ts';
import { lastReal } from './drill.ts';
import { findBreaches, whyOvertaken, whyUntrusted } from './evidence.ts';
import { type Incident, isOpen } from './incident.ts';
import { type BrokenConfig, type GoodConfig, isSole, lastGood } from './last-known-good.ts';
import { whileFlapping } from './limits.ts';
import type { Fleet, Instant } from './model.ts';
import type { EndReason, HoldReason } from './reasons.ts';
import { end } from './settle.ts';
import { settleRestore } from './settle-restore.ts';
import type { Situation } from './situation.ts';
import { whyBusy, whyUnusable } from './status.ts';
import type { RestoreOrder } from './strategies/order.ts';
import { likeliest, restingOn, type Suspect } from './suspect.ts';
import type { Verdict } from './verdict.ts';

/**
 * The page of questions for an endpoint with one variant, where weights cannot help: what it goes back to is an endpoint
 * config that served well.
 */
export const decideRestore = (situation: Situation, now: Instant): Verdict => {
  const { fleet, incident: last } = situation;
  const open = isOpen(last) ? last : undefined;
  if (fleet === undefined) return endOr(open, 'endpoint-gone', now) ?? { kind: 'nothing', because: 'endpoint-missing' };

  const settled = open && settleRestore(open, fleet, { situation, now });
  if (settled) return settled;

  const broken = findBreaches(situation, fleet);
  if (broken.length === 0)
    return whileFlapping(open, now) ?? endOr(open, 'breach-over', now) ?? { kind: 'nothing', because: 'no-breach' };
  const found = likeliest(situation, broken, { fleet, now });
  if (found === undefined) return { kind: 'nothing', because: 'already-ended' };

  const suspect = { ...found, incident: remembering(found.incident, situation) };
  const { incident } = suspect;
  const good = goodOf(situation, suspect);
  const asked = { incident, plan: good === undefined ? '' : planOf(fleet, good), now };
  if (open && isDeclined(situation, asked)) return end(open, 'declined', now);
  const doubt = whyDoubted(situation, suspect, now);
  if (doubt) return { kind: 'hold', incident, reason: doubt };
  if (good === undefined) return { kind: 'hold', incident, reason: whyNothingGood(situation) };
  const reason = whyBusy(fleet) ?? whyNotAllowed(situation, asked);
  return reason
    ? { kind: 'hold', incident, reason }
    : { kind: 'prepare', incident: withApproval(situation, asked, restingOn(suspect)), order: orderFor(good, fleet) };
};

const whyDoubted = (situation: Situation, { incident, fleet, breach }: Suspect, now: Instant): HoldReason | undefined =>
  whyUnusable(fleet) ??
  whyNotSole(situation, fleet) ??
  whyUntrusted(situation, { incident, breach }) ??
  whyBraked(situation, { incident, breach, now }) ??
  whyOvertaken(situation, fleet, { incident, breach });

/** All that would hold a restore if a guard broke now, and that holds no shift. */
export const restoreObstacles = (situation: Situation, fleet: Fleet): readonly HoldReason[] => {
  const good = goodOf(situation, { fleet, incident: {} });
  const whyNone = good === undefined ? whyNothingGood(situation) : undefined;
  return [whyNotSole(situation, fleet), whyNone].filter((reason) => reason !== undefined);
};

const whyNotSole = ({ policy }: Situation, fleet: Fleet): HoldReason | undefined =>
  isSole(policy, fleet) ? undefined : { kind: 'not-one-variant', variants: fleet.variants.map(({ name }) => name) };

const whyNothingGood = ({ good }: Situation): HoldReason =>
  good === 'unreadable' ? { kind: 'good-configs-unreadable' } : { kind: 'nothing-good-known' };

/** What it would go back to now: never the config in service. While an incident is open, that is the one that broke the guard. */
const goodOf = (
  { good = [] }: Situation,
  { fleet, incident }: { readonly fleet: Fleet; readonly incident: Pick<Incident, 'brokenConfigs'> },
): GoodConfig | undefined =>
  good === 'unreadable' ? undefined : lastGood(good, fleet.config, incident.brokenConfigs ?? []);

const orderFor = ({ config, until }: GoodConfig, fleet: Fleet): RestoreOrder => ({
  kind: 'restore',
  from: fleet.config,
  to: config,
  goodUntil: until,
});

const planOf = ({ config }: Fleet, good: GoodConfig): string => `${config}: restore ${good.config}`;

/** The incident with what its letters need, and with the configs that the next one must not go back to. */
const remembering = (incident: Incident, situation: Situation): Incident => {
  const brokenConfigs = isOpen(situation.incident) ? incident.brokenConfigs : brokenBefore(situation.incident);
  const before = { ...incident, ...(brokenConfigs && { brokenConfigs }) };
  const good = situation.fleet && goodOf(situation, { fleet: situation.fleet, incident: before });
  return { ...before, ...(good && { lastGood: good }) };
};

/** As many as a ledger's item can well hold; each is good again once it has baked anew. */
const REMEMBERED = 10;

const brokenBefore = (newest: Incident | undefined): readonly BrokenConfig[] | undefined => {
  const last = lastReal(newest);
  if (last === undefined) return undefined;
  const own = last.breach === undefined ? [] : [{ config: last.config, at: last.breach.at }];
  return [...(last.brokenConfigs ?? []), ...own].slice(-REMEMBERED);
};

const endOr = (open: Incident | undefined, because: EndReason, now: Instant): Verdict | undefined =>
  open && end(open, because, now);
