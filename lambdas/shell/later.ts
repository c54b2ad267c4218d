import type { Endpoints, Oncall } from '../ports.ts';

/** On-call by way of `load`, which runs when somebody is told something, and again only if it failed. */
export const laterOncall = (load: () => Promise<Oncall>): Oncall => {
  let loaded: Promise<Oncall> | undefined;
  const oncall = (): Promise<Oncall> => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  return {
    publish: async (letter) => (await oncall()).publish(letter),
    confirmed: async () => (await oncall()).confirmed(),
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
