import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Mutes } from '../../lambdas/domain/mutes.ts';
import { ACCOUNT } from './account.ts';

export const rulesIn = (mutes: Mutes = {}): readonly string[] => [
  ...new Set(Object.values(mutes).map(({ rule }) => rule)),
];

/** As a list names it: without what it mutes. */
export const ruleOf = (rule: string) => ({
  AlarmMuteRuleArn: `arn:aws:cloudwatch:${ACCOUNT.region}:${ACCOUNT.id}:alarm-mute-rule:${rule}`,
  Status: 'ACTIVE',
  MuteType: 'ONE_TIME',
  LastUpdatedTimestamp: new Date(0),
});

/** The rule with all that it muted, so that it ends when it ended in memory. */
export const muteRule = (mutes: Mutes = {}, rule: string) => {
  const muted = Object.entries(mutes).filter(([, mute]) => mute.rule === rule);
  const until = muted[0]?.[1].until ?? 0;
  return {
    ...ruleOf(rule),
    Name: rule,
    Rule: {
      Schedule: {
        Expression: `at(${new Date(until - MINUTE).toISOString().slice(0, 16)})`,
        Duration: 'PT1M',
        Timezone: 'UTC',
      },
    },
    MuteTargets: { AlarmNames: muted.map(([alarm]) => alarm) },
  };
};
