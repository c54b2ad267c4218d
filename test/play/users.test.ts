import { expect, test } from 'vitest';
import { makeHealth } from '../../sim/play/health.ts';
import { HEALTHY } from '../../sim/play/healthy.ts';
import { usersView } from '../../sim/play/users.ts';
import type { Counts } from '../../sim/traffic/tick.ts';

const FAULT = 60_000;

/** Ten seconds of one variant, from the fault on: 10 % of 1,000 requests go to the canary. */
const served = (variant: 'stable' | 'canary', over: Partial<Counts> = {}): Counts => ({
  endpoint: 'fraud',
  variant,
  from: FAULT,
  to: FAULT + 10_000,
  share: variant === 'canary' ? 0.1 : 0.9,
  instances: 1,
  requests: variant === 'canary' ? 100 : 900,
  errors5xx: 0,
  errors4xx: 0,
  modelErrors: 0,
  slow: 0,
  ...over,
});

const later = (variant: 'stable' | 'canary', over: Partial<Counts> = {}): Counts =>
  served(variant, { from: FAULT + 10_000, to: FAULT + 20_000, ...over });

/** The canary lost its traffic after ten seconds, in which a tenth of its requests failed. */
const SHIFTED = [
  served('stable'),
  served('canary', { errors5xx: 8, slow: 2 }),
  later('stable', { share: 1, requests: 1_000 }),
  later('canary', { share: 0, requests: 0 }),
];

type Over = { readonly counts?: readonly Counts[]; readonly shifts?: number; readonly sick?: readonly string[] };

const view = ({ counts = SHIFTED, shifts = 1, sick = ['canary'] }: Over = {}) =>
  usersView(
    { traffic: { counts: () => counts } },
    { endpoint: 'fraud', canaryShare: 0.1 },
    { faultAt: FAULT, shifts, health: { isSick: (variant) => sick.includes(variant) } },
  );

test('what a sick variant failed or answered late hurts', () => {
  expect(view()).toMatchObject({ requests: 2_000, hurt: 10 });
});

test('what a well variant fails every day hurts nobody more than before', () => {
  const counts = SHIFTED.map((one) => (one.variant === 'stable' ? { ...one, errors5xx: 5 } : one));
  expect(view({ counts }).hurt).toBe(10);
});

test('what came before the fault is not counted', () => {
  const counts = [served('canary', { from: 0, to: 10_000, errors5xx: 50 }), ...SHIFTED];
  expect(view({ counts })).toMatchObject({ requests: 2_000, hurt: 10 });
});

test('who went to a well stable instead is spared, at the rate at which the canary hurt', () => {
  expect(view().spared).toBe(10);
});

test.each<[string, Over]>([
  ['nothing was shifted', { shifts: 0 }],
  ['stable is as sick as the canary', { sick: ['canary', 'stable'] }],
  ['the canary is well', { sick: [] }],
  ['the canary keeps its share', { counts: [served('stable'), served('canary', { errors5xx: 10 })] }],
])('nobody is spared where %s', (_, over) => {
  expect(view(over).spared).toBe(0);
});

test('a variant is sick from when it is told to behave so until it is told otherwise', () => {
  let now = 10;
  const { note, isSick } = makeHealth({ now: () => now });
  note('canary', { ...HEALTHY, p99Ms: 1_200 });
  now = 20;
  note('canary', HEALTHY);
  expect([9, 10, 19, 20].map((time) => isSick('canary', time))).toEqual([false, true, true, false]);
  expect(isSick('stable', 15)).toBe(false);
});
