import type { DesiredWeightAndCapacity, EndpointStatus } from '@aws-sdk/client-sagemaker';
import { COSTS } from '../../costs.ts';
import type { Wires } from '../../types.ts';
import { desired, invalid, refuseMalformed } from './change.ts';
import { abandoned, type Endpoint, type NewEndpoint, settled, type Variant } from './endpoint.ts';
import { endpointEvent } from './endpoint-event.ts';

export type Endpoints = {
  /** InService at once: the endpoint exists before the story begins. */
  readonly create: (endpoint: NewEndpoint) => void;
  readonly find: (name: string) => Endpoint | undefined;
  /** Starts a change; `by` is who made it, as the journal names them. Answers the endpoint's ARN. */
  readonly change: (by: string, name: string, changes: readonly DesiredWeightAndCapacity[]) => string;
  /** Puts an endpoint into any state; a change under way is forgotten. */
  readonly setStatus: (name: string, status: EndpointStatus, failureReason?: string) => void;
  /** The next change of this endpoint fails when it should be in force, and SageMaker rolls it back. */
  readonly failNextChange: (name: string, failureReason: string) => void;
};

export const endpointArn = ({ account }: Pick<Wires, 'account'>, name: string): string =>
  `arn:${account.partition}:sagemaker:${account.region}:${account.id}:endpoint/${name.toLowerCase()}`;

export const makeEndpoints = (wires: Wires): Endpoints => {
  const book = makeBook(wires);
  const { endpoints, become, later } = book;
  return {
    create: (endpoint) => endpoints.set(endpoint.name, created(wires, endpoint, [...endpoints.values()])),
    find: (name) => endpoints.get(name),
    change: (by, name, changes) => {
      refuseMalformed(changes);
      const endpoint = endpoints.get(name);
      if (endpoint === undefined) throw invalid(`Could not find endpoint "${endpointArn(wires, name)}".`);
      const updating = become(by, { ...endpoint, status: 'Updating', variants: desired(endpoint, changes) });
      later(durationOf(updating.variants), updating, () => finish(book, updating));
      return endpoint.arn;
    },
    setStatus: (name, status, failureReason) => {
      const { failureReason: _, ...endpoint } = known(endpoints, name);
      const variants = status === 'InService' ? settled(endpoint.variants) : endpoint.variants;
      become('sagemaker', { ...endpoint, status, variants, ...(failureReason !== undefined && { failureReason }) });
    },
    failNextChange: (name, failureReason) => {
      book.toFail.set(known(endpoints, name).name, failureReason);
    },
  };
};

type Book = {
  readonly endpoints: Map<string, Endpoint>;
  /** Why the next change of an endpoint will fail, by the endpoint's name. */
  readonly toFail: Map<string, string>;
  /** Puts a state in force and tells everybody. */
  readonly become: (by: string, endpoint: Endpoint) => Endpoint;
  /** Does nothing when somebody else changed the endpoint in the meantime. */
  readonly later: (ms: number, expected: Endpoint, next: () => void) => void;
};

const makeBook = (wires: Wires): Book => {
  const endpoints = new Map<string, Endpoint>();
  return {
    endpoints,
    toFail: new Map(),
    become: (by, endpoint) => {
      const changed = { ...endpoint, modifiedAt: wires.clock.now() };
      endpoints.set(endpoint.name, changed);
      writeWeights(wires, changed, by);
      wires.events.put(endpointEvent(changed));
      return changed;
    },
    later: (ms, expected, next) =>
      wires.clock.after(ms, `end of the change of endpoint ${expected.name}`, () => {
        if (endpoints.get(expected.name) === expected) next();
      }),
  };
};

const finish = ({ toFail, become, later }: Book, updating: Endpoint): void => {
  const failureReason = toFail.get(updating.name);
  toFail.delete(updating.name);
  if (failureReason === undefined) {
    become('sagemaker', { ...updating, status: 'InService', variants: settled(updating.variants) });
    return;
  }
  const variants = abandoned(updating.variants);
  const rolling = become('sagemaker', { ...updating, status: 'RollingBack', variants, failureReason });
  later(COSTS.weightsChange, rolling, () => become('sagemaker', { ...rolling, status: 'InService' }));
};

const known = (endpoints: ReadonlyMap<string, Endpoint>, name: string): Endpoint => {
  const endpoint = endpoints.get(name);
  if (endpoint === undefined)
    throw new Error(`there is no endpoint "${name}"; there are: ${[...endpoints.keys()].join(', ')}`);
  return endpoint;
};

const created = (wires: Wires, { name, configName, variants }: NewEndpoint, others: readonly Endpoint[]): Endpoint => {
  const arn = endpointArn(wires, name);
  if (others.some((other) => other.arn === arn))
    throw new Error(`endpoint ${name} is there already: its ARN is ${arn}`);
  const now = wires.clock.now();
  const endpoint: Endpoint = {
    name,
    arn,
    configName,
    status: 'InService',
    variants: variants.map(newVariant),
    createdAt: now,
    modifiedAt: now,
  };
  writeWeights(wires, endpoint, 'sagemaker');
  return endpoint;
};

const newVariant = ({ name, weight, instances }: NewEndpoint['variants'][number]): Variant => ({
  name,
  currentWeight: Math.fround(weight),
  desiredWeight: Math.fround(weight),
  currentInstances: instances,
  desiredInstances: instances,
});

const durationOf = (variants: readonly Variant[]): number =>
  variants.some(({ currentInstances, desiredInstances }) => currentInstances !== desiredInstances)
    ? COSTS.capacityChange
    : COSTS.weightsChange;

const writeWeights = (wires: Wires, { name, status, configName, variants }: Endpoint, by: string): void =>
  wires.journal.write('weights', {
    endpoint: name,
    status,
    config: configName,
    weights: Object.fromEntries(variants.map((variant) => [variant.name, variant.currentWeight])),
    by,
  });
