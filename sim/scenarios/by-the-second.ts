import { alive, allOnStable, atMostThreeMessages, breachSeen, endsAs, told } from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { BAD, FAULT_AT, mailed } from './common.ts';
import { goesOff } from './shop.ts';

const SECOND = 1_000;

/** Where SageMaker's metrics come every ten seconds, so do the guard's answers. */
const GROSS = {
  endpoint: 'fraud-fast',
  stack: 'readings',
  canaryShare: 0.1,
  requestsPerMinute: 6_000,
  atMostMinutes: 20,
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The canary begins to fail: one request in five.');
      behaves('canary', { ...BAD, errorRatio5xx: 0.2 });
    });
  },
} satisfies Partial<Scenario>;

const askedFor = (sentence: string, holds: (seconds: number) => boolean): Expectation => ({
  sentence,
  from: "the canary's metrics",
  to: 'SageMaker',
  holds: ({ faultAt, shiftRequestedAt }) =>
    faultAt !== null && shiftRequestedAt !== null && holds((shiftRequestedAt - faultAt) / SECOND),
});

const OFTEN = /canary\/errors-5xx-gross-10s$/;

const grossBySecond: Scenario = {
  ...GROSS,
  name: 'gross-by-the-second',
  title: 'A gross fault on an endpoint that publishes its metrics every ten seconds: shifted within half a minute.',
  publishedEverySeconds: 10,
  expects: [
    ...alive,
    ...breachSeen,
    ...told,
    goesOff(OFTEN),
    askedFor('the shift is asked for within 30 seconds of the fault', (seconds) => seconds <= 30),
    mailed(/requests in 10 s, allowed 5 % plus 3/),
    endsAs('RECOVERED'),
    allOnStable,
    atMostThreeMessages,
  ],
};

const grossByMinute: Scenario = {
  ...GROSS,
  name: 'gross-by-the-minute',
  title:
    'The same guards, and metrics that come once a minute: the guard on minutes does it, and the other one is silent.',
  expects: [
    ...alive,
    ...breachSeen,
    ...told,
    goesOff(/canary\/errors-5xx-gross$/),
    {
      sentence: 'the guard by the second says nothing',
      from: "the canary's metrics",
      to: 'guard alarm',
      holds: ({ has }) => !has('alarm', { alarm: OFTEN, to: 'ALARM' }),
    },
    askedFor('the shift is asked for within two and a half minutes of the fault', (seconds) => seconds <= 150),
    endsAs('RECOVERED'),
    allOnStable,
    atMostThreeMessages,
  ],
};

export const BY_THE_SECOND: readonly Scenario[] = [grossBySecond, grossByMinute];
