import type {
  CreateEndpointInput,
  DesiredWeightAndCapacity,
  EndpointStatus,
  UpdateEndpointInput,
} from '@aws-sdk/client-sagemaker';
import { COSTS } from '../../costs.ts';
import type { Wires } from '../../types.ts';
import { arnOf } from './arns.ts';
import { type Book, writeWeights } from './book.ts';
import { desired, refuseMalformed } from './change.ts';
import type { Configs } from './configs.ts';
import { rollOut } from './deployment/roll-out.ts';
import { abandoned, type Endpoint, settled, type Variant } from './endpoint.ts';
import { type InstanceQuota, refuseAboveQuota } from './quota.ts';
import { invalid } from './refusals.ts';
import { refuseStatus } from './statuses.ts';
import { readUpdate, type ScalingRegistry } from './update.ts';

export type Endpoints = {
  /** InService at once: the endpoint exists before the story begins. */
  readonly place: (name: string, configName: string) => void;
  /** Refuses when there is none of that name. */
  readonly endpoint: (name: string) => Endpoint;
  /** Each of these starts something that takes its time; `by` is who asked, as the journal names them. */
  readonly create: (by: string, input: CreateEndpointInput) => Endpoint;
  readonly update: (by: string, input: UpdateEndpointInput) => Endpoint;
  readonly change: (by: string, name: string, changes: readonly DesiredWeightAndCapacity[]) => Endpoint;
  readonly remove: (by: string, name: string, gone: (endpoint: Endpoint) => void) => void;
  /** Puts an endpoint into any state; a change under way is forgotten. */
  readonly setStatus: (name: string, status: EndpointStatus, failureReason?: string) => void;
};

export type Around = {
  readonly book: Book;
  readonly configs: Configs;
  readonly quota: InstanceQuota;
  readonly scaling: () => ScalingRegistry;
};

export const makeEndpoints = (wires: Wires, around: Around): Endpoints => {
  const { book, configs, quota } = around;
  const endpoint = (name: string): Endpoint => {
    const found = book.endpoints.get(name);
    if (found === undefined) throw invalid(`Could not find endpoint "${arnOf(wires.account, 'endpoint', name)}".`);
    return found;
  };
  const stateOf = (alarm: string) => wires.alarms.stateOf(alarm);
  return {
    endpoint,
    place: (name, configName) => {
      const placed = { ...planned(wires, around, { name, configName }), status: 'InService' } as const;
      book.endpoints.set(name, placed);
      writeWeights(wires, placed, 'sagemaker');
    },
    create: (by, { EndpointName: name = '', EndpointConfigName: configName = '', DeploymentConfig: config }) => {
      const creating = planned(wires, around, { name, configName });
      refuseAboveQuota(quota, book.endpoints.values(), creating.variants.map(wholly));
      return launch(book, by, { ...creating, ...(config && { lastDeploymentConfig: config }) });
    },
    update: (by, input) => {
      const found = endpoint(input.EndpointName ?? '');
      const config = configs.config(input.EndpointConfigName ?? '');
      refuseStatus(found, 'UpdateEndpoint');
      const { fresh, config: deployment } = readUpdate(found, config, input, { stateOf, scaling: around.scaling() });
      refuseAboveQuota(quota, book.endpoints.values(), fresh.map(wholly));
      rollOut({ book, stateOf }, { by, endpoint: found, configName: config.name, fresh, config: deployment });
      return found;
    },
    change: (by, name, changes) => {
      refuseMalformed(changes);
      const found = endpoint(name);
      const variants = desired(found, changes);
      refuseAboveQuota(quota, book.endpoints.values(), variants.map(delta));
      return startChange(book, by, { ...found, variants });
    },
    remove: (by, name, gone) => {
      const found = endpoint(name);
      refuseStatus(found, 'DeleteEndpoint');
      around.scaling().forget(name);
      const { deployment: _deployment, ...rest } = found;
      const deleting = book.become(by, { ...rest, status: 'Deleting' });
      book.later(COSTS.weightsChange, deleting, () => {
        book.endpoints.delete(name);
        gone(deleting);
      });
    },
    setStatus: (name, status, failureReason) => {
      const { failureReason: _reason, deployment, ...rest } = known(book, name);
      const variants = status === 'InService' ? settled(rest.variants) : rest.variants;
      const mixed = status === 'UpdateRollbackFailed' && deployment !== undefined;
      book.become('sagemaker', {
        ...rest,
        status,
        variants,
        ...(failureReason !== undefined && { failureReason }),
        ...(mixed && { deployment }),
      });
    },
  };
};

type Named = { readonly name: string; readonly configName: string };

const planned = (wires: Wires, { book, configs }: Around, { name, configName }: Named): Endpoint => {
  const arn = arnOf(wires.account, 'endpoint', name);
  if ([...book.endpoints.values()].some((other) => other.arn === arn)) {
    throw invalid(`Cannot create already existing endpoint "${arn}".`);
  }
  const { variants } = configs.config(configName);
  const now = book.now();
  return { name, arn, configName, status: 'Creating', variants, createdAt: now, modifiedAt: now };
};

/** Nothing is in force until the instances are there. */
const launch = (book: Book, by: string, endpoint: Endpoint): Endpoint => {
  const variants = endpoint.variants.map((variant) => ({ ...variant, currentInstances: 0 }));
  const creating = book.become(by, { ...endpoint, variants });
  book.later(COSTS.capacityChange, creating, () => {
    const failureReason = book.failureOf(endpoint.name);
    if (failureReason === undefined) {
      book.become('sagemaker', { ...creating, status: 'InService', variants: settled(variants) });
    } else {
      book.become('sagemaker', { ...creating, status: 'Failed', failureReason });
    }
  });
  return creating;
};

const startChange = (book: Book, by: string, endpoint: Endpoint): Endpoint => {
  const scales = endpoint.variants.some(changesCapacity);
  const updating = book.become(by, {
    ...endpoint,
    status: 'Updating',
    variants: endpoint.variants.map((variant) => scaling(variant, book.now())),
  });
  if (scales) book.tell(updating);
  book.later(scales ? COSTS.capacityChange : COSTS.weightsChange, updating, () => finish(book, updating));
  return updating;
};

const changesCapacity = ({ currentInstances, desiredInstances, serverless }: Variant): boolean =>
  currentInstances !== desiredInstances || serverless?.current !== serverless?.desired;

const scaling = (variant: Variant, now: number): Variant => {
  const { currentInstances: current, desiredInstances: wanted } = variant;
  if (current === wanted) return variant;
  const StatusMessage = `Scaling ${wanted > current ? 'out' : 'in'} desired instance count to ${wanted}.`;
  return { ...variant, stage: { Status: 'Updating', StatusMessage, StartTime: new Date(now) } };
};

/** A change that fails is undone, as slowly as it was made. */
const finish = (book: Book, updating: Endpoint): void => {
  const failureReason = book.failureOf(updating.name);
  if (failureReason === undefined) {
    book.become('sagemaker', { ...updating, status: 'InService', variants: settled(updating.variants) });
    return;
  }
  const variants = abandoned(updating.variants);
  const rolling = book.become('sagemaker', { ...updating, status: 'RollingBack', variants, failureReason });
  book.later(COSTS.weightsChange, rolling, () => book.become('sagemaker', { ...rolling, status: 'InService' }));
};

const known = ({ endpoints }: Book, name: string): Endpoint => {
  const endpoint = endpoints.get(name);
  if (endpoint === undefined)
    throw new Error(`there is no endpoint "${name}"; there are: ${[...endpoints.keys()].join(', ')}`);
  return endpoint;
};

const wholly = ({ instanceType, desiredInstances }: Variant) => [instanceType, desiredInstances] as const;

const delta = ({ instanceType, desiredInstances, currentInstances }: Variant) =>
  [instanceType, desiredInstances - currentInstances] as const;
