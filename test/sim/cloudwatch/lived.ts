import { MINUTE, put, putAlarm, START, world } from './world.ts';

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:pager';

export const RATIO = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Period: undefined,
  Statistic: undefined,
  Threshold: 0.02,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  TreatMissingData: 'notBreaching',
  Metrics: [
    { Id: 'ratio', Expression: 'IF(n >= 20, e / n, 0)', Label: 'error ratio', ReturnData: true },
    { Id: 'e', MetricStat: metricStat('Errors'), ReturnData: false },
    { Id: 'n', MetricStat: metricStat('Requests'), ReturnData: false },
  ],
};

function metricStat(MetricName: string) {
  return {
    Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Variant', Value: 'canary' }] },
    Period: 60,
    Stat: 'Sum',
  };
}

/** A world in which the plain alarm's metric had one value a minute, oldest first; null is a minute without one. */
export const lived = (values: readonly (number | null)[], over: Readonly<Record<string, unknown>> = {}) => {
  const w = world();
  const name = putAlarm(w, over);
  values.forEach((value, minute) => {
    w.runTo(START + minute * MINUTE);
    if (value !== null) put(w, START + minute * MINUTE, value);
  });
  w.runTo(START + (values.length + 1) * MINUTE + 5_000);
  return { ...w, name, alarm: () => w.cloudwatch.alarm(name).standing };
};
