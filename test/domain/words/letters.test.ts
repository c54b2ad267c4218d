import { expect, test } from 'vitest';
import type { Exposure, Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { EndReason, HoldReason } from '../../../lambdas/domain/reasons.ts';
import { end } from '../../../lambdas/domain/settle.ts';
import type { Done, Preparing } from '../../../lambdas/domain/strategies/order.ts';
import { ANA, alarmName, at, byHand, incident, NOW, shift, shifted, variantName } from '../../builders.ts';
import { GOOD, type Held, HOLDS, ONE } from './every-hold.ts';
import { page, type Told, told } from './page.ts';

/** As the rules end it: a state that cannot come of it has no letter. */
const ended = (of: Incident, because: EndReason): Incident => {
  const verdict = end(of, because, at(20));
  return verdict.kind === 'end' ? { ...of, told: of.told + 1, ending: verdict.ending } : of;
};

const { breach } = incident();
const { value: _value, ...unmeasured } = breach;
const { requests: _requests, ...uncounted } = breach;
const restoring: Parameters<typeof incident>[0] = {
  weightsAtOpen: { stable: 1 },
  breach: { ...breach, variant: variantName('stable'), alarm: alarmName('stable') },
};
const held = (reason: HoldReason, over: Held['incident'] = {}, isOne = false): Incident =>
  incident({ ...(isOne && { ...restoring, lastGood: GOOD }), hold: reason, ...over });

test('nothing was shifted: each reason', async () => {
  const letters = Object.values(HOLDS)
    .flat()
    .map((one): Told => {
      const { reason, policy: over = {}, incident: of } = one;
      const mode = over.mode === undefined ? '' : `, mode ${over.mode}`;
      return [`${reason.kind}${mode}`, told(held(reason, of, over.restore !== undefined), over)];
    });
  await expect(page(letters)).toMatchFileSnapshot('golden/held.txt');
});

const again = { variant: 'canary', incident: 'fraud-20260101T080000', since: at(-120), times: 2 };
const approval = { by: ANA, at: at(9.9), late: 61_000 };
const scale = { kind: 'scale', variant: variantName('stable'), unit: 'instances', from: 2, to: 4 } as const;
const raised = (done: Omit<Done, 'at'>): Preparing => ({
  order: scale,
  requestedAt: NOW,
  askedAt: NOW,
  attempts: 1,
  done: { at: at(11), ...done },
});

test('traffic goes back: what is asked for, and what came before it', async () => {
  const asked = incident({ shift: shift() });
  const letters: readonly Told[] = [
    ['a guard broke', told(asked)],
    [
      'latency',
      told({
        ...asked,
        breach: {
          ...breach,
          guard: 'latency-p99',
          alarm: alarmName('canary', 'latency-p99'),
          threshold: 500,
          value: 812.4,
        },
      }),
    ],
    ['no figure could be measured', told({ ...asked, breach: unmeasured })],
    ['of the minute nothing more is known', told({ ...asked, breach: uncounted })],
    [
      'worse than stable',
      told({
        ...asked,
        breach: {
          ...breach,
          guard: 'judge-5xx',
          value: 0.031,
          requests: 1_240,
          against: { value: 0.005, since: at(-60) },
        },
      }),
    ],
    ['worse than stable, unread', told({ ...asked, breach: { ...unmeasured, guard: 'judge-5xx' } })],
    ['a guard that the config does not hold any more', told({ ...asked, breach: { ...breach, guard: 'gone' } })],
    ['by hand', told(byHand({ shift: shift(), quarantined: [again] }))],
    [
      'asked for again',
      told(incident({ told: 1, shift: shift({ attempts: 2 }), takenBack: { attempt: 1, failure: 'no capacity' } })),
    ],
    ['approved late', told(incident({ told: 1, approval, shift: shift() }), { mode: 'approve' })],
    ['it has come back', told(incident({ shift: shift(), quarantined: [again] }))],
    ['stable was raised first', told(incident({ shift: shift(), preparing: raised({ reaches: 3 }) }))],
    [
      'stable is too small, and the lesser evil',
      told(incident({ shift: shift(), weighed: { canaryFails: 0.3, overload: 0.1 } })),
    ],
    [
      'to the fallback',
      told(incident({ shift: shift({ wanted: { previous: 1 } }), insteadOf: { kind: 'stable-missing' } })),
    ],
  ];
  await expect(page(letters)).toMatchFileSnapshot('golden/shifting.txt');
});

const EXPOSED: Exposure = {
  variant: variantName('canary'),
  from: at(6),
  until: at(11),
  requests: 500,
  failed: 50,
  avoided: { requests: 1_200, failed: 120 },
};
const three = { weightsAtOpen: { stable: 80, canary: 10, second: 10 } };

test('how it ended: each reason, with each state that it can end in', async () => {
  const asked = incident({ shift: shift(), told: 1 });
  const none = incident({ told: 1, hold: { kind: 'frozen' } });
  const late = shifted({ requestedAt: at(9), askedAt: at(9) });
  const toCanary = { ...shifted({ wanted: { stable: 0, canary: 10 } }), byHand: { by: ANA, at: NOW } };
  const moved = (weights: Readonly<Record<string, number>>) => ({ ...shifted(), moved: { weights, at: at(12) } });
  const cases: Readonly<Record<EndReason, readonly Incident[]>> = {
    proved: [
      { ...shifted(), exposure: EXPOSED },
      { ...shifted(), approval },
      byHand({ shift: shift({ inForceAt: at(10.5) }), told: 1, ...three }),
      { ...toCanary, ...three },
      { ...shifted({ byOthers: true }), hold: { kind: 'recommending' } },
      { ...shifted(), preparing: raised({ reaches: 3, bounds: { floor: 1, ceiling: 4 } }) },
      { ...shifted(), preparing: raised({ reaches: 3, bounds: { floor: 1, ceiling: 4 }, unheld: 'AccessDenied' }) },
      {
        ...shifted({ wanted: { stable: 0, canary: 0, previous: 9 } }),
        insteadOf: { kind: 'stable-unwell', alarms: [] },
      },
    ],
    'not-proved-in-time': [asked, { ...late, exposure: EXPOSED }],
    'breach-over': [none, { ...none, breach: unmeasured }],
    'drill-over': [incident({ told: 1, drill: { id: 'drill-20260101T100930', by: ANA } })],
    'traffic-moved-by-another-hand': [
      none,
      shifted(),
      moved({ stable: 90, canary: 10 }),
      moved({ stable: 80, canary: 20 }),
    ],
    'new-config': [none, asked, shifted()],
    'kept-being-reverted': [
      incident({ told: 1, shift: shift({ attempts: 3 }), takenBack: { attempt: 3, failure: 'no capacity' } }),
      byHand({ told: 1, shift: shift({ attempts: 3 }) }),
    ],
    'target-broke': [toCanary],
    declined: [incident({ told: 1, hold: { kind: 'awaiting-approval', until: at(25), plan: '' } })],
    'not-accepted': [byHand({ shift: shift() })],
    'endpoint-unusable': [asked, shifted()],
    'endpoint-gone': [none, shifted()],
  };
  const letters = (Object.keys(cases) as EndReason[]).flatMap((because) =>
    cases[because].map((of): Told => [because, told(ended(of, because))]),
  );
  await expect(page(letters)).toMatchFileSnapshot('golden/ended.txt');
});

test('an endpoint of one variant: its last good config in the place of the one that broke a guard', async () => {
  const order = { kind: 'restore', from: 'config-1', to: 'config-0', goodUntil: GOOD.until } as const;
  const preparing = { order, requestedAt: NOW, askedAt: NOW, attempts: 3 };
  const of = (over: Parameters<typeof incident>[0]): Incident => incident({ ...restoring, lastGood: GOOD, ...over });
  const here = (over: Parameters<typeof incident>[0], mode: Policy['mode'] = 'auto') =>
    told(of(over), { ...ONE, mode });
  const over = (because: EndReason, more: Parameters<typeof incident>[0] = { preparing }) =>
    told(ended(of({ told: 1, ...more }), because), ONE);
  const inForce = { preparing: { ...preparing, inForceAt: at(14), unproved: ['image fraud:6'] } };
  const busy = { kind: 'endpoint-busy', status: 'Updating' } as const;
  const frozen = { hold: { kind: 'frozen' } } as const;
  const { lastGood: _none, ...unknown } = of({ hold: { kind: 'observing' } });
  const drill = { id: 'drill-20260101T100930', by: ANA };
  const letters: readonly Told[] = [
    ['asked for', here({ preparing: { ...preparing, unproved: ['image fraud:6', 'model data s3://models/6'] } })],
    ['observing', here({ hold: { kind: 'observing' } }, 'observe')],
    ['observing, no good config is known', told(unknown as Incident, { ...ONE, mode: 'observe' })],
    ['recommending', here({ hold: { kind: 'recommending' } }, 'recommend')],
    ['awaiting-approval', here({ hold: { kind: 'awaiting-approval', until: at(25), plan: '' } }, 'approve')],
    ['frozen', here(frozen)],
    ['endpoint-busy', here({ hold: busy })],
    ['a drill', here({ drill, hold: { kind: 'drill', id: drill.id } })],
    ['proved', over('proved', inForce)],
    ['not-proved-in-time, under way', over('not-proved-in-time')],
    ['not-proved-in-time, in force', over('not-proved-in-time', inForce)],
    ['kept-being-reverted', over('kept-being-reverted')],
    ['new-config, nothing was asked for', over('new-config', frozen)],
    ['new-config', over('new-config')],
    ['breach-over', over('breach-over', frozen)],
    ['declined', over('declined', { hold: { kind: 'awaiting-approval', until: at(25), plan: '' } })],
    ['endpoint-unusable', over('endpoint-unusable')],
    ['endpoint-gone', over('endpoint-gone', frozen)],
  ];
  await expect(page(letters)).toMatchFileSnapshot('golden/restored.txt');
});
