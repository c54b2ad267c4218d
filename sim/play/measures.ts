import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../services/cloudwatch/metric-store.ts';
import type { World } from '../world.ts';

/** What an account has of its own, beside the endpoints: programs that publish metrics, and alarms on them. */
export type Measures = {
  /** From now on, so often: each value so many times. Another word on the same metric takes the place of the first; none at all ends it. */
  readonly publishes: (metric: Metric, everySeconds: number, values: readonly (readonly [number, number])[]) => void;
  readonly makesAlarm: (alarm: PutMetricAlarmInput) => void;
  readonly makesCompositeAlarm: (alarm: PutCompositeAlarmInput) => void;
};

const SECOND = 1_000;

export const measuresOn = ({ wires, cloudwatch }: World): Measures => {
  const newest = new Map<string, object>();
  return {
    publishes: (metric, everySeconds, values) => {
      const word = {};
      const key = JSON.stringify([
        metric.namespace,
        metric.name,
        Object.entries(metric.dimensions)
          .map(String)
          .sort((one, other) => (one < other ? -1 : 1)),
      ]);
      newest.set(key, word);
      const publish = (): void => {
        if (newest.get(key) !== word || values.length === 0) return;
        cloudwatch.put({ ...metric, at: wires.clock.now(), values });
        wires.clock.after(everySeconds * SECOND, 'a program of the account publishes a metric', publish);
      };
      publish();
    },
    makesAlarm: cloudwatch.make,
    makesCompositeAlarm: cloudwatch.makeComposite,
  };
};
