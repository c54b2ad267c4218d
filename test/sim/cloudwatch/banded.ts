import { MINUTE, put, putAlarm, START, world } from './world.ts';

export const HOUR = 60 * MINUTE;

const metricStat = {
  Metric: { Namespace: 'Test', MetricName: 'Errors', Dimensions: [{ Name: 'Variant', Value: 'canary' }] },
  Period: 60,
  Stat: 'Sum',
};

/** The metric, and its band two standard deviations wide. */
export const METRICS = [
  { Id: 'm', MetricStat: metricStat, ReturnData: true },
  { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)', Label: 'Errors (expected)', ReturnData: true },
] as const;

/** What makes the plain alarm one on the band of its metric. */
export const BANDED = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Period: undefined,
  Statistic: undefined,
  Threshold: undefined,
  ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
  ThresholdMetricId: 'band',
  Metrics: METRICS,
};

/** 9 and 11 by turns, one value a minute: 10 on average, with a standard deviation of 1, and so a band from 8 to 12. */
export const usual = (w: Parameters<typeof put>[0], from: number, to: number): void => {
  for (let at = from; at < to; at += MINUTE) put(w, at, (at / MINUTE) % 2 === 0 ? 9 : 11);
};

/** An alarm on a band that is trained by a day of the usual, at START; its own first three hours are over. */
export const trained = (over: Readonly<Record<string, unknown>> = {}) => {
  const w = world();
  usual(w, START - 3 * HOUR - 24 * HOUR, START);
  const name = putAlarm(w, { ...BANDED, ...over });
  w.runTo(START + 3 * HOUR + MINUTE);
  return { ...w, name, alarm: () => w.cloudwatch.alarm(name).standing };
};

/** What came in the minutes from three hours after START on, oldest first; null is a minute without a value. */
export const livedInBand = (values: readonly (number | null)[], over: Readonly<Record<string, unknown>> = {}) => {
  const w = trained(over);
  const from = START + 3 * HOUR;
  values.forEach((value, minute) => {
    if (value !== null) put(w, from + minute * MINUTE, value);
    w.runTo(from + (minute + 1) * MINUTE);
  });
  w.runTo(from + (values.length + 1) * MINUTE + 5_000);
  return w;
};
