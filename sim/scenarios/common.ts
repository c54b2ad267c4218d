import type { Expectation, Scenario } from '../play/scenario.ts';
import type { Behaviour } from '../traffic/behaviour.ts';

/** Ten percent of the requests fail. */
export const BAD: Partial<Behaviour> = { errorRatio5xx: 0.1, modelErrorRatio: 0.1 };

/** And back to normal. */
export const WELL: Partial<Behaviour> = { errorRatio5xx: 0.005, modelErrorRatio: 0.005 };

/** What most scenarios start from. */
export const CANARY_AT_TEN_PERCENT = {
  endpoint: 'fraud-detector',
  canaryShare: 0.1,
  requestsPerMinute: 6_000,
  atMostMinutes: 20,
} satisfies Partial<Scenario>;

/** The story's first minute is healthy, so that people see what normal looks like. */
export const FAULT_AT = 1;

/** The email of a letter, whatever the incident. */
export const mailed = (words: RegExp): Expectation => ({
  sentence: `on-call is told: ${words.source}`,
  from: 'Reconcile',
  to: 'on-call topic → email',
  holds: ({ has }) => has('message', { channel: 'email', topic: /Oncall/, text: words }),
});

export const shifts = (count: number): Expectation => ({
  sentence: `the automation shifts ${count} times`,
  from: 'Reconcile',
  to: 'SageMaker',
  holds: (story) => story.shifts === count,
});

export const keepsTraffic: Expectation = {
  sentence: 'in the end the canary has traffic',
  from: 'SageMaker',
  to: 'canary',
  holds: ({ weights }) => (weights['canary'] ?? 0) > 0,
};
