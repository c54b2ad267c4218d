import { eventDelivered, rolledBack, shiftedWithin, twoRounds } from '../play/expectations.ts';
import type { Scenario } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT } from './common.ts';

/** Scenarios in which traffic goes back to stable, and it is proved. */
export const badCanary: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'bad-canary',
  title: 'A canary at 10 % of the traffic goes from 0.5 % to 10 % errors.',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('A bad model file reaches the canary: from now on it fails one request in ten.');
      behaves('canary', BAD);
    });
  },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(5), twoRounds],
};

export const slowCanary: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'slow-canary',
  title: "The canary's p99 latency goes from 180 ms to 1.2 s; nothing fails.",
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The canary starts to compute a feature that it should look up: it still answers, but slowly.');
      behaves('canary', { medianMs: 300, p99Ms: 1_200 });
    });
  },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(5), twoRounds],
};

export const mixedCaseName: Scenario = {
  ...badCanary,
  name: 'mixed-case-name',
  title: "The endpoint is named FraudDetector-EU: SageMaker's ARNs lower the case, names and metrics keep it.",
  endpoint: 'FraudDetector-EU',
};

export const endpointBusy: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'endpoint-busy',
  title: 'The endpoint is Updating when the alarm comes: SageMaker refuses a second change, so the next look acts.',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves, changesInstances }) => {
    at(FAULT_AT, () => {
      story('The canary starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    at(FAULT_AT + 0.5, () => {
      story('Autoscaling adds an instance to stable: the endpoint is Updating for some minutes.');
      changesInstances('autoscaling', 'stable', 4);
    });
  },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(300)],
};

export const endpointBusyLonger: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'endpoint-busy-longer',
  title:
    'The endpoint has only just begun to be Updating when the alarm comes: nothing can be shifted for four minutes.',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves, changesInstances }) => {
    at(FAULT_AT, () => {
      story('The canary starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    at(FAULT_AT + 0.9, () => {
      story('Autoscaling adds an instance to stable: the endpoint is Updating for some minutes.');
      changesInstances('autoscaling', 'stable', 4);
    });
  },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(300)],
};

/** EventBridge loses every alarm event. */
export const lostEvent: Scenario = {
  ...badCanary,
  name: 'lost-event',
  title: 'The alarm event is lost on its way; the sweep finds the alarm within a minute.',
  faults: { deliveries: (event) => (event.source === 'aws.cloudwatch' ? [] : [0]) },
  expects: [...rolledBack, ...shiftedWithin(90)],
};

/** Twice at once, once again after half a minute, and once when all is long over. */
const COPIES = [0, 0, 30_000, 300_000];

export const duplicateEvents: Scenario = {
  ...badCanary,
  name: 'duplicate-events',
  title: 'The alarm event comes four times, two of them at once and one of them five minutes late.',
  faults: { deliveries: (event) => (event.source === 'aws.cloudwatch' ? COPIES : [0]) },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(5)],
};
