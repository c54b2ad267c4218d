import {
  alive,
  atMostThreeMessages,
  endpointEvents,
  endsAs,
  eventDelivered,
  held,
  told,
} from '../play/expectations.ts';
import type { Expectation, Scenario, Stage } from '../play/scenario.ts';
import { BAD, FAULT_AT, mailed, WELL } from './common.ts';

/**
 * Scenarios of an endpoint with one variant, `only`: what it goes back to is an endpoint config that served well for five
 * minutes. It is ten minutes old by the story's fourth, and noted by the seventh.
 */
const ONE_VARIANT = {
  endpoint: 'ranking',
  stack: 'strategies',
  canaryShare: 0,
  requestsPerMinute: 6_000,
  atMostMinutes: 40,
} satisfies Partial<Scenario>;

const GOOD = 'ranking-config-7';
const BROKEN = 'ranking-config-8';

/** By then the config in service is known to be good. */
const DEPLOYED_AT = 8;

/** The model of a config comes with it, and goes with it. */
const deploysBrokenModel = ({ at, story, deploys, whenServing, behaves }: Stage, minute: number): void => {
  whenServing(BROKEN, () => behaves('only', BAD));
  whenServing(GOOD, () => behaves('only', WELL));
  at(minute, () => {
    story('A deployment replaces the only variant by one that will fail one request in ten.');
    deploys('ana', BROKEN, { only: 1 });
  });
};

const guardBroken: Expectation = {
  sentence: 'a guard of the only variant goes to ALARM',
  from: "the variant's metrics",
  to: 'guard alarm',
  holds: ({ has }) => has('alarm', { alarm: /\/guard\/ranking\/only\//, to: 'ALARM' }),
};

const noted: Expectation = {
  sentence: `the ledger notes that ${GOOD} served well`,
  from: 'Reconcile',
  to: 'table',
  holds: ({ has }) =>
    has('log', { message: 'good configs noted', good: (seen) => JSON.stringify(seen).includes(`"config":"${GOOD}"`) }),
};

const updates = (outcome: 'ok' | RegExp): Expectation => ({
  sentence: `the second function asks SageMaker for another endpoint config: ${String(outcome)}`,
  from: 'Reconcile → Strategist',
  to: 'SageMaker',
  holds: ({ has }) => has('call', { operation: 'UpdateEndpoint', outcome }),
});

const leftAlone: Expectation = {
  sentence: 'the automation asks SageMaker for nothing',
  from: 'Strategist',
  to: 'SageMaker',
  holds: ({ has }) => !has('call', { operation: /^UpdateEndpoint/ }),
};

export const restoreConfig: Scenario = {
  ...ONE_VARIANT,
  name: 'restore-config',
  title: 'An endpoint with one variant gets a bad config: the last one that served well comes back, and is proved.',
  endsAs: 'RECOVERED',
  script: (stage) => deploysBrokenModel(stage, DEPLOYED_AT),
  expects: [
    ...alive,
    noted,
    guardBroken,
    eventDelivered,
    updates('ok'),
    mailed(/Restoring ranking: back to endpoint config ranking-config-7/),
    mailed(/RECOVERED ranking: ranking-config-7 is back/),
    ...told,
    endsAs('RECOVERED'),
    atMostThreeMessages,
    endpointEvents,
  ],
};

export const nothingGoodKnown: Scenario = {
  ...ONE_VARIANT,
  name: 'nothing-good-known',
  title: 'The bad config comes before any other had served for long enough: a person is asked to choose.',
  endsAs: null,
  atMostMinutes: 14,
  script: (stage) => deploysBrokenModel(stage, FAULT_AT),
  expects: [
    ...alive,
    guardBroken,
    held('nothing-good-known'),
    leftAlone,
    mailed(/NOT rolled back ranking: only breaks[\s\S]*list-endpoint-configs/),
    atMostThreeMessages,
  ],
};

export const restoreWhileDeploying: Scenario = {
  ...ONE_VARIANT,
  name: 'restore-while-deploying',
  title: 'Its owner deploys a mended config while the alarm goes off: that deployment is left alone.',
  endsAs: 'NOT_ROLLED_BACK',
  script: (stage) => {
    deploysBrokenModel(stage, DEPLOYED_AT);
    const { at, story, deploys, whenServing, behaves } = stage;
    whenServing('ranking-config-9', () => behaves('only', WELL));
    at(DEPLOYED_AT + 5.5, () => {
      story('The owner saw it too, and deploys a mended config.');
      deploys('ana', 'ranking-config-9', { only: 1 });
    });
  },
  expects: [
    ...alive,
    noted,
    guardBroken,
    held(/deployment-pending|endpoint-busy/),
    leftAlone,
    endsAs('NOT_ROLLED_BACK'),
    atMostThreeMessages,
  ],
};

export const restoreFails: Scenario = {
  ...ONE_VARIANT,
  name: 'restore-fails',
  title: 'SageMaker takes the good config and gives it up, three times: then a person has to look.',
  endsAs: 'NOT_ROLLED_BACK',
  script: (stage) => {
    deploysBrokenModel(stage, DEPLOYED_AT);
    const { afterBreach, failsNextChange } = stage;
    const reason = 'Unable to provision the requested instances: insufficient capacity.';
    afterBreach(0, () => [reason, reason, reason].forEach(failsNextChange));
  },
  expects: [
    ...alive,
    noted,
    guardBroken,
    updates('ok'),
    mailed(/NOT_ROLLED_BACK ranking: SageMaker did not keep the good config/),
    endsAs('NOT_ROLLED_BACK'),
    atMostThreeMessages,
  ],
};

export const RESTORES: readonly Scenario[] = [restoreConfig, nothingGoodKnown, restoreWhileDeploying, restoreFails];
