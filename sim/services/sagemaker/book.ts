import type { Instant, Wires } from '../../types.ts';
import { type BestEffort, makeSender } from './best-effort.ts';
import type { Endpoint } from './endpoint.ts';
import { deploymentEvent, endpointEvent, type TagMap } from './endpoint-event.ts';

/** The endpoints as they are, and how one changes: everybody who should know of it is told. */
export type Book = {
  readonly endpoints: Map<string, Endpoint>;
  readonly now: () => Instant;
  /** Puts a state in force, and tells it as a change of status. */
  readonly become: (by: string, endpoint: Endpoint) => Endpoint;
  /** Puts a step of a change in force, and tells it as such. */
  readonly step: (endpoint: Endpoint) => Endpoint;
  /** Sends the event of a step without any change. */
  readonly tell: (endpoint: Endpoint) => void;
  /** Does nothing when somebody else changed the endpoint in the meantime. */
  readonly later: (ms: number, expected: Endpoint, next: () => void) => void;
  /** The endpoint's next change, or its creation, is to fail for this reason. */
  readonly failNext: (name: string, reason: string) => void;
  /** Why the change that ends now fails; each reason counts once. */
  readonly failureOf: (name: string) => string | undefined;
};

export const makeBook = (wires: Wires, bestEffort: BestEffort, tagsOf: (arn: string) => TagMap): Book => {
  const endpoints = new Map<string, Endpoint>();
  const failures = new Map<string, string[]>();
  const send = makeSender(wires, bestEffort);
  const put = (endpoint: Endpoint, by: string): Endpoint => {
    const changed = { ...endpoint, modifiedAt: wires.clock.now() };
    endpoints.set(endpoint.name, changed);
    writeWeights(wires, changed, by);
    return changed;
  };
  const tell = (endpoint: Endpoint): void => send(deploymentEvent(endpoint, tagsOf(endpoint.arn)));
  return {
    endpoints,
    now: wires.clock.now,
    become: (by, endpoint) => {
      const changed = put(endpoint, by);
      send(endpointEvent(changed, tagsOf(changed.arn)));
      return changed;
    },
    step: (endpoint) => {
      const changed = put(endpoint, 'sagemaker');
      tell(changed);
      return changed;
    },
    tell,
    later: (ms, expected, next) =>
      wires.clock.after(ms, `end of the change of endpoint ${expected.name}`, () => {
        if (endpoints.get(expected.name) === expected) next();
      }),
    failNext: (name, reason) => void failures.set(name, [...(failures.get(name) ?? []), reason]),
    failureOf: (name) => failures.get(name)?.shift(),
  };
};

/** What is in force, and how far a new fleet has come. */
export const writeWeights = (wires: Wires, endpoint: Endpoint, by: string): void => {
  const { name, status, configName, variants, deployment } = endpoint;
  wires.journal.write('weights', {
    endpoint: name,
    status,
    config: configName,
    weights: Object.fromEntries(variants.map((variant) => [variant.name, variant.currentWeight])),
    by,
    ...(deployment && {
      deployment: {
        config: deployment.configName,
        share: deployment.share,
        stage: deployment.variants[0]?.stage?.StatusMessage,
      },
    }),
  });
};
