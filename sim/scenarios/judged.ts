import { alive, allOnStable, eventDelivered, held, noShift, rolledBack, silent } from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { FAULT_AT, mailed } from './common.ts';

/** Scenarios of canaries that are compared with their stable. Both fail 0.5 % of their requests where nobody says more. */
const JUDGED_AT_TEN_PERCENT = {
  endpoint: 'fraud-judged',
  stack: 'judged',
  canaryShare: 0.1,
  requestsPerMinute: 300,
  atMostMinutes: 240,
} satisfies Partial<Scenario>;

const failing = (errorRatio5xx: number) => ({ errorRatio5xx, modelErrorRatio: errorRatio5xx });

const onlyTheJudge: Expectation = {
  sentence: 'no guard with a threshold of its own says anything',
  from: "the canary's metrics",
  to: 'guard alarm',
  holds: ({ has }) => !has('alarm', { alarm: /\/(errors|latency)-/, to: 'ALARM' }),
};

const calledWorse = (guard: string): Expectation => ({
  sentence: 'the judge calls the canary worse',
  from: 'Judge',
  to: 'its guard alarm',
  holds: ({ has }) => has('alarm', { alarm: new RegExp(`/canary/${guard}`), to: 'ALARM' }),
});

const notCalledWorse: Expectation = {
  sentence: 'the judge publishes what it finds, and never calls the canary worse',
  from: 'Judge',
  to: 'its guard alarm',
  holds: ({ has }) =>
    has('call', { operation: 'PutMetricData', outcome: 'ok' }) && !has('alarm', { alarm: /judge-/, to: 'ALARM' }),
};

export const slowBurn: Scenario = {
  ...JUDGED_AT_TEN_PERCENT,
  name: 'slow-burn',
  title: 'A canary with 30 requests a minute goes from 0.5 % to 2 % errors: no threshold sees it, the judge does.',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The canary lacks a feature for a few customers: from now on it fails one request in fifty.');
      behaves('canary', failing(0.02));
    });
  },
  expects: [
    ...rolledBack,
    eventDelivered,
    onlyTheJudge,
    calledWorse('judge-5xx'),
    allOnStable,
    mailed(/ % against .* requests since /),
  ],
};

export const commonCause: Scenario = {
  ...JUDGED_AT_TEN_PERCENT,
  name: 'common-cause',
  title: 'Stable gets worse, and the canary gets worse still: both suffer, and nothing is shifted.',
  canaryShare: 0,
  requestsPerMinute: 3_000,
  leaveAloneBecause: 'stable got worse too',
  atMostMinutes: 40,
  endsAs: null,
  script: ({ at, story, behaves, movesWeights }) => {
    // What stable is like without a canary has to be known before anybody can say that it got worse.
    at(5, () => movesWeights('release pipeline', { stable: 90, canary: 10 }));
    at(20, () => {
      story(
        'A feature store answers late: stable fails one request in thirty, and the canary, which asks it more, one in eight.',
      );
      behaves('stable', failing(0.03));
      behaves('canary', failing(0.12));
    });
  },
  expects: [
    ...alive,
    eventDelivered,
    calledWorse('judge-5xx'),
    held('common-cause'),
    noShift,
    mailed(/stable itself went from/),
  ],
};

export const sharedRise: Scenario = {
  ...JUDGED_AT_TEN_PERCENT,
  name: 'shared-rise',
  title: 'Both variants get worse alike, below every threshold: nobody is told, for the canary is no worse.',
  requestsPerMinute: 3_000,
  leaveAloneBecause: 'the canary is no worse than stable',
  atMostMinutes: 30,
  endsAs: null,
  script: ({ at, story, behaves }) => {
    at(10, () => {
      story('The callers start to send requests that either model fails on: three in a hundred.');
      behaves('stable', failing(0.03));
      behaves('canary', failing(0.03));
    });
  },
  expects: [...alive, notCalledWorse, silent, noShift],
};

export const burst: Scenario = {
  ...JUDGED_AT_TEN_PERCENT,
  name: 'burst',
  title: 'Both variants fail in bursts: that one of them hits the canary more is no proof.',
  requestsPerMinute: 3_000,
  leaveAloneBecause: 'bursts hit both variants',
  atMostMinutes: 30,
  endsAs: null,
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => story('A dependency drops out for half a minute now and then: either variant fails in bursts.'));
    for (let minute = 2; minute < 29; minute += 3) {
      at(minute, () => {
        behaves('stable', failing(0.06));
        behaves('canary', failing(0.06));
      });
      at(minute + 0.5, () => {
        behaves('stable', failing(0.005));
        behaves('canary', failing(0.005));
      });
    }
  },
  expects: [...alive, notCalledWorse, silent, noShift],
};

export const slowTail: Scenario = {
  ...JUDGED_AT_TEN_PERCENT,
  name: 'slow-tail',
  title: "A tenth of the canary's answers takes longer than 300 ms, and its p99 keeps the guard: the judge sees it.",
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The canary loads a table for some customers: a few of its answers take three times as long.');
      behaves('canary', { medianMs: 120, p99Ms: 700 });
    });
  },
  expects: [
    ...rolledBack,
    eventDelivered,
    onlyTheJudge,
    calledWorse('judge-slow'),
    allOnStable,
    mailed(/slower than 300 ms .* against /),
  ],
};

export const JUDGED: readonly Scenario[] = [slowBurn, slowTail, commonCause, sharedRise, burst];
