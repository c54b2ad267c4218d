import {
  alive,
  allOnStable,
  atMostThreeMessages,
  breachSeen,
  endsAs,
  eventDelivered,
  held,
  noShift,
  rolledBack,
  told,
} from '../play/expectations.ts';
import type { Expectation, Scenario } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT } from './common.ts';

/** The modes between observe and auto: a person is asked to shift, or whether the automation may. */
const ON_THE_LADDER = { ...CANARY_AT_TEN_PERCENT, stack: 'ladder' } satisfies Partial<Scenario>;

const BAD_FROM_THEN_ON = 'The canary starts to fail one request in ten.';

const asked: readonly Expectation[] = [...alive, ...breachSeen, eventDelivered, ...told];

export const recommend: Scenario = {
  ...ON_THE_LADDER,
  name: 'recommend',
  title: 'Mode recommend: on-call is asked to shift, does it with the command given, and hears that it helped.',
  endpoint: 'FraudDetector-EU',
  endsAs: 'RECOVERED',
  leaveAloneBecause: 'its owner wants to be asked to do it',
  script: ({ at, story, behaves, afterBreach, movesWeights }) => {
    at(FAULT_AT, () => {
      story(BAD_FROM_THEN_ON);
      behaves('canary', BAD);
    });
    afterBreach(240, () => {
      story('On-call has read the message and runs its command.');
      movesWeights('on-call', { stable: 1, canary: 0 });
    });
  },
  expects: [...asked, held('recommending'), noShift, endsAs('RECOVERED'), allOnStable, atMostThreeMessages],
};

export const approveAnswered: Scenario = {
  ...ON_THE_LADDER,
  name: 'approve-answered',
  title: 'Mode approve: on-call is asked, approves after three minutes, and the automation shifts and proves it.',
  endsAs: 'RECOVERED',
  script: ({ at, story, behaves, afterBreach, answers }) => {
    at(FAULT_AT, () => {
      story(BAD_FROM_THEN_ON);
      behaves('canary', BAD);
    });
    afterBreach(180, () => {
      story('On-call has looked at the figures, and approves the rollback.');
      answers('on-call', 'approve');
    });
  },
  expects: [...rolledBack, held('awaiting-approval')],
};

export const approveDeclined: Scenario = {
  ...ON_THE_LADDER,
  name: 'approve-declined',
  title: 'Mode approve: on-call declines, since it is a load test, and the same breach asks nobody again.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'a person was asked, and declined',
  script: ({ at, story, behaves, afterBreach, answers }) => {
    at(FAULT_AT, () => {
      story('A load test makes the canary fail one request in ten.');
      behaves('canary', BAD);
    });
    afterBreach(180, () => {
      story('On-call knows of the load test, and declines the rollback.');
      answers('on-call', 'decline');
    });
  },
  expects: [
    ...asked,
    held('awaiting-approval'),
    noShift,
    endsAs('NOT_ROLLED_BACK'),
    {
      sentence: 'on-call is told that it was declined',
      from: 'Reconcile',
      to: 'on-call topic',
      holds: ({ has }) => has('message', { channel: 'email', subject: /declined/ }),
    },
    atMostThreeMessages,
  ],
};

export const approveExpired: Scenario = {
  ...ON_THE_LADDER,
  name: 'approve-expired',
  title: 'Mode approve: nobody answers for a quarter of an hour, on-call is asked once more, and approves late.',
  endsAs: 'RECOVERED',
  atMostMinutes: 40,
  script: ({ at, story, behaves, afterBreach, answers }) => {
    at(FAULT_AT, () => {
      story(BAD_FROM_THEN_ON);
      behaves('canary', BAD);
    });
    afterBreach(18 * 60, () => {
      story('The second message has found somebody, who approves the rollback.');
      answers('on-call', 'approve');
    });
  },
  expects: [
    ...rolledBack.filter((one) => one !== atMostThreeMessages),
    held('awaiting-approval'),
    held('approval-expired'),
    {
      sentence: 'on-call is asked once more',
      from: 'Reconcile',
      to: 'on-call topic',
      holds: ({ has }) => has('message', { channel: 'email', subject: /NOBODY ANSWERED/ }),
    },
  ],
};

export const LADDER: readonly Scenario[] = [recommend, approveAnswered, approveDeclined, approveExpired];
