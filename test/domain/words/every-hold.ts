import type { Incident } from '../../../lambdas/domain/incident.ts';
import { ACTIONS_DISABLED } from '../../../lambdas/domain/mutes.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { HoldReason } from '../../../lambdas/domain/reasons.ts';
import { alarmName, at, variantName } from '../../builders.ts';

/** One hold as people are told of it; `policy` and `incident` say what is not as usual. */
export type Held<Reason extends HoldReason = HoldReason> = {
  readonly reason: Reason;
  readonly policy?: Partial<Policy>;
  readonly incident?: Partial<Pick<Incident, 'asked' | 'owed' | 'takenBack' | 'quarantined' | 'told'>>;
};

type Kinds = { readonly [Kind in HoldReason['kind']]: readonly Held<Extract<HoldReason, { kind: Kind }>>[] };

const weighed = { canaryFails: 0.001, overload: 0.2 };
const observe = { mode: 'observe' } as const;
const recommend = { mode: 'recommend' } as const;
const approve = { mode: 'approve' } as const;
const asked = { until: at(25), since: at(25), plan: 'config-1: canary 0, stable 1' };
const tooSmall = { kind: 'stable-too-small', perInstance: 612.5, bound: 500 } as const;
const noFallback = { kind: 'no-fallback', fallback: 'previous' } as const;
const missing = { kind: 'stable-missing' } as const;
/** Of an endpoint with one variant. */
export const ONE = { canaries: [], restore: { bakeMinutes: 60 } };

/** Each kind, and where it is told in more than one way, each of them. The compiler finds the missing kind. */
export const HOLDS: Kinds = {
  observing: [{ reason: { kind: 'observing' }, policy: observe }],
  recommending: [{ reason: { kind: 'recommending' }, policy: recommend }],
  'awaiting-approval': [{ reason: { kind: 'awaiting-approval', ...asked }, policy: approve }],
  'approval-expired': [{ reason: { kind: 'approval-expired', ...asked }, policy: approve }],
  'endpoint-busy': [
    { reason: { kind: 'endpoint-busy', status: 'Updating' } },
    {
      reason: { kind: 'endpoint-busy', status: 'Updating', since: at(10) },
      incident: { asked: ['endpoint-busy'], told: 1 },
    },
    { reason: { kind: 'endpoint-busy', status: 'SystemUpdating', since: at(10) }, policy: approve },
  ],
  'endpoint-unusable': [
    { reason: { kind: 'endpoint-unusable', status: 'Failed', failure: 'no capacity' } },
    { reason: { kind: 'endpoint-unusable', status: 'UpdateRollbackFailed' } },
  ],
  frozen: [
    { reason: { kind: 'frozen' } },
    { reason: { kind: 'frozen', by: 'ana', reason: 'sale', until: at(120) }, incident: { owed: 'reminder', told: 1 } },
    { reason: { kind: 'frozen', reason: 'sale' }, policy: observe },
    { reason: { kind: 'frozen', by: 'ana' }, policy: recommend },
    { reason: { kind: 'frozen', until: at(120) }, policy: approve },
  ],
  'freeze-unreadable': [{ reason: { kind: 'freeze-unreadable' } }],
  muted: [
    { reason: { kind: 'muted', rule: 'quiet-night', until: at(120) } },
    { reason: { kind: 'muted', rule: 'quiet-night' } },
    { reason: { kind: 'muted', rule: ACTIONS_DISABLED } },
  ],
  storm: [{ reason: { kind: 'storm', endpoints: 12, of: 40 } }],
  'no-variant-named': [
    { reason: { kind: 'no-variant-named', canaries: ['canary', 'second'] } },
    { reason: { kind: 'no-variant-named', canaries: ['canary'], since: at(5) } },
  ],
  'cooling-down': [{ reason: { kind: 'cooling-down', until: at(40) } }],
  flapping: [{ reason: { kind: 'flapping', shifts: 3, withinMinutes: 60, until: at(40) } }],
  'budget-spent': [{ reason: { kind: 'budget-spent', shifts: 6, most: 6, until: at(400) } }],
  'no-breaching-datapoint': [{ reason: { kind: 'no-breaching-datapoint' } }],
  drill: [{ reason: { kind: 'drill', id: 'drill-20260101T100930' } }],
  'metrics-disagree': [{ reason: { kind: 'metrics-disagree' } }],
  'better-since': [{ reason: { kind: 'better-since' } }],
  'common-cause': [{ reason: { kind: 'common-cause', before: 0.005, after: 0.02, since: at(-30) } }],
  unsupported: [{ reason: { kind: 'unsupported', what: 'inference-components' } }],
  'deployment-pending': [{ reason: { kind: 'deployment-pending', config: 'config-2' } }],
  'restored-too-often': [
    {
      reason: { kind: 'restored-too-often', variant: 'canary', times: 4 },
      incident: { quarantined: [{ variant: 'canary', incident: 'fraud-20260101T080000', since: at(-120), times: 4 }] },
    },
  ],
  'weights-moved-since': [
    {
      reason: { kind: 'weights-moved-since' },
      incident: { takenBack: { attempt: 0, failure: 'the new fleet is unhealthy' } },
    },
  ],
  'stable-missing': [{ reason: missing }],
  'stable-without-instances': [{ reason: { kind: 'stable-without-instances' } }],
  'stable-unwell': [
    { reason: { kind: 'stable-unwell', alarms: [alarmName('stable'), alarmName('stable', 'latency-p99')] } },
  ],
  'stable-worsening': [{ reason: { kind: 'stable-worsening', guards: ['errors-5xx', 'latency-p99'] } }],
  'stable-unknown': [{ reason: { kind: 'stable-unknown', guards: ['errors-5xx', 'latency-p99'] } }],
  'stable-stale': [{ reason: { kind: 'stable-stale', share: 0.1, atLeast: 0.5 } }],
  'stable-too-small': [
    { reason: tooSmall },
    { reason: { ...tooSmall, unit: 'concurrency', weighed } },
    { reason: { ...tooSmall, unraised: { kind: 'at-most', most: 4 } } },
    { reason: { ...tooSmall, unraised: { kind: 'late', withinMinutes: 15 } } },
    { reason: { ...tooSmall, unraised: { kind: 'refused', message: 'ResourceLimitExceeded: ml.m5.large' } } },
  ],
  'raising-stable': [
    { reason: { kind: 'raising-stable', unit: 'instances', from: 2, to: 3, until: at(25) } },
    { reason: { kind: 'raising-stable', unit: 'concurrency', from: 20, to: 40, until: at(25), weighed } },
  ],
  'order-refused': [
    { reason: { kind: 'order-refused', message: 'AccessDenied' } },
    { reason: { kind: 'order-refused', message: 'AccessDenied' }, policy: ONE },
  ],
  'no-fallback': [
    { reason: { ...noFallback, doubt: 'unwell', stable: missing } },
    { reason: { ...noFallback, doubt: 'suspect', stable: { kind: 'stable-without-instances' } } },
    { reason: { ...noFallback, doubt: 'missing', stable: { kind: 'stable-unwell', alarms: ['a'] } } },
    { reason: { ...noFallback, doubt: 'too-small', stable: { kind: 'stable-worsening', guards: ['g'] } } },
    { reason: { ...noFallback, doubt: 'without-instances', stable: { kind: 'stable-unknown', guards: ['g'] } } },
    { reason: { ...noFallback, doubt: 'load-unknown', stable: missing }, policy: approve },
  ],
  'load-unknown': [{ reason: { kind: 'load-unknown', bound: 500 } }],
  'nothing-good-known': [{ reason: { kind: 'nothing-good-known' }, policy: ONE }],
  'good-configs-unreadable': [{ reason: { kind: 'good-configs-unreadable' }, policy: ONE }],
  'good-config-unproved': [
    { reason: { kind: 'good-config-unproved', config: 'config-0', what: 'model fraud-6 does not exist' }, policy: ONE },
  ],
  'not-one-variant': [{ reason: { kind: 'not-one-variant', variants: ['stable', 'canary'] }, policy: ONE }],
  'shift-refused': [{ reason: { kind: 'shift-refused', message: 'AccessDenied' } }],
};

/** What an endpoint of one variant knows to go back to. */
export const GOOD = {
  config: 'config-0',
  variant: variantName('stable'),
  since: at(-200),
  until: at(-100),
  requests: 60_000,
};
