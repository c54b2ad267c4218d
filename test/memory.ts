import { readSwitch } from '../lambdas/aws/freeze-value.ts';
import type { Answer } from '../lambdas/domain/answer.ts';
import type { DrillOrder } from '../lambdas/domain/drill.ts';
import type { Incident } from '../lambdas/domain/incident.ts';
import type { KnownGood } from '../lambdas/domain/last-known-good.ts';
import type { Alarm, Fleet, Traffic, Weights } from '../lambdas/domain/model.ts';
import type { Deployment, EndpointName } from '../lambdas/domain/policy.ts';
import type { ShiftAnswer } from '../lambdas/domain/progress.ts';
import type { Notice } from '../lambdas/domain/unguarded.ts';
import type { Letter } from '../lambdas/domain/words/letter.ts';
import type { Ledger, Ports, Step, Version, Written } from '../lambdas/ports.ts';
import { BAD_TRAFFIC, deployment, fleet, guardAlarms, NOW } from './builders.ts';

/** A world in memory, for the loop to look at and act upon. Every field may be set by a test at any moment. */
export type Memory = {
  now: number;
  readonly deployment: Deployment;
  readonly fleets: Map<EndpointName, Fleet>;
  readonly alarms: Map<string, Alarm>;
  traffic: Traffic | 'unreadable';
  freeze: string | undefined;
  readonly confirmed: Set<string>;
  /** `deaf`: takes a write and does not answer. */
  table: 'up' | 'down' | 'deaf';
  /** A table that is up, and takes writes only. */
  isHeadUnreadable: boolean;
  topic: 'up' | 'down';
  unreadable: EndpointName | undefined;
  answers: ShiftAnswer;
  /** Whether a shift has an effect when its answer is lost. */
  effect: boolean;
  readonly heads: Map<EndpointName, { incident: Incident; version: number }>;
  readonly unwritten: Map<EndpointName, Incident>;
  /** By endpoint and kind of finding. */
  readonly drills: Map<EndpointName, DrillOrder>;
  readonly answered: Map<EndpointName, Answer>;
  readonly notices: Map<string, Notice>;
  readonly good: Map<EndpointName, KnownGood>;
  /** What was done, in order: reads, ledger entries by their name, `shift`, `publish`. */
  readonly done: string[];
  readonly waits: number[];
  readonly shifts: { readonly endpoint: EndpointName; readonly to: Weights }[];
  readonly letters: Letter[];
};

export const memory = (of: Deployment = deployment()): Memory => ({
  now: NOW,
  deployment: of,
  fleets: new Map(of.policies.map(({ endpoint }) => [endpoint, fleet()])),
  alarms: new Map(of.policies.flatMap((policy) => guardAlarms(policy).map(({ alarm }) => [alarm.name, alarm]))),
  traffic: BAD_TRAFFIC,
  freeze: 'off',
  confirmed: new Set(['ana@example.com', 'lambda']),
  table: 'up',
  isHeadUnreadable: false,
  topic: 'up',
  unreadable: undefined,
  answers: { kind: 'accepted' },
  effect: true,
  heads: new Map(),
  unwritten: new Map(),
  drills: new Map(),
  answered: new Map(),
  notices: new Map(),
  good: new Map(),
  done: [],
  waits: [],
  shifts: [],
  letters: [],
});

export const portsOf = (held: Memory): Ports => ({
  clock: () => held.now,
  endpoints: {
    describe: async (endpoint) => {
      held.done.push(`describe ${endpoint}`);
      if (held.unreadable === endpoint) throw new Error(`SageMaker does not answer for ${endpoint}`);
      return held.fleets.get(endpoint);
    },
    shift: async (endpoint, to) => shift(held, endpoint, to),
  },
  alarms: {
    named: async (names) => {
      held.done.push('alarms');
      return names.flatMap((name) => held.alarms.get(name) ?? []);
    },
    startingWith: async (prefix) => [...held.alarms.values()].filter(({ name }) => name.startsWith(prefix)),
  },
  traffic: async () => {
    held.done.push('traffic');
    return held.traffic;
  },
  freeze: async () => {
    held.done.push('freeze');
    return held.freeze === undefined ? undefined : { switch: readSwitch(held.freeze), readAt: held.now };
  },
  ledger: ledgerOf(held),
  goodConfigs: {
    known: async (endpoint) => {
      held.done.push('good');
      return held.table === 'down' ? 'unreadable' : (held.good.get(endpoint) ?? { good: [] });
    },
    note: async (endpoint, known) => {
      held.done.push('note good');
      held.good.set(endpoint, known);
    },
  },
  oncall: {
    publish: async (letter) => {
      held.done.push('publish');
      if (held.topic === 'down') throw new Error('the topic took nothing');
      held.letters.push(letter);
    },
    confirmed: async () => held.confirmed,
  },
  log: () => undefined,
});

const shift = (held: Memory, endpoint: EndpointName, to: Weights): ShiftAnswer => {
  held.done.push('shift');
  held.shifts.push({ endpoint, to });
  const there = held.fleets.get(endpoint);
  const moves = held.answers.kind === 'accepted' || (held.answers.kind === 'lost' && held.effect);
  if (there && moves) held.fleets.set(endpoint, { ...asked(there, to), status: 'Updating', lastModifiedAt: held.now });
  return held.answers;
};

const asked = (there: Fleet, to: Weights): Fleet => ({
  ...there,
  variants: there.variants.map((one) => ({ ...one, desiredWeight: to[one.name] ?? one.desiredWeight })),
});

/** SageMaker has done what it was asked for. */
export const applyChange = (held: Memory, endpoint: EndpointName): void => {
  const there = held.fleets.get(endpoint);
  if (there === undefined) return;
  const variants = there.variants.map((one) => ({ ...one, weight: one.desiredWeight }));
  held.fleets.set(endpoint, { ...there, variants, status: 'InService', lastModifiedAt: held.now });
};

const ledgerOf = (held: Memory): Ledger => ({
  head: async (endpoint) => {
    held.done.push('head');
    const isUnread = held.table === 'down' || held.isHeadUnreadable;
    const stored = isUnread ? undefined : held.heads.get(endpoint);
    const version: Version = isUnread ? 'unknown' : (stored?.version ?? 0);
    const own = held.unwritten.get(endpoint);
    const isAhead = own !== undefined && version !== 'unknown';
    return { incident: own ?? stored?.incident, version, ...(isAhead && { ahead: true }) };
  },
  heads: async () =>
    held.table === 'down' ? [...held.unwritten.values()] : [...held.heads.values()].map(({ incident }) => incident),
  unwritten: () => [...held.unwritten.keys()],
  write: async (step, withinMs) => {
    held.done.push(step.what);
    held.waits.push(withinMs);
    return write(held, step);
  },
  drill: async (endpoint) => {
    held.done.push('drill');
    return held.table === 'down' ? undefined : held.drills.get(endpoint);
  },
  answer: async (endpoint) => {
    held.done.push('answer');
    return held.table === 'down' ? undefined : held.answered.get(endpoint);
  },
  notice: async (endpoint, about) => held.notices.get(`${endpoint} ${about}`),
  noticed: async (endpoint, about, notice) => {
    held.notices.set(`${endpoint} ${about}`, notice);
  },
});

const write = (held: Memory, { incident, replaces }: Step): Written => {
  const { endpoint } = incident;
  const stored = held.heads.get(endpoint)?.version ?? 0;
  if (held.table !== 'down' && replaces !== 'unknown') {
    if (replaces !== stored) return 'outpaced';
    held.heads.set(endpoint, { incident, version: stored + 1 });
    held.unwritten.delete(endpoint);
    if (held.table === 'up') return 'written';
  }
  held.unwritten.set(endpoint, incident);
  return 'unwritten';
};
