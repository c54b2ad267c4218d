import { alive, allOnStable, atMostThreeMessages, endsAs, held, noShift, silent, told } from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { keepsTraffic, mailed } from './common.ts';
import { drift, f1, goesOff, HOURLY, onlyThat, ordering, orders, prepares, THEIRS } from './shop.ts';

/** Scenarios of guards that no request tells of. On every endpoint requests are answered as they should be. */
export const MEASURED = {
  endpoint: 'fraud-measured',
  stack: 'readings',
  canaryShare: 0.1,
  requestsPerMinute: 1_200,
  atMostMinutes: 30,
} satisfies Partial<Scenario>;

export const rolledBack = (alarm: RegExp): readonly Expectation[] => [
  ...alive,
  ...told,
  goesOff(alarm),
  onlyThat(alarm),
  endsAs('RECOVERED'),
  allOnStable,
  atMostThreeMessages,
];

const leftAlone: readonly Expectation[] = [...alive, noShift, keepsTraffic];

export const businessFigure: Scenario = {
  ...MEASURED,
  name: 'business-figure',
  title: 'The canary answers well, and its visitors order less: the shop publishes that for each variant.',
  endsAs: 'RECOVERED',
  prepares,
  script: ({ at, story, publishes }) => {
    at(1, () => {
      story('The canary refuses good customers: of a hundred visits one ends in an order, and three at stable.');
      publishes(orders('canary'), 60, ordering(1));
    });
  },
  expects: [...rolledBack(/canary\/orders$/), mailed(/OrderPlaced .*at least 0\.02 orders per visit promised/)],
};

export const drifted: Scenario = {
  ...MEASURED,
  name: 'drift',
  title: 'Model Monitor sees drift long after the canary got its share, and the canary is the only one beside stable.',
  atMostMinutes: 120,
  endsAs: 'RECOVERED',
  prepares,
  script: ({ at, story, publishes }) => {
    at(95, () => {
      story("The canary's feature pipeline fills in a default: its hourly report shows age far off the baseline.");
      publishes(drift('fraud-measured'), HOURLY, [[0.41, 1]]);
    });
  },
  expects: [...rolledBack(/\/drift-age$/), mailed(/no variant is named, canary has traffic/)],
};

export const qualityDropped: Scenario = {
  ...MEASURED,
  name: 'quality',
  title: 'Labels come in, and say that predictions are worse than promised since the canary has its share.',
  atMostMinutes: 120,
  endsAs: 'RECOVERED',
  prepares,
  script: ({ at, story, publishes }) => {
    at(95, () => {
      story('The first labels of the canary’s predictions are in: f1 falls from 0.91 to 0.72.');
      publishes(f1, HOURLY, [[0.72, 1]]);
    });
  },
  expects: [...rolledBack(/\/quality-f1$/), mailed(/f1 \(Minimum\) 0\.72, at least 0\.8 promised/)],
};

export const driftOfBefore: Scenario = {
  ...MEASURED,
  name: 'drift-of-before',
  title: 'Drift is reported soon after the canary got its share: what was captured is older, and nothing is shifted.',
  leaveAloneBecause: 'the drift may be older than the canary',
  atMostMinutes: 40,
  endsAs: null,
  prepares,
  script: ({ at, story, publishes }) => {
    at(20, () => {
      story('Model Monitor reports the hour before: age is far off the baseline, whoever was asked.');
      publishes(drift('fraud-measured'), HOURLY, [[0.41, 1]]);
    });
  },
  expects: [...leftAlone, goesOff(/\/drift-age$/), held('no-variant-named'), mailed(/not shown that it began after/)],
};

export const whoseDrift: Scenario = {
  ...MEASURED,
  name: 'whose-drift',
  title: 'Two canaries have traffic, and drift names no variant: nobody knows whose fault it is.',
  endpoint: 'fraud-two',
  leaveAloneBecause: 'nobody knows which canary it is',
  atMostMinutes: 20,
  endsAs: null,
  prepares,
  script: ({ at, story, publishes }) => {
    at(5, () => {
      story('Model Monitor reports drift of the endpoint, on which two canaries are judged at once.');
      publishes(drift('fraud-two'), HOURLY, [[0.41, 1]]);
    });
  },
  expects: [
    ...leftAlone,
    goesOff(/\/drift-age$/),
    held('no-variant-named'),
    mailed(/canary and second all have traffic/),
  ],
};

export const existingAlarm: Scenario = {
  ...MEASURED,
  name: 'existing-alarm',
  title: "The shop's own alarm goes off, which the config says is about the canary.",
  endsAs: 'RECOVERED',
  prepares,
  script: ({ at, story, publishes }) => {
    at(1, () => {
      story('Checkouts fail wherever the canary was asked.');
      publishes({ namespace: THEIRS.Namespace, name: THEIRS.MetricName, dimensions: {} }, 60, [[1, 60]]);
    });
  },
  expects: [...rolledBack(/^shop-checkout-failures$/), mailed(/alarm shop-checkout-failures went off/)],
};

export const existingAlarmUnheard: Scenario = {
  ...existingAlarm,
  name: 'existing-alarm-unheard',
  title: "The same, and the event of the shop's own alarm is lost: the sweep finds it within 90 seconds.",
  faults: { deliveries: (event) => (event['detail-type'] === 'CloudWatch Alarm State Change' ? [] : [0]) },
  expects: [
    ...existingAlarm.expects,
    {
      sentence: 'the shift is asked for by a sweep',
      from: 'EventBridge schedule',
      to: 'Reconcile',
      holds: ({ has }) => !has('event', { detailType: 'CloudWatch Alarm State Change', target: /Reconcile/ }),
    },
  ],
};

export const noData: Scenario = {
  ...MEASURED,
  name: 'no-data',
  title: 'The shop stops publishing its orders: silence is no breach where the guard does not say so.',
  leaveAloneBecause: 'nothing is known to be worse',
  atMostMinutes: 20,
  endsAs: null,
  prepares,
  script: ({ at, story, publishes }) => {
    at(1, () => {
      story("The shop's exporter crashes, and nothing is published any more.");
      for (const variant of ['stable', 'canary']) publishes(orders(variant), 60, []);
    });
  },
  expects: [...leftAlone, silent],
};

export const metricsDown: Scenario = {
  ...MEASURED,
  name: 'metrics-down',
  title:
    "CloudWatch answers no question about metrics: the alarm's own datapoint has to do, and nothing can be proved.",
  endsAs: 'ROLLED_BACK_NOT_RECOVERED',
  prepares,
  faults: {
    call: (_, operation) =>
      operation === 'GetMetricData'
        ? { kind: 'error', code: 'InternalServiceFault', message: 'The metrics are not to be had.', status: 500 }
        : undefined,
  },
  script: businessFigure.script,
  expects: [...alive, ...told, goesOff(/canary\/orders$/), endsAs('ROLLED_BACK_NOT_RECOVERED'), allOnStable],
};

export const READINGS: readonly Scenario[] = [
  businessFigure,
  drifted,
  qualityDropped,
  driftOfBefore,
  whoseDrift,
  existingAlarm,
  existingAlarmUnheard,
  noData,
  metricsDown,
];
