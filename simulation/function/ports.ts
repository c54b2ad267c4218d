import { type Alarm, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { ShiftAnswer } from '../../lambdas/domain/progress.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Guarded } from '../aws/account.ts';
import type { GuardedAlarm } from '../aws/alarms.ts';
import { makeGoodConfigs } from './good.ts';
import { makeHistory } from './history.ts';
import { type Invocation, readsOf } from './invocation.ts';
import { makeLedger } from './ledger.ts';
import { makeMutes } from './mutes.ts';
import { type Asking, answerTo, failing, type PortsAround } from './ports-around.ts';
import { makeVolumes } from './volumes.ts';

/** As far back as a look reads. */
const LOOK_BACK = 15 * MINUTE;

/** What the adapters wait for at the longest. */
const WITHIN = { metrics: 1_500, switch: 1_000 } as const;

/** The loop's ports over an account, for one invocation: what AWS says in our words, or how its adapter takes that it does not. */
export const makePorts = (around: PortsAround, by: Invocation): Ports => {
  const { record } = around;
  return {
    clock: by.container.time.now,
    endpoints: makeEndpoints(around, by),
    alarms: makeAlarms(around, by),
    traffic: makeTraffic(around, by),
    volumes: makeVolumes(around, by),
    history: makeHistory(around, by),
    freeze: makeFreeze(around, by),
    ledger: makeLedger(around, by),
    goodConfigs: makeGoodConfigs(around, by),
    ...(around.strategist && { strategist: { carryOut: around.strategist(by, around.calls) } }),
    oncall: makeOncall(around, by),
    log: (message, facts = {}) => record({ kind: 'logged', by, message, facts }),
  };
};

const guardedOf = ({ account }: PortsAround, endpoint: EndpointName): Guarded | undefined =>
  account.guarded.get(endpoint);

export const makeEndpoints = (around: PortsAround, by: Invocation): Ports['endpoints'] => ({
  describe: (endpoint) => {
    const reads = readsOf(by, endpoint);
    // The look asks first, and need not be answered first; a comparison in the same sweep decides nothing.
    const decides = reads.asked === undefined;
    reads.asked = true;
    const read = (stale: boolean) => () => {
      const own = guardedOf(around, endpoint)?.endpoint;
      const value = stale ? own?.stale() : own?.describe();
      if (decides) reads.fleet = { at: around.clock.now(), value, stale };
      return value;
    };
    return around.calls(by, {
      site: 'describe-endpoint',
      answer: read(false),
      stale: read(true),
      failed: failing('DescribeEndpoint'),
    });
  },
  shift: (endpoint, to) => askForWeights(around, by, { endpoint, to, counts: false }),
});

export const askForWeights = (
  around: PortsAround,
  by: Invocation,
  { endpoint, to, counts }: Asking,
): Promise<ShiftAnswer> => {
  const hand = by.kind === 'person' ? 'order' : 'us';
  const ask = (): ShiftAnswer => {
    const own = guardedOf(around, endpoint)?.endpoint;
    const before = own?.describe();
    const answer: ShiftAnswer = own?.update(to, hand) ?? { kind: 'refused', message: 'no such endpoint' };
    around.record({ kind: 'asked', endpoint, by, to, counts, before, taken: answer.kind === 'accepted', answer });
    return answer;
  };
  return around.calls(by, {
    site: 'shift',
    endpoint,
    answer: ask,
    failed: (fault) => answerTo('UpdateEndpointWeightsAndCapacities', fault),
  });
};

const makeAlarms = (around: PortsAround, by: Invocation): Ports['alarms'] => {
  const { account, calls, clock } = around;
  const read = (own: readonly GuardedAlarm[], endpoint: EndpointName, stale: boolean): readonly Alarm[] => {
    const value = own.map((one) => (stale ? one.stale() : one.now()));
    readsOf(by, endpoint).alarms = { at: clock.now(), value, stale };
    return value;
  };
  const named = (names: readonly string[], stale: boolean) => () => {
    const asked = new Set(names);
    return [...account.guarded].flatMap(([endpoint, { alarms }]) => {
      const own = alarms.all.filter(({ name }) => asked.has(name));
      return own.length === 0 ? [] : read(own, endpoint, stale);
    });
  };
  const listed = (stale: boolean) => () =>
    [...account.guarded].flatMap(([endpoint, { alarms }]) => read(alarms.all, endpoint, stale));
  const failed = failing('DescribeAlarms');
  return {
    named: (names) =>
      calls(by, { site: 'alarms-named', answer: named(names, false), stale: named(names, true), failed }),
    ...(around.plan.mutes && { mutes: makeMutes(around, by) }),
    startingWith: () => calls(by, { site: 'alarms-listed', answer: listed(false), stale: listed(true), failed }),
  };
};

const makeTraffic =
  (around: PortsAround, by: Invocation): Ports['traffic'] =>
  (policy, now, since = now - LOOK_BACK) => {
    const { endpoint, stable, canaries } = policy;
    const variants = [stable, ...canaries];
    const [from, to] = [since, now - (now % MINUTE)];
    const metrics = guardedOf(around, endpoint)?.metrics;
    const keep = (value: Awaited<ReturnType<Ports['traffic']>>, stale: boolean) => {
      readsOf(by, endpoint).traffic = { at: around.clock.now(), value, stale };
      return value;
    };
    return around.calls(by, {
      site: 'metrics',
      answer: () => keep(metrics?.between(variants, from, to) ?? {}, false),
      stale: () => keep(metrics?.staleBetween(variants, from, to) ?? {}, true),
      failed: () => keep('unreadable', false),
      withinMs: WITHIN.metrics,
    });
  };

const makeFreeze =
  (around: PortsAround, by: Invocation): Ports['freeze'] =>
  () => {
    const { container } = by;
    const { freeze } = around.account;
    const read = (stale: boolean) => () => {
      const value = { switch: stale ? freeze.stale() : freeze.now(), readAt: container.time.now() };
      container.lastSwitch = value;
      by.switchRead = { at: around.clock.now(), value, stale };
      return value;
    };
    return around.calls(by, {
      site: 'switch',
      answer: read(false),
      stale: read(true),
      failed: () => container.lastSwitch && { ...container.lastSwitch, remembered: true },
      withinMs: WITHIN.switch,
    });
  };

const makeOncall = (around: PortsAround, by: Invocation): Ports['oncall'] => ({
  publish: (letter) =>
    around.calls(by, {
      site: 'publish',
      answer: () => around.record({ kind: 'told', by, letter, delivered: true }),
      failed: failing('Publish'),
    }),
  confirmed: () =>
    around.calls<ReadonlySet<string>>(by, {
      site: 'subscriptions',
      answer: () => new Set(['oncall@example.com']),
      stale: () => new Set(['oncall@example.com']),
      failed: failing('ListSubscriptionsByTopic'),
    }),
});
