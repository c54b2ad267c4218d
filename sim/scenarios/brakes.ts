import {
  alive,
  allOnStable,
  breachSeen,
  endsAs,
  eventDelivered,
  held,
  noShift,
  shiftedAfterAll,
  told,
} from '../play/expectations.ts';
import type { Expectation, Scenario, Stage } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT, mailed } from './common.ts';

/** What people set up against shifts: limits of repeats, and mutes. */
const ON_STABLE = { canary: 0 };
const AS_BEFORE = { stable: 0.9, canary: 0.1 };

const fails = ({ at, story, behaves }: Stage): void =>
  at(FAULT_AT, () => {
    story('The canary starts to fail one request in ten.');
    behaves('canary', BAD);
  });

const guardsOf = (endpoint: string): readonly string[] =>
  ['errors-5xx', 'errors-5xx-gross'].map((guard) => `sagemaker-rollback/guard/${endpoint}/canary/${guard}`);

const coolingDown: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'cooling-down',
  title:
    'Somebody gives the canary its traffic back right after the rollback: the next one waits until the endpoint cooled down.',
  endsAs: 'RECOVERED',
  playsOn: true,
  atMostMinutes: 20,
  script: (stage) => {
    fails(stage);
    let isRestored = false;
    stage.whenever(ON_STABLE, 240, () => {
      if (isRestored) return;
      isRestored = true;
      stage.story('Its owner believes that it is mended, and gives the canary its traffic back.');
      stage.movesWeights('the owner', AS_BEFORE);
    });
  },
  expects: [...breachSeen, ...told, held('cooling-down'), shiftedAfterAll, allOnStable],
};

/** Three incidents with their letters, one quarantine, one page that it flaps, and what a person made of that. */
const calm: Expectation = {
  sentence: 'on-call gets no more than eleven messages',
  from: 'Reconcile',
  to: 'on-call topic',
  holds: ({ messages }) => messages <= 11,
};

const flapping: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'flapping',
  title: 'Something gives the canary its traffic back after each rollback: three in an hour are enough.',
  endsAs: 'NOT_ROLLED_BACK',
  playsOn: true,
  atMostMinutes: 50,
  script: (stage) => {
    fails(stage);
    let isStopped = false;
    stage.whenever(ON_STABLE, 240, () => {
      if (isStopped) return;
      stage.story('A nightly job gives the canary its traffic back.');
      stage.movesWeights('the nightly job', AS_BEFORE);
    });
    stage.at(42, () => {
      isStopped = true;
      stage.story('On-call finds the job, stops it, and sends all traffic to stable.');
      stage.movesWeights('on-call', { stable: 1, canary: 0 });
    });
  },
  expects: [...breachSeen, ...told, held('flapping'), mailed(/FLAPPING/), calm],
};

const muted: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'muted',
  title: "A person muted the canary's alarms: nothing is shifted, and on-call is told so.",
  endsAs: null,
  leaveAloneBecause: 'a person muted its alarms',
  atMostMinutes: 12,
  script: (stage) => {
    stage.at(0, () => {
      stage.story("The canary's alarms are muted for two hours, because of a load test.");
      stage.mutes('load-test', guardsOf(stage.endpoint), 120);
    });
    fails(stage);
  },
  expects: [...alive, eventDelivered, ...told, held('muted'), noShift],
};

const muteEnds: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'mute-ends',
  title: "The mute of the canary's alarms ends while it is still bad: the next look shifts.",
  endsAs: 'RECOVERED',
  script: (stage) => {
    stage.at(0, () => {
      stage.story("The canary's alarms are muted for seven minutes, because of a load test.");
      stage.mutes('load-test', guardsOf(stage.endpoint), 7);
    });
    fails(stage);
  },
  expects: [...alive, eventDelivered, ...told, held('muted'), shiftedAfterAll, endsAs('RECOVERED'), allOnStable],
};

export const BRAKES: readonly Scenario[] = [coolingDown, flapping, muted, muteEnds];
