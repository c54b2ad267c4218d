import { existingAlarms } from './guards/on.ts';
import { type Alarm, type Fleet, type Instant, MINUTE } from './model.ts';
import type { Policy } from './policy.ts';

/** Something that the config promises and that does not exist or does not work, with its mend. */
export type Gap = { readonly what: string; readonly mend: string };

/**
 * What a comparison finds: gaps in what guards the endpoint, traffic on what was rolled back, requests that no weight
 * explains, a change that SageMaker gave up, or guards that nothing reaches.
 */
export type Finding = 'unguarded' | 'quarantine' | 'pinned' | 'gave-up' | 'blind';

/** What people were last told of an endpoint's findings of one kind. */
export type Notice = { readonly gaps: readonly string[]; readonly toldAt: Instant };

/**
 * What there is. `confirmed`: email addresses, and `lambda` where the function that serves Slack is subscribed. What is
 * `unread` is not judged.
 */
export type Inventory = {
  readonly fleet: Fleet | undefined | 'unread';
  readonly alarms: ReadonlyMap<string, Alarm> | 'unread';
  readonly confirmed: ReadonlySet<string> | 'unread';
};

export const SLACK_SUBSCRIBER = 'lambda';

/** CloudFormation leaves alone what the template does not change: a plain deploy would bring nothing back. */
const BRING_BACK = 'bring it back: npx cdk deploy --revert-drift';

/** It was there before, and is nobody's here to make. */
const MAKE_AGAIN = 'create it again, correct its name in rollback.config.ts, or take it out and deploy';

const DAY = 24 * 60 * MINUTE;

/** Each endpoint is compared once in so many minutes: SageMaker throttles DescribeEndpoint early. */
const COMPARED_EVERY = 5;

/** No more of them in one minute, however many there are: an account's whole budget of calls must not go into this. */
const COMPARED_AT_ONCE = 20;

/** Whether the endpoint at this place of the config, of so many, is compared in this minute. */
export const comparedNow = (index: number, now: Instant, of = 0): boolean => {
  const every = comparedEvery(of);
  return Math.floor(now / MINUTE) % every === index % every;
};

/** Metrics are paid for by the metric: what only they tell is asked for at an endpoint's first comparison of each hour. */
export const isFirstInHour = (now: Instant, comparedEveryMinutes: number): boolean =>
  now % (60 * MINUTE) < comparedEveryMinutes * MINUTE;

/** In minutes, where there are so many endpoints. */
export const comparedEvery = (of: number): number => Math.max(COMPARED_EVERY, Math.ceil(of / COMPARED_AT_ONCE));

/** All that makes the endpoint unguarded. `alarmNames`: those that its guards should have. */
export const findGaps = (
  policy: Policy,
  alarmNames: readonly string[],
  { fleet, alarms, confirmed }: Inventory,
): readonly Gap[] => [
  ...(fleet === 'unread' ? [] : endpointGaps(policy, fleet)),
  ...(alarms === 'unread' ? [] : alarmNames.flatMap((name) => alarmGaps(policy, name, alarms.get(name)))),
  ...(confirmed === 'unread' ? [] : contactGaps(policy, confirmed)),
];

/** Weights that somebody brings back again and again are told of by the incidents that follow. */
const QUARANTINE_TOLD_EVERY = 60 * MINUTE;

/** Whether the finding is gone: it is told at once when it comes back. */
export const isOver = (
  about: Finding,
  { before, gaps, now }: { readonly before: Notice; readonly gaps: readonly string[]; readonly now: Instant },
): boolean =>
  before.gaps.length > 0 &&
  gaps.length === 0 &&
  (about !== 'quarantine' || now - before.toldAt >= QUARANTINE_TOLD_EVERY);

/** Told once when something new is missing, and again daily while anything is. */
export const owesNotice = (before: Notice | undefined, gaps: readonly Pick<Gap, 'what'>[], now: Instant): boolean =>
  gaps.length > 0 &&
  (before === undefined || gaps.some(({ what }) => !before.gaps.includes(what)) || now - before.toldAt >= DAY);

const endpointGaps = ({ endpoint, stable, canaries }: Policy, fleet: Fleet | undefined): readonly Gap[] => {
  if (fleet === undefined)
    return [
      {
        what: `endpoint ${endpoint} does not exist`,
        mend: `correct its name in rollback.config.ts (case matters), or create it`,
      },
    ];
  const there = fleet.variants.map(({ name }) => name);
  const guarded = [stable, ...canaries];
  return [
    ...kindGaps(fleet),
    ...guarded.filter((variant) => !there.includes(variant)).map((variant) => missing(variant, fleet)),
    ...strangerGaps({ stable, canaries }, fleet),
  ];
};

/** Variants that the config does not name. */
export const strangerGaps = ({ stable, canaries }: Pick<Policy, 'stable' | 'canaries'>, fleet: Fleet): readonly Gap[] =>
  fleet.variants
    .filter(({ name }) => ![stable, ...canaries].includes(name))
    .map(({ name }) => ({
      what: `variant ${name} is in no guard's sight`,
      mend: 'name it among the canaries in rollback.config.ts and deploy, or take it out of the endpoint',
    }));

const kindGaps = ({ routedBy }: Fleet): readonly Gap[] =>
  routedBy === undefined
    ? []
    : [
        {
          what: 'the endpoint serves inference components, which no weight routes',
          mend: 'take it out of rollback.config.ts: nothing can be rolled back here',
        },
      ];

const missing = (variant: string, { variants, shadows = [] }: Fleet): Gap =>
  shadows.includes(variant)
    ? {
        what: `variant ${variant} is a shadow variant: it answers no user, and no weight reaches it`,
        mend: 'take it out of rollback.config.ts and deploy',
      }
    : {
        what: `variant ${variant} does not exist`,
        mend: `the endpoint has ${variants.map(({ name }) => name).join(', ')}: correct rollback.config.ts and deploy`,
      };

const alarmGaps = (policy: Policy, name: string, alarm: Alarm | undefined): readonly Gap[] => {
  const isOurs = !existingAlarms([policy]).includes(name);
  if (alarm === undefined) return [{ what: `alarm ${name} does not exist`, mend: isOurs ? BRING_BACK : MAKE_AGAIN }];
  if (alarm.actionsEnabled) return [];
  return [
    {
      what: `alarm ${name} has its actions disabled`,
      mend: `aws cloudwatch enable-alarm-actions --alarm-names '${name}'`,
    },
  ];
};

/** It still watches, but not what was promised. */
export const changedAlarm = (name: string, changes: readonly string[]): Gap => ({
  what: `alarm ${name} was changed (${changes.join('; ')})`,
  mend: `find out who did it (CloudTrail: PutMetricAlarm), and ${BRING_BACK}`,
});

const contactGaps = ({ contacts }: Policy, confirmed: ReadonlySet<string>): readonly Gap[] => [
  ...contacts.emails
    .filter((email) => !confirmed.has(email))
    .map((email) => ({
      what: `${email} gets no messages, or no pages`,
      mend: `confirm both subscriptions from the mails that AWS sent; where one is gone, ${BRING_BACK}`,
    })),
  ...(contacts.slackWebhookParameter === undefined || confirmed.has(SLACK_SUBSCRIBER)
    ? []
    : [{ what: 'Slack gets no messages', mend: BRING_BACK }]),
];
