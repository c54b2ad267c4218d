import { type Instant, MINUTE } from '../domain/model.ts';
import type { Endpoints, GoodConfigs, Oncall, Ports, Strategist } from '../ports.ts';

/** An endpoint is compared no more often. Whom SNS would tell is one list for all of them, and seldom another one. */
const CONFIRMED_FOR = 5 * MINUTE;

/** On-call by way of `load`, which runs when somebody is told something. */
export const laterOncall = (load: () => Promise<Oncall>, clock: Ports['clock']): Oncall => {
  const oncall = once(load);
  let known: { readonly at: Instant; readonly confirmed: ReadonlySet<string> } | undefined;
  return {
    publish: async (letter) => (await oncall()).publish(letter),
    confirmed: async () => {
      if (known === undefined || Math.abs(clock() - known.at) >= CONFIRMED_FOR)
        known = { at: clock(), confirmed: await (await oncall()).confirmed() };
      return known.confirmed;
    },
  };
};

/** The same for what only an endpoint with the strategy restore needs. */
export const laterGoodConfigs = (load: () => Promise<GoodConfigs>): GoodConfigs => {
  const configs = once(load);
  return {
    known: async (endpoint) => (await configs()).known(endpoint),
    note: async (endpoint, known) => (await configs()).note(endpoint, known),
  };
};

/** The same for what only a strategy beyond weights needs. */
export const laterStrategist = (load: () => Promise<Strategist>): Strategist => {
  const strategist = once(load);
  return { carryOut: async (incident) => (await strategist()).carryOut(incident) };
};

/** Runs when it is first needed, and again only if it failed. */
const once = <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) => {
  let loaded: Promise<Loaded> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
};

/** The same endpoints, with `load` begun as soon as a shift is on its way: it runs while SageMaker answers. */
export const loadingWhileShifting = (endpoints: Endpoints, load: () => Promise<unknown>): Endpoints => ({
  describe: endpoints.describe,
  shift: (endpoint, to) => {
    const answer = endpoints.shift(endpoint, to);
    // Loading blocks the thread. By the next turn of the event loop the request is written: its connection is open,
    // because the same client has just described the endpoint.
    setImmediate(() => void load().catch(leftToItsUser));
    return answer;
  },
});

/** What could not be loaded is asked for again by who needs it, and fails there, where it is told. */
const leftToItsUser = (): void => undefined;
