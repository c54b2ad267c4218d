import {
  alive,
  allOnStable,
  atMostThreeMessages,
  breachSeen,
  endsAs,
  eventDelivered,
  held,
  noShift,
  told,
} from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT, WELL } from './common.ts';

/** Scenarios in which shifting would be wrong, forbidden or needless: nothing is moved, and people are told why. */
const heldFor = (reason: string | RegExp): readonly Expectation[] => [
  ...alive,
  ...breachSeen,
  eventDelivered,
  ...told,
  held(reason),
  noShift,
  endsAs('NOT_ROLLED_BACK'),
  atMostThreeMessages,
];

const ALL_TO_STABLE = { stable: 1, canary: 0 };

export const observeOnly: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'observe-only',
  title: 'The endpoint is in mode observe: on-call is told what would be done, and does it with the command given.',
  endpoint: 'fraud-observe',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'its owner wants to be told, and nothing else',
  script: ({ at, story, behaves, afterBreach, movesWeights }) => {
    at(FAULT_AT, () => {
      story('The canary starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    afterBreach(240, () => {
      story('On-call has read the message and runs its command.');
      movesWeights('on-call', ALL_TO_STABLE);
    });
  },
  expects: [...heldFor('observing'), allOnStable],
};

export const frozen: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'frozen',
  title: 'Somebody froze rollbacks: on-call is told, and moves the weights by hand.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'rollbacks were frozen by a person',
  script: ({ at, story, behaves, afterBreach, movesWeights, putsParameter }) => {
    at(0, () => putsParameter('/sagemaker-rollback/freeze', 'all'));
    at(FAULT_AT, () => {
      story(
        "Rollbacks are still frozen since last night's load test when the canary starts to fail one request in ten.",
      );
      behaves('canary', BAD);
    });
    afterBreach(240, () => {
      story('On-call runs the command from the message.');
      movesWeights('on-call', ALL_TO_STABLE);
    });
  },
  expects: [...heldFor('frozen'), allOnStable],
};

export const stableAlsoSick: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'stable-also-sick',
  title: 'A database that both variants need fails: stable is no better, so traffic stays where it is.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'stable is just as sick',
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('The feature store that both models read from fails one lookup in ten.');
      behaves('canary', BAD);
      behaves('stable', BAD);
    });
    at(FAULT_AT + 8, () => {
      story('The feature store is well again.');
      behaves('canary', WELL);
      behaves('stable', WELL);
    });
  },
  expects: heldFor(/stable-(unwell|worsening)/),
};

export const stableIsStale: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'stable-is-stale',
  title:
    'The "canary" carries 90 % of the traffic: the variant called stable is hardly used, and not known to be good.',
  canaryShare: 0.9,
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'stable carried 10 %, and is not known to be good',
  script: ({ at, story, behaves, afterBreach }) => {
    at(FAULT_AT, () => {
      story('The variant that carries 90 % starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    afterBreach(300, () => {
      story('On-call finds the cause and repairs the variant in place.');
      behaves('canary', WELL);
    });
  },
  expects: heldFor('stable-stale'),
};

export const recoversByItself: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'recovers-by-itself',
  title: 'The canary is well again before the endpoint could be changed: nothing is moved any more.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'the canary was well again',
  script: ({ at, story, behaves, changesInstances }) => {
    at(FAULT_AT, () => {
      story('The canary starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    at(FAULT_AT + 0.9, () => {
      story('Autoscaling adds an instance to stable: the endpoint is Updating for some minutes.');
      changesInstances('autoscaling', 'stable', 4);
    });
    at(FAULT_AT + 1, () => {
      story("The canary's cache is warm: it fails no more than usual.");
      behaves('canary', WELL);
    });
  },
  expects: heldFor(/endpoint-busy|better-since/),
};

export const alarmSetByHand: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'alarm-set-by-hand',
  title: 'Somebody sets a guard to ALARM by hand: there is no breaching datapoint, so nothing is shifted.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'nothing was wrong: the alarm was set by hand',
  script: ({ at, story, setsAlarm, endpoint }) => {
    at(FAULT_AT, () => {
      story('Somebody tries out set-alarm-state on the canary.');
      setsAlarm(`sagemaker-rollback/guard/${endpoint}/canary/errors-5xx`, 'just trying');
    });
  },
  expects: heldFor('no-breaching-datapoint'),
};

export const humanOverrides: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'human-overrides',
  title: 'A person moves the weights right after the breach, and repairs the canary: their hand goes first.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'its owner had just set the weights',
  script: ({ at, story, behaves, afterBreach, movesWeights }) => {
    at(FAULT_AT, () => {
      story('The canary starts to fail one request in ten.');
      behaves('canary', BAD);
    });
    afterBreach(0, () => {
      story('At the very moment of the breach its owner repairs the canary and gives it 5 % of the traffic.');
      behaves('canary', WELL);
      movesWeights('the owner', { stable: 95, canary: 5 });
    });
  },
  expects: heldFor('weights-moved-since'),
};
