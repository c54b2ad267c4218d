import type { AlarmMuteRuleStatus, PutAlarmMuteRuleInput } from '@aws-sdk/client-cloudwatch';
import { type Instant, Refusal } from '../../../types.ts';
import { parseDuration } from './iso-duration.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { makeZone } from './zone.ts';

export type MuteRule = {
  readonly name: string;
  readonly arn: string;
  readonly given: PutAlarmMuteRuleInput;
  readonly targets: ReadonlySet<string>;
  readonly schedule: Schedule;
  readonly durationMs: number;
  /** It mutes nothing before, and nothing from then on. */
  readonly starts: Instant;
  readonly expires: Instant;
  readonly updatedAt: Instant;
};

export type MuteWindow = { readonly start: Instant; readonly end: Instant };

const MINUTE = 60_000;
const LONGEST = 15 * 24 * 60 * MINUTE;
const MAX_TARGETS = 100;

/** Refuses what PutAlarmMuteRule refuses of a rule by itself. */
export const defineMuteRule = (arn: string, given: PutAlarmMuteRuleInput, now: Instant): MuteRule => {
  const { Expression = '', Duration = '', Timezone = 'UTC' } = given.Rule?.Schedule ?? {};
  const durationMs = parseDuration(Duration);
  if (durationMs === undefined || durationMs < MINUTE || durationMs > LONGEST) {
    throw invalid('The Duration provided is not valid.');
  }
  const zone = makeZone(Timezone);
  if (zone === undefined) throw invalid('The Timezone provided is not valid.');
  const schedule = parseSchedule(Expression, zone);
  if (schedule === undefined) throw invalid('The Expression provided is not valid.');
  refuseDates(given, schedule);
  const targets = given.MuteTargets?.AlarmNames ?? [];
  if (targets.length > MAX_TARGETS) throw invalid(`A mute rule cannot target more than ${MAX_TARGETS} alarms.`);
  return {
    name: given.Name ?? '',
    arn,
    given,
    targets: new Set(targets),
    schedule,
    durationMs,
    starts: given.StartDate?.getTime() ?? Number.NEGATIVE_INFINITY,
    expires: given.ExpireDate?.getTime() ?? Number.POSITIVE_INFINITY,
    updatedAt: now,
  };
};

/** The window in which the rule mutes now; undefined when it does not. A day of its duration has 24 hours. */
export const windowAt = ({ schedule, durationMs, starts, expires }: MuteRule, now: Instant): MuteWindow | undefined => {
  const fired = schedule.lastFired(now - durationMs + 1, now);
  if (fired === undefined || now < starts || now >= expires) return undefined;
  return { start: Math.max(fired, starts), end: Math.min(fired + durationMs, expires) };
};

export const statusAt = (rule: MuteRule, now: Instant): AlarmMuteRuleStatus => {
  if (windowAt(rule, now) !== undefined) return 'ACTIVE';
  const { muteType, lastFired } = rule.schedule;
  const over = muteType === 'ONE_TIME' && lastFired(Number.NEGATIVE_INFINITY, now) !== undefined;
  return over || now >= rule.expires ? 'EXPIRED' : 'SCHEDULED';
};

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const refuseDates = ({ StartDate, ExpireDate }: PutAlarmMuteRuleInput, { muteType }: Schedule): void => {
  if (muteType === 'ONE_TIME' && (StartDate ?? ExpireDate) !== undefined) {
    throw invalid('StartDate and ExpireDate cannot be specified with an at expression.');
  }
  if (StartDate !== undefined && ExpireDate !== undefined && StartDate >= ExpireDate) {
    throw invalid('StartDate must be before ExpireDate.');
  }
};
