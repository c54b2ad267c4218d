import { describe, expect, test } from 'vitest';
import { lintExisting, lintSeen } from '../../../lambdas/domain/lint/account.ts';
import type { Period, Seen, SeenAlarm } from '../../../lambdas/domain/lint/seen.ts';
import type { Watch } from '../../../lambdas/domain/lint/watch.ts';
import { SECOND } from '../../../lambdas/domain/model.ts';
import { at } from '../../builders.ts';
import { page } from './page.ts';
import { ratio, slow, utilisation, watch } from './watches.ts';

const WELL: SeenAlarm = { state: 'OK', since: at(-600), actionsEnabled: true, muted: false, changes: [] };
const seen = (over: Partial<Seen> = {}): Seen => ({
  now: at(0),
  alarm: WELL,
  serves: true,
  periods: minutes(60),
  ...over,
});

/** The last so many minutes, each with these values. */
const minutes = (
  count: number,
  values: (place: number) => Period['values'] = () => ({ n: 100, e: 0, p: 200_000, m1: 0 }),
) => Array.from({ length: count }, (_, place) => ({ start: at(place - count), values: values(place) }));

const DAYS = 2 * 1_440;
const found = (of: Parameters<typeof lintSeen>[0], over: Partial<Seen>) =>
  lintSeen(of, seen(over), 'fraud').map(({ code }) => code);
const alarm = (over: Partial<SeenAlarm>): Partial<Seen> => ({ alarm: { ...WELL, ...over } });
const errors = (count: (place: number) => number) => ({
  periods: minutes(DAYS, (place) => ({ n: 100, e: count(place) })),
});

/** The last so many hours of errors, of which every so many-th is bad; an hour's alarm fires in each. */
const hours = (count: number, every: number, n = 100) => ({
  periods: Array.from({ length: count }, (_, place) => ({
    start: at((place - count) * 60),
    values: { n, e: place > 0 && place % every === 0 ? 10 : 0 },
  })),
});
const hourly = ratio(0.02, {
  breaching: 1,
  outOf: 1,
  metrics: ratio(0.02).metrics.map((metric) => ({ ...metric, period: 3_600 })),
});
const levels = (...figures: readonly number[]) => ({
  periods: figures.map((p, place) => ({ start: at((place - figures.length + 1) * 1_440), values: { n: 100, p } })),
});

/** Against what is usual, of a metric that has data since so many days. */
const unusual = watch(
  { expression: 'ANOMALY_DETECTION_BAND(m, 3)', threshold: 3 },
  { id: 'm', namespace: 'Shop', name: 'Conversions', stat: 'Sum' },
);
const since = (days: number) => ({
  periods: [-1_440 * days, -1].map((minute) => ({ start: at(minute), values: { m: 1 } })),
});

/** By the second: the last three hours, in points so far apart. */
const often: Watch = {
  ...ratio(0.02, { metrics: ratio(0.02).metrics.map((metric) => ({ ...metric, period: 10 })) }),
  isFine: true,
};
const every = (seconds: number) => ({
  periods: Array.from({ length: 1_080 }, (_, place) => ({
    start: at(-180) + place * seconds * SECOND,
    values: { n: 100, e: 0 },
  })).filter(({ start }) => start < at(0)),
});

const SHOWN = [
  ['that what is asked by the second comes by the minute', often, every(60), ['by-the-minute']],
  ['nothing of what comes by the second', often, every(10), []],
  ['that there is no alarm', ratio(0.02), { alarm: undefined }, ['alarm-missing']],
  [
    'that it is not as it was deployed',
    ratio(0.02),
    alarm({ changes: ['threshold: 0.5, and not 0.02'] }),
    ['alarm-changed'],
  ],
  ['that it pages nobody', ratio(0.02), alarm({ actionsEnabled: false }), ['alarm-disabled']],
  ['that it is muted', ratio(0.02), alarm({ muted: true }), ['alarm-muted']],
  ['that it is in ALARM', ratio(0.02), alarm({ state: 'ALARM' }), ['in-alarm']],
  ['that it cannot be evaluated', ratio(0.02), alarm({ state: 'INSUFFICIENT_DATA', since: at(-61) }), ['no-state']],
  ['that there is no such metric', ratio(0.02), { periods: [] }, ['metric-absent']],
  [
    'that the metric stopped',
    ratio(0.02),
    { periods: minutes(60).map(({ values }, place) => ({ start: at(place - 300), values })) },
    ['no-data'],
  ],
  [
    'that there are too few requests',
    ratio(0.02),
    { periods: minutes(60, (place) => ({ n: place < 20 ? 60 : 40, e: 0 })) },
    ['too-few-requests'],
  ],
  ['that the usual is beyond it', ratio(0.02), errors(() => 3), ['usual-beyond']],
  ['that it would fire all the time', ratio(0.02), errors((place) => (place % 600 < 2 ? 10 : 0)), ['noise']],
  ['that nobody knows yet what is usual', unusual, since(6), ['short-history']],
  [
    'that a metric held against what is usual stopped',
    unusual,
    { periods: since(14).periods.slice(0, 1) },
    ['no-data'],
  ],
  ['that nothing ever came near', slow(50_000), { periods: minutes(DAYS) }, ['never-near']],
  ['that nothing came near in a day', slow(50_001), levels(500_000, 500_000), ['never-near']],
  ['that it would have fired three times in a day', hourly, hours(25, 8), ['noise']],
  ['that it would have fired every other day', hourly, hours(193, 48), ['noise']],
  [
    'that there is no such metric, whatever the state',
    ratio(0.02),
    { periods: [], alarm: { ...WELL, state: 'INSUFFICIENT_DATA', since: at(-61) } },
    ['metric-absent'],
  ],
  [
    'that the metric stopped three hours ago',
    ratio(0.02),
    { periods: [{ start: at(-181), values: { n: 100, e: 0 } }] },
    ['no-data'],
  ],
] as const;

describe('the account shows', () => {
  test.each(SHOWN)('%s', (_, of, over, codes) => {
    expect(found(of, over)).toEqual(codes);
  });
});

describe('nothing is said of', () => {
  test.each([
    [
      'what is usual, once a week of it is known',
      unusual,
      { periods: [-10_081, -1].map((minute) => ({ start: at(minute), values: { m: 1 } })) },
    ],
    ['what is usual where nothing serves', unusual, { serves: false, periods: [] }],
    ['an alarm that is well', ratio(0.02), {}],
    ['one that is new', ratio(0.02), alarm({ state: 'INSUFFICIENT_DATA', since: at(-60) })],
    [
      'a metric of which nothing came for three hours',
      ratio(0.02),
      { periods: [{ start: at(-180), values: { n: 100, e: 0 } }] },
    ],
    [
      'two metrics, of which the slower one takes its time',
      watch({ expression: 'm1 / n' }, {}, { id: 'n', name: 'Invocations', period: 7_200 }),
      { periods: [{ start: at(-300), values: { m1: 0, n: 1 } }] },
    ],
    [
      'half of the minutes with too few requests',
      ratio(0.02),
      { periods: minutes(60, (place) => ({ n: place < 30 ? 50 : 49, e: 0 })) },
    ],
    [
      'one bad minute in the middle of three',
      ratio(0.02),
      { periods: minutes(3, (place) => ({ n: 100, e: place === 1 ? 3 : 0 })) },
    ],
    ['three faults in a week', hourly, hours(169, 50)],
    [
      'two faults in an hour',
      ratio(0.02, { breaching: 1, outOf: 1 }),
      { periods: minutes(60, (place) => ({ n: 100, e: place % 30 === 1 ? 3 : 0 })) },
    ],
    ['a level that was near once', slow(50_000), levels(200_000, 500_000, 200_000)],
    ['a canary at rest', ratio(0.02), { serves: false, periods: [] }],
    [
      'a canary that is at rest now, and had little',
      ratio(0.02),
      { serves: false, periods: minutes(9, () => ({ n: 1, e: 0 })) },
    ],
    ['metrics that could not be read', ratio(0.02), { periods: 'unread' }],
    [
      'two faults',
      ratio(0.02),
      errors((place) => (place === 100 || place === 101 || place === 900 || place === 901 ? 10 : 0)),
    ],
    ['bad minutes that stand alone', ratio(0.02), errors((place) => (place % 600 === 0 ? 10 : 0))],
    ['errors that are far from the threshold', ratio(0.5), errors((place) => (place === 1 ? 0.001 : 0))],
    ['a utilisation of nothing', utilisation('GPUUtilization', 90), { periods: minutes(DAYS) }],
    ['a first hour far below the threshold', slow(50_000), {}],
    ['what is not understood', ratio(0.02, { expression: 'RATE(e)' }), {}],
    [
      'periods without requests in an alarm on them',
      ratio(0.02),
      { periods: [...minutes(60, () => ({ n: 100, e: 0 })), { start: at(-0.5), values: { e: 0 } }] },
    ],
    [
      'hours of a metric that comes each hour',
      watch({ threshold: 3 }, { namespace: 'Shop', name: 'Complaints', period: 7_200 }),
      { periods: [{ start: at(-300), values: { m1: 1 } }] },
    ],
  ] as const)('%s', (_, of, over) => {
    expect(found(of, over)).toEqual([]);
  });
});

test('it is told with its alarm, its endpoint and what was seen', () => {
  expect(lintSeen(ratio(0.02), seen(errors(() => 3)), 'fraud')).toEqual([
    {
      severity: 'warning',
      code: 'usual-beyond',
      where: 'alarm own',
      endpoint: 'fraud',
      what: 'it fires above 0.02, and its usual figure is 0.03',
      mend: 'Choose a threshold beyond what is usual: npx sagemaker-rollback init suggests one.',
    },
  ]);
});

test('as people read it: all that the account shows', async () => {
  const pages = [
    ...SHOWN.map(([what, of, over]) => page(what, lintSeen(of, seen(over), 'fraud'))),
    page('that an alarm which is not ours is not there', lintExisting('shop', undefined, 'fraud')),
  ];
  await expect(pages.join('\n')).toMatchFileSnapshot('golden/account.txt');
});

describe('of an alarm that is not ours', () => {
  const existing = (over: Partial<SeenAlarm>) =>
    lintExisting('shop', { ...WELL, ...over }, 'fraud').map(({ code }) => code);

  test('only its own state is told: what it watches is not known', () => {
    expect([existing({}), existing({ state: 'INSUFFICIENT_DATA' })]).toEqual([[], []]);
    expect([existing({ state: 'ALARM' }), existing({ muted: true })]).toEqual([['in-alarm'], ['alarm-muted']]);
  });
  test('one that pages nobody is mended like any other', () => {
    expect(lintExisting('shop', { ...WELL, actionsEnabled: false }, 'fraud')).toMatchObject([
      { code: 'alarm-disabled', mend: 'aws cloudwatch enable-alarm-actions --alarm-names shop' },
    ]);
  });
});
