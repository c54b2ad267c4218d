import { alive, endsAs, eventDelivered, held, noShift, rolledBack, shiftedWithin, told } from '../play/expectations.ts';
import type { EndState, Scenario, Stage } from '../play/scenario.ts';
import { BAD, CANARY_AT_TEN_PERCENT, FAULT_AT, mailed } from './common.ts';

/** Just before the guard goes off, and some minutes after. */
const BEFORE_BREACH = FAULT_AT + 0.9;
const LATER = FAULT_AT + 6;

const base = { ...CANARY_AT_TEN_PERCENT } satisfies Partial<Scenario>;

const fails = ({ at, story, behaves }: Stage): void =>
  at(FAULT_AT, () => {
    story('The canary starts to fail one request in ten.');
    behaves('canary', BAD);
  });

/** SageMaker is busy with something of its own, and then free again. */
const busyWith = (status: 'SystemUpdating' | 'Updating', name: string, title: string): Scenario => ({
  ...base,
  name,
  title,
  endsAs: 'RECOVERED',
  script: (stage) => {
    fails(stage);
    stage.at(BEFORE_BREACH, () => {
      stage.story(`The endpoint is ${status}.`);
      stage.sets(status);
    });
    stage.at(LATER, () => stage.sets('InService'));
  },
  expects: [...rolledBack, eventDelivered, held('endpoint-busy'), ...shiftedWithin(300)],
});

/** No weight can be changed any more, and the guard falls silent with the endpoint. */
const heldAs = (status: 'Creating' | 'OutOfService', name: string, title: string): Scenario => ({
  ...base,
  name,
  title,
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'SageMaker changes no weights then',
  script: (stage) => {
    fails(stage);
    stage.at(BEFORE_BREACH, () => stage.sets(status));
  },
  expects: [...alive, ...told, held('endpoint-unusable'), noShift, endsAs('NOT_ROLLED_BACK')],
});

/** It happens while our shift is on its way. */
const lostAs = (status: 'Failed' | 'UpdateRollbackFailed', name: string, title: string): Scenario => {
  const state: EndState = 'NOT_ROLLED_BACK';
  return {
    ...base,
    name,
    title,
    endsAs: state,
    script: (stage) => {
      fails(stage);
      stage.afterBreach(20, () => {
        stage.story(`The endpoint becomes ${status}.`);
        stage.sets(status, 'no capacity');
      });
    },
    expects: [...alive, ...told, endsAs(state), mailed(/SageMaker changes no weights/)],
  };
};

const takenBack: Scenario = {
  ...base,
  name: 'endpoint-rolling-back',
  title: 'SageMaker accepts the shift and takes it back (RollingBack): it is asked for again, and people are told.',
  endsAs: 'RECOVERED',
  script: (stage) => {
    fails(stage);
    stage.at(0, () => stage.failsNextChange('Unable to scale the endpoint'));
  },
  expects: [...rolledBack, eventDelivered, mailed(/took it back by itself \(Unable to scale the endpoint\)/)],
};

const deleting: Scenario = {
  ...base,
  name: 'endpoint-deleting',
  title: 'Somebody deletes the endpoint while its canary is bad: Deleting, and gone.',
  endsAs: 'NOT_ROLLED_BACK',
  leaveAloneBecause: 'somebody deletes the endpoint',
  script: (stage) => {
    fails(stage);
    stage.at(BEFORE_BREACH, () => stage.deletes('its owner'));
  },
  expects: [...told, held('endpoint-unusable'), noShift, endsAs('NOT_ROLLED_BACK')],
};

const gone: Scenario = {
  ...base,
  name: 'endpoint-gone',
  title: 'Somebody has deleted the endpoint, and nothing is wrong otherwise: people are told that nothing is guarded.',
  endsAs: null,
  leaveAloneBecause: 'there is no endpoint',
  atMostMinutes: 12,
  script: ({ at, story, deletes }) =>
    at(0, () => {
      story('The endpoint is deleted.');
      deletes('its owner');
    }),
  expects: [noShift, endsAs(null), mailed(/does not exist/)],
};

/** One for each status that an endpoint can be in, and one for none at all. */
export const STATUSES: readonly Scenario[] = [
  busyWith('Updating', 'endpoint-updating', 'The endpoint is Updating for reasons of its own: the shift waits for it.'),
  busyWith(
    'SystemUpdating',
    'endpoint-system-updating',
    'AWS maintains the endpoint (SystemUpdating): the shift waits.',
  ),
  takenBack,
  heldAs(
    'Creating',
    'endpoint-creating',
    'The endpoint is being created when its guard goes off: nothing can be moved.',
  ),
  heldAs('OutOfService', 'endpoint-out-of-service', 'The endpoint is OutOfService: no weight can help.'),
  lostAs('Failed', 'endpoint-failed', 'The endpoint fails while it is being shifted: people are told at once.'),
  lostAs(
    'UpdateRollbackFailed',
    'endpoint-rollback-failed',
    'The endpoint gets stuck between two fleets while it is being shifted: people are told at once.',
  ),
  deleting,
  gone,
];
