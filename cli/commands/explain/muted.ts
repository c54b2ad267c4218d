import { isJudged } from '../../../lambdas/domain/judged.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { ACTIONS_DISABLED, whyMuted } from '../../../lambdas/domain/mutes.ts';
import type { GuardAlarm } from '../../../lambdas/domain/situation.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { listed } from '../../shown/text.ts';
import { moment } from '../../shown/times.ts';
import type { Now } from './now.ts';

/** Guards that one person keeps from being heard, and how they are heard again. */
export type Muted = {
  readonly guards: readonly string[];
  /** Undefined: the alarms' actions are disabled. */
  readonly rule: string | undefined;
  readonly until: Instant | undefined;
  readonly command: string;
};

export const mutedOf = ({ decided, at }: Pick<Now, 'decided' | 'at'>): readonly Muted[] => {
  if (decided === undefined) return [];
  const { policy, alarms, mutes } = decided.situation;
  const found = alarms
    .filter(({ variant }) => isJudged(policy, variant))
    .flatMap((one) => {
      const why = whyMuted(mutes, one.alarm, at);
      return why?.kind === 'muted' ? [{ one, why }] : [];
    });
  return [...Map.groupBy(found, ({ why }) => why.rule)].map(([rule, those]) => {
    const own = those.map(({ one }) => one);
    return {
      guards: own.map(({ guard, variant }) => (variant === undefined ? guard.id : `${guard.id} of ${variant}`)),
      rule: rule === ACTIONS_DISABLED ? undefined : rule,
      until: those[0]?.why.until,
      command: rule === ACTIONS_DISABLED ? enabling(own) : commands.unmute(rule),
    };
  });
};

const enabling = (own: readonly GuardAlarm[]): string =>
  `aws cloudwatch enable-alarm-actions --alarm-names ${own.map(({ alarm }) => `'${alarm.name}'`).join(' ')}`;

export const mutedWords = ({ guards, rule, until }: Muted, now: Instant): string => {
  const by = rule === undefined ? 'somebody disabled the actions of' : `the mute rule ${rule} mutes`;
  const ends = until === undefined ? '' : ` until ${moment(until, now)}`;
  return `${by} ${listed(guards)}${ends}. A guard that is not heard cannot make it act. Let it be heard again:`;
};
