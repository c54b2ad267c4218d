import {
  alive,
  atMostThreeMessages,
  breachSeen,
  endpointEvents,
  endsAs,
  eventDelivered,
  held,
  rolledBack,
  shiftedWithin,
  told,
} from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT } from './common.ts';

/** Scenarios of endpoints whose strategy is more than to shift. Stable has three instances, which take 4,500 a minute. */
const SCALED = { ...CANARY_AT_TEN_PERCENT, endpoint: 'fraud-scaled', stack: 'strategies' } satisfies Partial<Scenario>;

const stableRaised = (to: number): Expectation => ({
  sentence: `the second function raises stable to ${to} instances, and moves no weight by it`,
  from: 'Reconcile → Strategist',
  to: 'SageMaker',
  holds: ({ has }) => has('log', { function: /Strategist/, message: 'carried out', answer: isRaise(to) }),
});

const isRaise =
  (to: number) =>
  (answer: unknown): boolean =>
    JSON.stringify(answer).startsWith(`{"kind":"accepted","reaches":${to}`);

const notRaised: Expectation = {
  sentence: 'the second function has nothing to do',
  from: 'Reconcile',
  to: 'Strategist',
  holds: ({ has }) => !has('invoke', { function: /Strategist/ }),
};

const badCanary: Scenario['script'] = ({ at, story, behaves, autoscales }) => {
  at(0, () => autoscales('stable', { min: 2, max: 10 }));
  at(FAULT_AT, () => {
    story('The canary starts to fail one request in ten. All traffic would be too much for stable.');
    behaves('canary', BAD);
  });
};

export const scaleFirst: Scenario = {
  ...SCALED,
  name: 'scale-first',
  title: 'Stable is too small for all traffic, and the canary fails less than that would: stable is raised first.',
  endsAs: 'RECOVERED',
  script: badCanary,
  expects: [...rolledBack, eventDelivered, held('raising-stable'), stableRaised(5)],
};

export const scaleTooSlow: Scenario = {
  ...SCALED,
  name: 'scale-too-slow',
  title: 'Stable takes longer to grow than the config allows: people are told, and it is shifted once it has grown.',
  endpoint: 'fraud-scaled-soon',
  endsAs: 'RECOVERED',
  script: badCanary,
  expects: [...rolledBack, eventDelivered, held('raising-stable'), held('stable-too-small'), stableRaised(5)],
};

export const overloadedButBetter: Scenario = {
  ...SCALED,
  name: 'overloaded-but-better',
  title:
    'Stable is too small for all traffic, and the canary is worse than an overloaded stable: it is shifted at once.',
  canaryShare: 0.4,
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story(
        'A canary with 40 % of the traffic answers nothing but errors. A quarter of it all would be too much for stable.',
      );
      behaves('canary', { errorRatio5xx: 0.98, modelErrorRatio: 0.98 });
    });
  },
  expects: [...rolledBack, eventDelivered, ...shiftedWithin(5), notRaised],
};

export const fallBack: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'fall-back',
  stack: 'strategies',
  title: 'Stable fails together with the canary: traffic goes to the variant that the config names for that.',
  endpoint: 'fraud-fallback',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The feature that stable and the canary use is gone. The model before them never used it.');
      behaves('canary', BAD);
      behaves('stable', BAD);
    });
  },
  expects: [
    ...alive,
    ...breachSeen,
    eventDelivered,
    ...told,
    endsAs('RECOVERED'),
    atMostThreeMessages,
    endpointEvents,
    {
      sentence: 'in the end all traffic is on the fallback',
      from: 'SageMaker',
      to: 'previous',
      holds: ({ weights }) => (weights['previous'] ?? 0) > 0 && weights['stable'] === 0 && weights['canary'] === 0,
    },
  ],
};

export const STRATEGIES: readonly Scenario[] = [scaleFirst, scaleTooSlow, overloadedButBetter, fallBack];
