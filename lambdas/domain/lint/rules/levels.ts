import { MINUTE } from '../../model.ts';
import type { Said } from '../codes.ts';
import { factsOf } from '../metric-facts.ts';
import { type History, historyOf, type Period, type Seen, timesFired } from '../seen.ts';
import { beyond, type Watch } from '../watch.ts';
import { amount, asks } from '../words.ts';

/** What its metrics were, beside what it asks for. */
export const levels = (watch: Watch, { now, serves, periods }: Seen): readonly Said[] => {
  if (periods === 'unread') return [];
  const gone = serves ? withoutData(watch, periods, now) : [];
  if (gone.length > 0) return gone;
  const coarse = watch.isFine ? byTheMinute(watch, periods) : [];
  if (coarse.length > 0) return coarse;
  if (isOnBand(watch)) return shortHistory(periods);
  const history = historyOf(watch, periods);
  const few = serves ? tooFew(history) : [];
  return [...few, ...(usual(watch, history) ?? noise(watch, history)), ...neverNear(watch, history)];
};

const DAY = 1_440 * MINUTE;
const STOPPED = 180 * MINUTE;

const withoutData = ({ metrics }: Watch, periods: readonly Period[], now: number): readonly Said[] => {
  const newest = periods.at(-1);
  const names = metrics.map(({ namespace, name }) => `${namespace} ${name}`).join(', ');
  if (newest === undefined)
    return [
      {
        code: 'metric-absent',
        what: `CloudWatch has no data of ${names} with these dimensions`,
        mend: 'Compare namespace, name and dimensions, case included: aws cloudwatch list-metrics',
      },
    ];
  const slowest = Math.max(...metrics.map(({ period }) => period)) * 1_000;
  return now - newest.start > Math.max(STOPPED, 3 * slowest)
    ? [
        {
          code: 'no-data',
          what: `its metric has no data since ${new Date(newest.start).toISOString().slice(0, 16)}Z`,
          mend: 'Find out what stopped publishing it.',
        },
      ]
    : [];
};

/** How often its figure was beyond the band that CloudWatch had then, nothing shows. */
const isOnBand = ({ expression }: Watch): boolean => expression.startsWith('ANOMALY_DETECTION_BAND(');

/** CloudWatch learns the hours of the day and the days of the week; what it saw of neither, it takes for unusual. */
const WEEK = 7 * DAY;

const shortHistory = (periods: readonly Period[]): readonly Said[] => {
  const starts = periods.map(({ start }) => start);
  const known = Math.max(...starts) - Math.min(...starts);
  return starts.length === 0 || known >= WEEK
    ? []
    : [
        {
          code: 'short-history',
          what: `it is held against what is usual, and its metric has data of ${amount(Math.floor((10 * known) / DAY) / 10)} days only`,
          mend: 'Do not rely on it before CloudWatch has seen a whole week, better two.',
        },
      ];
};

/** What comes once a minute stands at the minute's own start. */
const byTheMinute = ({ metrics }: Watch, periods: readonly Period[]): readonly Said[] =>
  periods.some(({ start }) => start % MINUTE !== 0)
    ? []
    : [
        {
          code: 'by-the-minute',
          what: `it asks every ${metrics[0]?.period} s, and ${metrics.map(({ name }) => name).join(' and ')} came once a minute in the last three hours`,
          mend: `Give the endpoint config MetricsConfig { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: ${metrics[0]?.period} }; where they come by the minute all the same, take grossEverySeconds out.`,
        },
      ];

const ENOUGH = 0.5;

const tooFew = ({ enough, needed }: History): readonly Said[] =>
  enough === undefined || enough >= ENOUGH
    ? []
    : [
        {
          code: 'too-few-requests',
          what: `${Math.round(enough * 100)} % of its minutes had the ${needed} requests that it judges by`,
          mend: 'Give the variant more traffic, or lower minRequests (a few requests are weak evidence), or its percentile.',
        },
      ];

/** Undefined: the usual figure is within the threshold. */
const usual = (watch: Watch, { judged }: History): readonly Said[] | undefined => {
  const inOrder = judged.map(({ figure }) => figure).toSorted((one, other) => one - other);
  const middle = inOrder[Math.floor(inOrder.length / 2)];
  return middle === undefined || !beyond(watch, middle)
    ? undefined
    : [
        {
          code: 'usual-beyond',
          what: `${asks(watch)}, and its usual figure is ${amount(middle)}`,
          mend: 'Choose a threshold beyond what is usual: npx sagemaker-rollback init suggests one.',
        },
      ];
};

/** Fewer may have been faults. */
const FEW = 3;

const daysOf = ({ judged }: History): number => ((judged.at(-1)?.start ?? 0) - (judged[0]?.start ?? 0)) / DAY;

const noise = (watch: Watch, history: History): readonly Said[] => {
  const times = timesFired(watch, history);
  const days = Math.max(1, daysOf(history));
  return times < FEW || times / days < 0.5
    ? []
    : [
        {
          code: 'noise',
          what: `it would have fired ${times} times in ${days > 1 ? `${amount(Math.ceil(days))} days` : 'a day'}`,
          mend: 'Choose a higher threshold, or more bad periods: npx sagemaker-rollback init suggests one.',
        },
      ];
};

/** Nobody knows how far a figure of failures goes up when something breaks; latencies and utilisations do not jump so. */
const FAR = 100;

const neverNear = (watch: Watch, history: History): readonly Said[] => {
  const isLevel = watch.metrics.every((metric) => factsOf(metric)?.nature !== 'failure');
  const highest = Math.max(...history.judged.map(({ figure }) => figure));
  if (!isLevel || daysOf(history) < 1 || highest <= 0 || highest * FAR >= watch.threshold) return [];
  return [
    {
      code: 'never-near',
      what: `${asks(watch)}, and its figure was never above ${amount(highest)}`,
      mend: 'Check the unit, and choose a threshold near what would be bad.',
    },
  ];
};
