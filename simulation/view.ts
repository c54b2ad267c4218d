import { type Instant, MINUTE } from '../lambdas/domain/model.ts';
import type { Deployment, EndpointName } from '../lambdas/domain/policy.ts';
import type { Account } from './aws/account.ts';
import type { Fact } from './facts.ts';
import { SERVICE_OF, type Site } from './plan/faults.ts';
import type { Plan } from './plan/plan.ts';

/** What an invariant may look at: the world as it is, whatever anybody has read of it. */
export type View = {
  readonly plan: Plan;
  readonly deployment: Deployment;
  readonly account: Account;
  readonly now: () => Instant;
  readonly weather: Weather;
};

/** When faults hit what concerns an endpoint: a deadline counts only the time in which the automation could work. */
export type Weather = {
  readonly on: (fact: Fact) => void;
  /** Whole minutes since then in which no fault hit a look at the endpoint, or a sweep. */
  readonly calmMinutes: (endpoint: EndpointName, since: Instant) => number;
  /** When any fault last hit what `calmMinutes` counts. */
  readonly faultAt: (endpoint: EndpointName) => Instant;
  /** When something last kept a look from seeing or from acting: no store and no topic counts. */
  readonly blindAt: (endpoint: EndpointName) => Instant;
};

/** What a shift never waits for. */
const ASIDE: readonly Site[] = ['publish', 'subscriptions', 'notice-read', 'notice-write', 'drill-order', 'write-told'];
const STOPS = new Set(['crash-before', 'crash-after', 'function-timeout', 'lost-race']);

const blinds = (fact: Extract<Fact, { kind: 'fault' }>): boolean =>
  STOPS.has(fact.fault) || !(ASIDE.includes(fact.site) || SERVICE_OF[fact.site] === 'dynamodb');

export const makeWeather = (start: Instant, now: () => Instant): Weather => {
  const rough = new Map<EndpointName | undefined, Set<number>>();
  const blind = new Map<EndpointName | undefined, Instant>();
  const last = new Map<EndpointName | undefined, Instant>();
  const minutesOf = (endpoint: EndpointName | undefined) => {
    const own = rough.get(endpoint) ?? new Set();
    rough.set(endpoint, own);
    return own;
  };
  return {
    on: (fact) => {
      if (fact.kind === 'world-fault' && fact.fault.startsWith('event-') && fact.endpoint === undefined) {
        minutesOf(undefined).add(Math.floor((fact.at - start) / MINUTE));
        blind.set(undefined, fact.at);
      }
      // A clock that is wrong excuses nothing: each reply says what time it is.
      if (fact.kind !== 'fault' || fact.fault === 'clock-skew') return;
      last.set(fact.by.endpoint, fact.at);
      minutesOf(fact.by.endpoint).add(Math.floor((fact.at - start) / MINUTE));
      if (blinds(fact)) blind.set(fact.by.endpoint, fact.at);
    },
    calmMinutes: (endpoint, since) => {
      const [own, all] = [minutesOf(endpoint), minutesOf(undefined)];
      const minutes = { from: Math.ceil((since - start) / MINUTE), to: Math.floor((now() - start) / MINUTE) };
      let calm = 0;
      for (let minute = minutes.from; minute < minutes.to; minute += 1)
        if (!own.has(minute) && !all.has(minute)) calm += 1;
      return calm;
    },
    faultAt: (endpoint) => Math.max(last.get(endpoint) ?? 0, last.get(undefined) ?? 0),
    blindAt: (endpoint) => Math.max(blind.get(endpoint) ?? 0, blind.get(undefined) ?? 0),
  };
};
