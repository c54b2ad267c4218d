import type { Measures } from '../play/measures.ts';
import type { Expectation } from '../play/scenario.ts';

export const HOURLY = 3_600;

/** The shop's own alarm, which the config names. It is there in each of these accounts. */
export const THEIRS = { Namespace: 'Shop', MetricName: 'CheckoutFailures' };

export const prepares = ({ publishes, makesAlarm }: Measures): void => {
  makesAlarm({
    AlarmName: 'shop-checkout-failures',
    ...THEIRS,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 20,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ActionsEnabled: true,
  });
  publishes({ namespace: THEIRS.Namespace, name: THEIRS.MetricName, dimensions: {} }, 60, [[1, 3]]);
  for (const variant of ['stable', 'canary']) publishes(orders(variant), 60, ordering(3));
  for (const endpoint of ['fraud-measured', 'fraud-two']) publishes(drift(endpoint), HOURLY, [[0.05, 1]]);
  publishes(f1, HOURLY, [[0.91, 1]]);
  publishes(conversions, 60, [[1, 165]]);
};

export const orders = (variant: string) => ({
  namespace: 'Shop',
  name: 'OrderPlaced',
  dimensions: { Endpoint: 'fraud-measured', Variant: variant },
});

/** Of a hundred visits in a minute, so many end in an order. */
export const ordering = (placed: number): readonly (readonly [number, number])[] => [
  [1, placed],
  [0, 100 - placed],
];

export const drift = (endpoint: string) => ({
  namespace: 'aws/sagemaker/Endpoints/data-metrics',
  name: 'feature_baseline_drift_age',
  dimensions: { Endpoint: endpoint, Feature: 'age', MonitoringSchedule: `${endpoint}-data` },
});

export const f1 = {
  namespace: 'aws/sagemaker/Endpoints/model-metrics',
  name: 'f1',
  dimensions: { Endpoint: 'fraud-measured', MonitoringSchedule: 'fraud-measured-labels' },
};

/** Of all visitors, whoever answered them. */
export const conversions = {
  namespace: 'Shop',
  name: 'Conversions',
  dimensions: { Endpoint: 'fraud-usual' },
};

export const goesOff = (alarm: RegExp): Expectation => ({
  sentence: `an alarm goes off: ${alarm.source}`,
  from: 'a metric',
  to: 'alarm',
  holds: ({ has }) => has('alarm', { alarm, to: 'ALARM' }),
});

export const onlyThat = (alarm: RegExp): Expectation => ({
  sentence: 'no other guard says anything',
  from: 'metrics',
  to: 'guard alarm',
  holds: ({ has }) =>
    !has('alarm', { alarm: (name) => isGuard(String(name)) && !alarm.test(String(name)), to: 'ALARM' }),
});

/** Each hour one goes off that watches nothing. */
const isGuard = (name: string): boolean => !name.includes('/probe/');
