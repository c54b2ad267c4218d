import { PRICES } from './prices.ts';
import { guardAlarmsIn } from './template.ts';

/** What one guard of one endpoint costs a month, on all its variants. */
export type GuardCost = {
  readonly guard: string;
  readonly alarms: number;
  /** CloudWatch bills an alarm by the metrics that it reads. */
  readonly metrics: number;
  /** US dollars a month. */
  readonly usd: number;
};

/** Of one endpoint's guards, in the order of the template. */
export const guardCosts = (templates: readonly string[], endpoint: string): readonly GuardCost[] => {
  const own = templates.flatMap(guardAlarmsIn).filter((alarm) => alarm.endpoint === endpoint);
  return [...Map.groupBy(own, ({ guard }) => guard)].map(([guard, alarms]) => {
    const metrics = alarms.reduce((sum, alarm) => sum + alarm.metrics, 0);
    const each = alarms.some(({ isFine }) => isFine) ? PRICES.fineAlarmMetric : PRICES.alarmMetric;
    return { guard, alarms: alarms.length, metrics, usd: Number((metrics * each).toFixed(6)) };
  });
};
