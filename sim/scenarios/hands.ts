import {
  alive,
  allOnStable,
  breachSeen,
  endsAs,
  eventDelivered,
  held,
  noShift,
  rolledBack,
  told,
} from '../play/expectations.ts';
import type { Scenario, Stage } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT, keepsTraffic, mailed, shifts, WELL } from './common.ts';

const BEFORE_BREACH = FAULT_AT + 0.9;
const ON_STABLE = { canary: 0 };

const fails = ({ at, story, behaves }: Stage): void =>
  at(FAULT_AT, () => {
    story('The canary starts to fail one request in ten.');
    behaves('canary', BAD);
  });

const deployTool: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'deploy-tool-restores',
  title:
    'A pipeline restores the old weights a while after each rollback: shifted back on fresh evidence, and after three times left to people.',
  endsAs: 'RECOVERED',
  playsOn: true,
  atMostMinutes: 99,
  script: (stage) => {
    fails(stage);
    stage.whenever(ON_STABLE, 18 * 60, () => {
      stage.story('The pipeline finds that the weights are not those in its code, and restores them.');
      stage.movesWeights('the pipeline', { stable: 0.9, canary: 0.1 });
    });
  },
  expects: [
    ...breachSeen,
    ...told,
    shifts(4),
    held('restored-too-often'),
    keepsTraffic,
    mailed(/taken out of traffic 4 times under this endpoint config/),
    mailed(/release fraud-detector --variant canary/),
  ],
};

const onPurpose: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'raised-on-purpose',
  title:
    'The canary is mended, and its owner gives it 20 %: they are obeyed, and told how to say that it is on purpose.',
  endsAs: 'RECOVERED',
  playsOn: true,
  atMostMinutes: 22,
  script: (stage) => {
    fails(stage);
    stage.afterBreach(420, () => {
      stage.story('The owner has mended the canary, and gives it twice the traffic.');
      stage.behaves('canary', WELL);
      stage.movesWeights('the owner', { stable: 0.8, canary: 0.2 });
    });
  },
  expects: [
    ...alive,
    ...told,
    endsAs('RECOVERED'),
    shifts(1),
    keepsTraffic,
    mailed(/QUARANTINE[\s\S]*release fraud-detector --variant canary/),
  ],
};

const deploymentLands: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'deployment-lands',
  title: 'A new endpoint config is being deployed when the guard goes off: stand down, and judge what comes.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'a deployment was under way that mends it',
  atMostMinutes: 30,
  script: (stage) => {
    fails(stage);
    stage.at(BEFORE_BREACH, () => {
      stage.story('Its team deploys a mended canary.');
      stage.deploys('the team', 'fraud-detector-config-8', { stable: 0.9, canary: 0.1 });
    });
    stage.at(FAULT_AT + 2, () => stage.behaves('canary', WELL));
  },
  expects: [...told, held(/deployment-pending|better-since/), noShift, endsAs('NOT_ROLLED_BACK')],
};

const deploymentGivenUp: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'deployment-given-up',
  title:
    'SageMaker rolls a deployment back by itself: that is told, and the bad canary of the old config is shifted away.',
  endsAs: 'RECOVERED',
  atMostMinutes: 35,
  script: (stage) => {
    fails(stage);
    stage.at(BEFORE_BREACH, () => {
      stage.failsNextChange('The new fleet did not pass its health checks');
      stage.story('Its team deploys a new config, which does not start.');
      stage.deploys('the team', 'fraud-detector-config-8', { stable: 0.9, canary: 0.1 });
    });
  },
  expects: [
    ...rolledBack,
    eventDelivered,
    held('deployment-pending'),
    shifts(1),
    mailed(/took it back by itself \(The new fleet did not pass its health checks\)/),
  ],
};

const pinned: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'pinned-callers',
  title:
    'Some callers pass TargetVariant: weights do not reach them, nothing is proved, and people are told whom to look for.',
  endsAs: 'ROLLED_BACK_NOT_RECOVERED',
  playsOn: true,
  atMostMinutes: 24,
  script: (stage) => {
    stage.at(0, () => stage.pins('canary', 60));
    fails(stage);
  },
  expects: [...alive, ...told, endsAs('ROLLED_BACK_NOT_RECOVERED'), allOnStable, mailed(/PINNED[\s\S]*TargetVariant/)],
};

const alarmChanged: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'alarm-changed',
  title: 'Somebody raises the threshold of a guard until it is silent: people are told that it guards no more.',
  endsAs: null,
  leaveAloneBecause: 'nothing was wrong',
  atMostMinutes: 7,
  script: ({ at, story, changesThreshold, endpoint }) =>
    at(0, () => {
      story('Somebody does not want to be woken any more.');
      changesThreshold(`sagemaker-rollback/guard/${endpoint}/canary/errors-5xx`, 0.9);
    }),
  expects: [noShift, endsAs(null), mailed(/UNGUARDED[\s\S]*was changed \(threshold/)],
};

const thirdVariant: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'variant-unguarded',
  title: 'A deployment brings a third variant that the config does not name: people are told that no guard watches it.',
  endsAs: null,
  leaveAloneBecause: 'nothing was wrong',
  atMostMinutes: 20,
  script: ({ at, story, deploys }) =>
    at(0, () => {
      story('Its team deploys a third variant.');
      deploys('the team', 'fraud-detector-config-8', { stable: 0.8, canary: 0.1, challenger: 0.1 });
    }),
  expects: [noShift, endsAs(null), mailed(/UNGUARDED[\s\S]*variant challenger is in no guard's sight/)],
};

/** One for each other hand: deploy tools, people, SageMaker itself, and callers. */
export const HANDS: readonly Scenario[] = [
  deployTool,
  onPurpose,
  deploymentLands,
  deploymentGivenUp,
  pinned,
  alarmChanged,
  thirdVariant,
];
