import type { Incident } from '../../lambdas/domain/incident.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Ledger, Ports } from '../../lambdas/ports.ts';
import { alarmsOf, EMAIL, type Endpoint, trafficOf } from './endpoints.ts';
import { type Asked, makeSageMaker } from './sagemaker.ts';
import type { Time } from './time.ts';

/** All that containers share. */
export type Account = {
  readonly ports: Ports;
  readonly asked: Asked;
  /** When each endpoint was first looked at, by its first incident. */
  readonly opened: ReadonlyMap<EndpointName, number>;
  /** How each incident stands. */
  readonly heads: ReadonlyMap<EndpointName, { readonly incident: Incident }>;
  /** Headlines of those that were sent. */
  readonly letters: readonly string[];
};

const READ_MS = 40;

export const makeAccount = (endpoints: ReadonlyMap<EndpointName, Endpoint>, budget: number, time: Time): Account => {
  const sagemaker = makeSageMaker(endpoints, budget, time);
  const opened = new Map<EndpointName, number>();
  const heads: Heads = new Map();
  const letters: string[] = [];
  const byAlarm = new Map([...endpoints.values()].flatMap((one) => one.alarms.map(({ name }) => [name, one] as const)));
  const alarms = (names: ReadonlySet<Endpoint>) => [...names].flatMap((one) => alarmsOf(one, time.now()));
  const soon = async <Value>(value: Value): Promise<Value> => {
    await time.sleep(READ_MS);
    return value;
  };
  return {
    asked: sagemaker.asked,
    opened,
    heads,
    letters,
    ports: {
      clock: time.now,
      endpoints: sagemaker.ports,
      alarms: {
        named: async (names) => soon(alarms(new Set(names.flatMap((name) => byAlarm.get(name) ?? [])))),
        startingWith: async () => soon(alarms(new Set(endpoints.values()))),
        mutes: async () => soon({}),
      },
      traffic: async ({ endpoint }) => {
        const one = endpoints.get(endpoint);
        return soon(one ? trafficOf(one, time.now()) : 'unreadable');
      },
      volumes: async (policies) =>
        soon(new Map(policies.map(({ endpoint }) => [endpoint, endpoints.get(endpoint)?.requests ?? 0]))),
      freeze: async () => soon({ switch: { kind: 'entries' as const, entries: [] }, readAt: time.now() }),
      goodConfigs: { known: async () => 'unreadable', note: async () => undefined },
      ledger: makeLedger(heads, opened, time),
      oncall: {
        publish: async ({ headline }) => {
          letters.push(headline);
        },
        confirmed: async () => new Set([EMAIL]),
      },
      log: () => undefined,
    },
  };
};

type Heads = Map<EndpointName, { readonly incident: Incident; readonly version: number }>;

const makeLedger = (heads: Heads, opened: Map<EndpointName, number>, time: Time): Ledger => ({
  head: async (endpoint) => {
    await time.sleep(READ_MS);
    const head = heads.get(endpoint);
    return { incident: head?.incident, version: head?.version ?? 0 };
  },
  heads: async () => {
    await time.sleep(READ_MS);
    return [...heads.values()].map(({ incident }) => incident);
  },
  unwritten: () => [],
  write: async ({ incident, replaces }) => {
    await time.sleep(READ_MS);
    if (replaces !== (heads.get(incident.endpoint)?.version ?? 0)) return 'outpaced';
    heads.set(incident.endpoint, { incident, version: replaces + 1 });
    if (!opened.has(incident.endpoint)) opened.set(incident.endpoint, time.now());
    return 'written';
  },
  drill: async () => undefined,
  answer: async () => undefined,
  notice: async () => undefined,
  noticed: async () => undefined,
});
