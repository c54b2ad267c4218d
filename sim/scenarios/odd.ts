import { alive, noShift, rolledBack, shiftedWithin, silent, told } from '../play/expectations.ts';
import type { Scenario } from '../play/scenario.ts';
import { CANARY_AT_TEN_PERCENT, FAULT_AT } from './common.ts';
import { badCanary } from './rollbacks.ts';

export const lowTraffic: Scenario = {
  ...CANARY_AT_TEN_PERCENT,
  name: 'low-traffic',
  title: 'Six requests a minute reach the canary, and one fails: too few to judge by, so nothing happens.',
  // Enough on stable that its guards do not go off by chance.
  canaryShare: 0.03,
  requestsPerMinute: 200,
  endsAs: null,
  leaveAloneBecause: 'six requests a minute are too few to judge by',
  atMostMinutes: 12,
  script: ({ at, story, behaves }) => {
    at(FAULT_AT, () => {
      story('One canary request in six fails: a ratio far above the guard, from far too few requests.');
      behaves('canary', { errorRatio5xx: 0.17, modelErrorRatio: 0.17 });
    });
  },
  expects: [...alive, silent, noShift],
};

export const slackDown: Scenario = {
  ...badCanary,
  name: 'slack-down',
  title: 'Slack answers 503: the rollback does not wait, email arrives, and the dead letters page people.',
  atMostMinutes: 25,
  faults: {
    call: (api) =>
      api === 'slack' ? { kind: 'error', code: 'Unavailable', message: 'service_unavailable', status: 503 } : undefined,
  },
  expects: [
    ...rolledBack.filter((one) => !told.includes(one) && !alive.includes(one)),
    ...told.filter(({ to }) => to === 'email'),
    ...shiftedWithin(5),
    {
      sentence: 'the undelivered message is dead-lettered',
      from: 'Notify',
      to: 'execution dead letters',
      holds: ({ has }) => has('dead-letter', { queue: /Execution/ }),
    },
    {
      sentence: 'the dead letter pages people by the other road',
      from: 'dead letters alarm',
      to: 'pager topic → email',
      holds: ({ has }) => has('message', { channel: 'email', topic: /Pager/, subject: /self\// }),
    },
  ],
};
