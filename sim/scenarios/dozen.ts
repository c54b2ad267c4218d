import { alive, breachSeen, eventDelivered, held, told } from '../play/expectations.ts';
import type { Expectation, Scenario, Stage } from '../play/scenario.ts';
import type { Behaviour } from '../traffic/behaviour.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT, keepsTraffic, mailed, shifts } from './common.ts';

/** Scenarios of one of a dozen endpoints, in a deployment that shifts the same one twice a day at most. */
const ONE_OF_MANY = { ...CANARY_AT_TEN_PERCENT, endpoint: 'fraud', stack: 'dozen' } satisfies Partial<Scenario>;

/** What all models read from takes its time. The canaries read more of it, and only they break their promise. */
const WAITING: Readonly<Record<string, Partial<Behaviour>>> = {
  stable: { medianMs: 250, p99Ms: 400 },
  canary: { medianMs: 350, p99Ms: 620 },
};
const WAIT_FIRST = ['ads', 'cart', 'home'];
const BROKEN = 'search';

const brokenOneShifted: Expectation = {
  sentence: `the canary of ${BROKEN}, which is worse than its own stable, loses its traffic`,
  from: 'Reconcile',
  to: 'SageMaker',
  holds: ({ has }) =>
    has('weights', {
      endpoint: BROKEN,
      weights: (seen) => (seen as Readonly<Record<string, number>>)['canary'] === 0,
    }),
};

const noLetterOfItsOwn: Expectation = {
  sentence: 'on-call gets no letter about fraud alone',
  from: 'Reconcile',
  to: 'on-call topic → email',
  holds: ({ has }) => !has('message', { channel: 'email', topic: /Oncall/, subject: /NOT rolled back/ }),
};

const storm: Scenario = {
  ...ONE_OF_MANY,
  name: 'storm',
  title: 'What all models read from is slow: only a canary that is worse than its own stable is shifted.',
  endsAs: null,
  atMostMinutes: 9,
  script: (stage) => {
    const { at, story, behaves, behavesElsewhere } = stage;
    at(FAULT_AT, () => {
      story('The feature store slows down. Three other endpoints feel it first, their canaries most.');
      for (const endpoint of WAIT_FIRST) eachOf(WAITING, (variant, how) => behavesElsewhere(endpoint, variant, how));
    });
    at(FAULT_AT + 3, () => {
      story(`It reaches this one, too. And the canary of ${BROKEN} fails one request in ten, its stable does not.`);
      eachOf(WAITING, behaves);
      behavesElsewhere(BROKEN, 'canary', BAD);
    });
  },
  expects: [
    ...alive,
    ...breachSeen,
    eventDelivered,
    ...told,
    held('storm'),
    shifts(0),
    brokenOneShifted,
    mailed(/^STORM, 5 of 12 endpoints[\s\S]*fraud, held for the storm/),
    noLetterOfItsOwn,
  ],
};

const eachOf = (behaviours: typeof WAITING, act: Stage['behaves']): void => {
  for (const [variant, behaviour] of Object.entries(behaviours)) act(variant, behaviour);
};

const dailyBudget: Scenario = {
  ...ONE_OF_MANY,
  name: 'daily-budget',
  title: 'Something gives the canary its traffic back after each rollback: two a day are allowed, and are spent.',
  endsAs: 'ROLLED_BACK_NOT_RECOVERED',
  playsOn: true,
  atMostMinutes: 21,
  script: (stage) => {
    stage.at(FAULT_AT, () => {
      stage.story('The canary starts to fail one request in ten.');
      stage.behaves('canary', BAD);
    });
    stage.whenever({ canary: 0 }, 60, () => {
      stage.story('A script gives the canary its traffic back.');
      stage.movesWeights('the script', { stable: 0.9, canary: 0.1 });
    });
  },
  expects: [
    ...breachSeen,
    ...told,
    shifts(2),
    held('budget-spent'),
    keepsTraffic,
    mailed(/NOT rolled back fraud[\s\S]*2 times in 24 hours/),
  ],
};

export const DOZEN: readonly Scenario[] = [storm, dailyBudget];
