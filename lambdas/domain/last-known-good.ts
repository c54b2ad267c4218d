import { type Alarm, type Fleet, type Instant, MINUTE, type Minute } from './model.ts';
import type { Guard, Policy, VariantName } from './policy.ts';
import type { GuardAlarm } from './situation.ts';

/** An endpoint config that served under its guards for the bake time. */
export type GoodConfig = {
  readonly config: string;
  readonly variant: VariantName;
  /** Start of its time without a broken guard, and when that was last noted. */
  readonly since: Instant;
  readonly until: Instant;
  /** In the minutes that it was last judged by. */
  readonly requests: number;
};

/** The endpoint config in service, and when it was first seen there: SageMaker does not say since when. */
export type Trial = { readonly config: string; readonly since: Instant };

/** What is known of one endpoint's configs; the good ones newest first. */
export type KnownGood = { readonly good: readonly GoodConfig[]; readonly trial?: Trial };

/** An endpoint config that broke a guard, and when. */
export type BrokenConfig = { readonly config: string; readonly at: Instant };

/** As many as a person would still want to go back to. */
const KEPT = 5;

/** CloudWatch publishes a minute after it ended; a minute younger than this may be incomplete. */
const INGESTION = MINUTE;

/** The first minute of a time that begins at any second is no whole one, and the last is not there yet. */
const RAGGED = MINUTE + INGESTION;

/** No further back is the traffic read, so that a quiet endpoint's bake does not grow without end. */
const LOOK_BACK = 24 * 60 * MINUTE;

type Seen = {
  readonly policy: Policy;
  readonly fleet: Fleet | undefined;
  readonly alarms: readonly GuardAlarm[];
  readonly now: Instant;
};

/** What a look at the endpoint means for what is known. `judge`: the traffic since then has to say the rest. */
export type Observed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'trial'; readonly known: KnownGood }
  | { readonly kind: 'judge'; readonly trial: Trial; readonly from: Instant };

/** Costs no write but the first of each config, and asks for the traffic once per bake time. */
export const observe = (known: KnownGood, { policy, fleet, alarms, now }: Seen): Observed => {
  const bake = bakeOf(policy);
  if (bake === undefined || fleet?.status !== 'InService' || !isSole(policy, fleet)) return { kind: 'nothing' };
  const { trial } = known;
  if (trial?.config !== fleet.config)
    return { kind: 'trial', known: { ...known, trial: { config: fleet.config, since: now } } };
  const clean = cleanSince(policy, alarms);
  if (clean === undefined) return { kind: 'nothing' };
  const noted = known.good.find(({ config }) => config === fleet.config)?.until ?? 0;
  const from = Math.max(trial.since, clean, now - LOOK_BACK);
  return now - Math.max(from, noted) < bake + RAGGED ? { kind: 'nothing' } : { kind: 'judge', trial, from };
};

/**
 * What is known once the traffic was read. The bake time is counted in whole minutes with as many requests as a guard
 * needs to judge by: an idle hour proves nothing. Undefined: not long enough yet.
 */
export const judged = (
  known: KnownGood,
  { trial, from }: Extract<Observed, { kind: 'judge' }>,
  { policy, minutes, now }: { readonly policy: Policy; readonly minutes: readonly Minute[]; readonly now: Instant },
): KnownGood | undefined => {
  const enough = requestsToJudgeBy(policy.guards);
  const full = minutes.filter(
    ({ start, requests }) => start >= from && start + MINUTE + INGESTION <= now && requests >= enough,
  );
  if (full.length * MINUTE < (bakeOf(policy) ?? Number.POSITIVE_INFINITY)) return undefined;
  const before = known.good.find(({ config }) => config === trial.config);
  const good: GoodConfig = {
    config: trial.config,
    variant: policy.stable,
    // A guard that broke in between began another time.
    since: before !== undefined && before.until >= from ? before.since : from,
    until: now,
    requests: full.reduce((sum, { requests }) => sum + requests, 0),
  };
  const others = known.good.filter(({ config }) => config !== trial.config);
  return { ...known, good: [good, ...others].slice(0, KEPT) };
};

/** The newest good config that is not the one in service, and that did not break a guard since it was good. */
export const lastGood = (
  good: readonly GoodConfig[],
  inService: string,
  broken: readonly BrokenConfig[],
): GoodConfig | undefined =>
  [...good]
    .sort((one, other) => other.until - one.until)
    .find(
      ({ config, until }) => config !== inService && !broken.some((one) => one.config === config && one.at >= until),
    );

/** An OK from fewer says nothing. The gross guards only repeat the others' promise, sooner. */
export const requestsToJudgeBy = (guards: readonly Guard[]): number =>
  Math.max(...guards.filter(({ gross }) => !gross).map(({ minRequests }) => minRequests));

/** Guards watch a variant by its name: of any other nobody knows whether it is well. */
export const isSole = ({ stable }: Policy, { variants }: Fleet): boolean =>
  variants.length === 1 && variants[0]?.name === stable;

const bakeOf = ({ restore }: Policy): number | undefined =>
  restore === undefined ? undefined : restore.bakeMinutes * MINUTE;

/** Since when every guard of the variant has said OK; undefined: not every one does. */
const cleanSince = ({ stable, guards }: Policy, alarms: readonly GuardAlarm[]): Instant | undefined => {
  const own = guards.map(({ id }) => alarms.find((one) => isOf(one, stable) && one.guard.id === id)?.alarm);
  return own.every(saysOk) ? Math.max(...own.map(({ transitionedAt }) => transitionedAt)) : undefined;
};

/** What names no variant is about the only one that there is. */
const isOf = ({ variant }: GuardAlarm, stable: VariantName): boolean => (variant ?? stable) === stable;

const saysOk = (alarm: Alarm | undefined): alarm is Alarm => alarm?.state === 'OK' && alarm.evaluated;
