import type { Scenario } from '../play/scenario.ts';
import { mailed } from './common.ts';
import { MEASURED, rolledBack } from './readings.ts';
import { conversions, prepares } from './shop.ts';

/** CloudWatch has no band before it has seen some hours. */
const LEARNED = 330;

export const unusual: Scenario = {
  ...MEASURED,
  name: 'unusual',
  title: "The shop's conversions fall far below what CloudWatch has learned to be usual, while one canary has traffic.",
  endpoint: 'fraud-usual',
  canaryShare: 0.4,
  // It is a long play, and not about requests.
  requestsPerMinute: 120,
  atMostMinutes: LEARNED + 20,
  endsAs: 'RECOVERED',
  prepares,
  script: ({ at, story, publishes }) => {
    for (let minute = 0; minute < LEARNED; minute += 5)
      at(minute, () => publishes(conversions, 60, [[1, 150 + ((minute * 7) % 31)]]));
    at(LEARNED, () => {
      story('The canary recommends what nobody buys: of 165 conversions a minute, 100 are left.');
      publishes(conversions, 60, [[1, 100]]);
    });
  },
  expects: [
    ...rolledBack(/\/conversions$/),
    mailed(/no variant is named, canary has traffic: Conversions \(Sum\) 100, usually at least 1\d\d/),
  ],
};
