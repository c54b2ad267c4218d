import type { EndState, Expectation } from './scenario.ts';

const SECOND = 1_000;

/** What must have happened in every play: whatever is broken here is broken in every account. */
export const alive: readonly Expectation[] = [
  {
    sentence: 'the schedule makes Reconcile sweep',
    from: 'EventBridge schedule',
    to: 'Reconcile',
    holds: ({ has }) => has('log', { function: /Reconcile/, message: 'swept' }),
  },
  {
    sentence: 'Reconcile compares the config with what exists, and finds nothing missing',
    from: 'Reconcile',
    to: 'SNS subscriptions, alarms, endpoints',
    holds: ({ has }) =>
      has('call', { operation: 'ListSubscriptionsByTopic', outcome: 'ok' }) && !has('log', { message: 'unguarded' }),
  },
  {
    sentence: 'the automation raises no alarm about itself',
    from: 'Reconcile',
    to: 'self alarms',
    holds: ({ has }) => !has('alarm', { alarm: /\/self\//, to: 'ALARM' }),
  },
];

/** A guard of the canary breaks, a person is paged directly, and the event reaches Reconcile. */
export const breachSeen: readonly Expectation[] = [
  {
    sentence: 'a guard of the canary goes to ALARM',
    from: "the canary's metrics",
    to: 'guard alarm',
    holds: ({ has }) => has('alarm', { alarm: /\/guard\/.*\/canary\//, to: 'ALARM' }),
  },
  {
    sentence: 'the alarm pages people directly',
    from: 'guard alarm',
    to: 'pager topic → email',
    holds: ({ has }) => has('message', { channel: 'email', topic: /Pager/, subject: /ALARM/ }),
  },
];

export const eventDelivered: Expectation = {
  sentence: 'EventBridge hands the alarm to Reconcile',
  from: 'guard alarm',
  to: 'rule → Reconcile',
  holds: ({ has }) => has('event', { detailType: 'CloudWatch Alarm State Change', target: /Reconcile/ }),
};

export const told: readonly Expectation[] = [
  {
    sentence: 'on-call gets an email',
    from: 'on-call topic',
    to: 'email',
    holds: ({ has }) => has('message', { channel: 'email', topic: /Oncall/ }),
  },
  {
    sentence: 'on-call gets a Slack message',
    from: 'on-call topic → Notify',
    to: 'Slack',
    holds: ({ has }) => has('message', { channel: 'slack', status: 200 }),
  },
];

export const atMostThreeMessages: Expectation = {
  sentence: 'the incident sends at most three messages, and at least one',
  from: 'Reconcile',
  to: 'on-call topic',
  holds: ({ messages }) => messages >= 1 && messages <= 3,
};

export const silent: Expectation = {
  sentence: 'nobody is told of an incident',
  from: 'Reconcile',
  to: 'on-call topic',
  holds: ({ messages, endState }) => messages === 0 && endState === null,
};

export const noShift: Expectation = {
  sentence: 'no weights are moved by the automation',
  from: 'Reconcile',
  to: 'SageMaker',
  holds: ({ has }) => !has('call', { operation: 'UpdateEndpointWeightsAndCapacities' }),
};

/** `reason`: the kind of the verdict's reason. */
export const held = (reason: string | RegExp): Expectation => ({
  sentence: `Reconcile holds: ${String(reason)}`,
  from: 'Reconcile',
  to: 'decision',
  holds: ({ has }) =>
    has('log', { message: 'decided', verdict: 'hold', reason: (seen) => new RegExp(reason).test(kindOf(seen)) }),
});

export const endsAs = (state: EndState): Expectation => ({
  sentence: `the incident ends ${state ?? 'before it begins'}`,
  from: 'Reconcile',
  to: 'end state',
  holds: ({ endState }) => endState === state,
});

/** Exactly one accepted shift, within so many seconds of the breach, after exactly two rounds where nothing came between. */
export const shiftedWithin = (seconds: number): readonly Expectation[] => [
  {
    sentence: `SageMaker is asked for the shift within ${seconds} s of the breach`,
    from: 'Reconcile',
    to: 'SageMaker',
    holds: ({ breachAt, shiftRequestedAt }) =>
      breachAt !== null && shiftRequestedAt !== null && shiftRequestedAt - breachAt <= seconds * SECOND,
  },
  {
    sentence: 'the shift is accepted exactly once',
    from: 'Reconcile',
    to: 'SageMaker',
    holds: ({ shifts }) => shifts === 1,
  },
  {
    sentence: 'the intent is in the ledger before the shift',
    from: 'Reconcile',
    to: 'table',
    holds: ({ has }) => has('call', { operation: 'TransactWriteItems', outcome: 'ok' }),
  },
];

export const shiftedAfterAll: Expectation = {
  sentence: 'SageMaker accepts a shift of the automation, though it was held before',
  from: 'Reconcile',
  to: 'SageMaker',
  holds: ({ shifts }) => shifts >= 1,
};

export const twoRounds: Expectation = {
  sentence: 'exactly two rounds precede the shift: the reads, the intent',
  from: 'Reconcile',
  to: 'SageMaker',
  holds: ({ sequentialCallsBeforeShift }) => sequentialCallsBeforeShift === 2,
};

export const allOnStable: Expectation = {
  sentence: 'in the end all traffic is on stable',
  from: 'SageMaker',
  to: 'stable',
  holds: ({ weights }) => (weights['stable'] ?? 0) > 0 && weights['canary'] === 0,
};

/** The hint that makes the proof start early; nothing relies on it, but the rule must work. */
export const endpointEvents: Expectation = {
  sentence: "EventBridge hands the endpoint's state changes to Reconcile",
  from: 'SageMaker',
  to: 'rule → Reconcile',
  // SageMaker may lose its events, now and then all of an incident; nothing may depend on them.
  holds: ({ has }) => has('event', { detailType: 'SageMaker Endpoint State Change', target: /Reconcile|^lost$/ }),
};

/** Everything that a rollback which works shows. */
export const rolledBack: readonly Expectation[] = [
  ...alive,
  ...breachSeen,
  ...told,
  endsAs('RECOVERED'),
  allOnStable,
  atMostThreeMessages,
  endpointEvents,
];

const kindOf = (reason: unknown): string => String((reason as { readonly kind?: unknown } | undefined)?.kind);
