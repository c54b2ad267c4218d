import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Mutes } from '../../lambdas/domain/mutes.ts';
import { makeRecent } from './recent.ts';

type Rule = {
  readonly name: string;
  readonly alarms: readonly string[];
  readonly until: Instant;
  readonly at: Instant;
};

/** The account's alarm mute rules, each in force from when it is made to its end. */
export type MuteRules = {
  readonly now: () => Mutes;
  readonly stale: () => Mutes;
  readonly mute: (alarms: readonly string[], until: Instant) => void;
  /** Deletes the rules that mute one of these. */
  readonly unmute: (alarms: readonly string[]) => void;
  /** Since when a rule has muted it, without a break; undefined: none does. */
  readonly mutedSince: (alarm: string) => Instant | undefined;
};

export const makeMuteRules = (clock: () => Instant): MuteRules => {
  const rules = makeRecent<readonly Rule[]>([], clock);
  let made = 0;
  const inForce = (all: readonly Rule[]): Mutes =>
    Object.fromEntries(
      all
        .filter(({ until }) => until > clock())
        .flatMap(({ name, alarms, until }) => alarms.map((alarm) => [alarm, { rule: name, until }] as const)),
    );
  return {
    now: () => inForce(rules.now()),
    stale: () => inForce(rules.stale()),
    mute: (alarms, until) => {
      made += 1;
      // A rule's schedule knows whole minutes.
      const end = Math.ceil(until / MINUTE) * MINUTE;
      rules.become([...rules.now(), { name: `quiet-${made}`, alarms, until: end, at: clock() }]);
    },
    unmute: (alarms) => rules.become(rules.now().filter((rule) => !rule.alarms.some((one) => alarms.includes(one)))),
    mutedSince: (alarm) => {
      const own = rules.now().filter(({ alarms, until }) => until > clock() && alarms.includes(alarm));
      return own.length === 0 ? undefined : Math.min(...own.map(({ at }) => at));
    },
  };
};
