import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Api, Part, Wires } from '../../types.ts';
import { configOperations } from './api/configs.ts';
import { endpointOperations } from './api/endpoints.ts';
import { modelOperations } from './api/models.ts';
import { tagging } from './api/tags.ts';
import { arnOf } from './arns.ts';
import { type BestEffort, EXACTLY_ONCE } from './best-effort.ts';
import { makeBook } from './book.ts';
import { type Configs, makeConfigs } from './configs.ts';
import { type Endpoint, type NewEndpoint, serves } from './endpoint.ts';
import { makeEndpoints } from './endpoints.ts';
import { type Models, makeModels } from './models.ts';
import type { InstanceQuota } from './quota.ts';
import { makeTags } from './tags.ts';
import type { ScalingRegistry } from './update.ts';

export type SageMaker = Part & {
  /** InService at once, with its config and models. */
  readonly create: (endpoint: NewEndpoint) => void;
  /** Throws when there is none of that name. */
  readonly endpoint: (name: string) => Endpoint;
  readonly find: (name: string) => Endpoint | undefined;
  /** The endpoint, if it answers requests. */
  readonly serving: (name: string) => Endpoint | undefined;
  /** A person moves weights: variants that are not named keep theirs. Refused as the API would refuse it. */
  readonly changeWeights: (by: string, name: string, weights: Readonly<Record<string, number>>) => void;
  /** A person deploys a new endpoint config, which is made for it, with its models. */
  readonly deploy: (by: string, endpoint: NewEndpoint) => void;
  readonly delete: (by: string, name: string) => void;
  readonly changeCapacity: (by: string, name: string, capacity: Capacity) => void;
  /** Any of SageMaker's nine states. A change under way is forgotten; InService puts in force what was desired. */
  readonly setStatus: (name: string, status: EndpointStatus, failureReason?: string) => void;
  /**
   * The next change fails: new weights and counts end in RollingBack, then InService; a new fleet is given up; an endpoint
   * that is yet to be created ends as Failed. A second reason lets the rollback of a rolling deployment fail too.
   */
  readonly failNextChange: (name: string, failureReason: string) => void;
  /** Application Auto Scaling, which scales by calling as any client does. */
  readonly scaledBy: (registry: ScalingRegistry) => void;
  readonly scale: (name: string, capacity: Capacity) => void;
};

export type Capacity = { readonly variant: string; readonly instances: number };

export type SageMakerOptions = {
  /** Default: each event once. */
  readonly events?: BestEffort;
  /** Default: no limit. */
  readonly instanceQuota?: InstanceQuota | undefined;
};

const NOTHING_SCALED: ScalingRegistry = { scales: () => false, forget: () => {} };

/** SageMaker's models, endpoint configs and endpoints. */
export const makeSageMaker = (wires: Wires, options: SageMakerOptions = {}): SageMaker => {
  const { account, clock } = wires;
  let scaling = NOTHING_SCALED;
  const models = makeModels(account, clock.now);
  const configs = makeConfigs(account, clock.now, models);
  const tags = makeTags((arn) =>
    [...models.all(), ...configs.all(), ...book.endpoints.values()].some((one) => one.arn === arn),
  );
  const book = makeBook(wires, options.events ?? EXACTLY_ONCE, (arn) =>
    Object.fromEntries(tags.list(arn).map(({ Key = '', Value = '' }) => [Key, Value])),
  );
  const quota = options.instanceQuota ?? (() => undefined);
  const endpoints = makeEndpoints(wires, { book, configs, quota, scaling: () => scaling });
  const api: Api = {
    name: 'sagemaker',
    operations: {
      ...modelOperations({ account, models, tags }),
      ...configOperations({ account, configs, tags }),
      ...endpointOperations({ account, book, endpoints, tags }),
      ...tagging(tags),
    },
  };
  const capacity = ({ variant: VariantName, instances: DesiredInstanceCount }: Capacity) => [
    { VariantName, DesiredInstanceCount },
  ];
  return {
    api,
    provisioners: [],
    create: (endpoint) => {
      const arn = arnOf(account, 'endpoint', endpoint.name);
      if ([...book.endpoints.values()].some((other) => other.arn === arn)) {
        throw new Error(`endpoint ${endpoint.name} is there already: its ARN is ${arn}`);
      }
      furnish(models, configs, endpoint);
      endpoints.place(endpoint.name, endpoint.configName);
    },
    endpoint: (name) => {
      const endpoint = book.endpoints.get(name);
      if (endpoint === undefined) throw new Error(`there is no endpoint "${name}"`);
      return endpoint;
    },
    find: (name) => book.endpoints.get(name),
    serving: (name) => {
      const endpoint = book.endpoints.get(name);
      return endpoint !== undefined && serves(endpoint) ? endpoint : undefined;
    },
    changeWeights: (by, name, weights) => {
      const changes = Object.entries(weights).map(([VariantName, DesiredWeight]) => ({ VariantName, DesiredWeight }));
      endpoints.change(`person ${by}`, name, changes);
    },
    deploy: (by, wanted) => {
      furnish(models, configs, wanted);
      endpoints.update(personOf(by), { EndpointName: wanted.name, EndpointConfigName: wanted.configName });
    },
    delete: (by, name) => endpoints.remove(personOf(by), name, ({ arn }) => tags.forget(arn)),
    changeCapacity: (by, name, wanted) => void endpoints.change(`person ${by}`, name, capacity(wanted)),
    setStatus: endpoints.setStatus,
    failNextChange: book.failNext,
    scaledBy: (registry) => {
      scaling = registry;
    },
    scale: (name, wanted) => void endpoints.change('autoscaling', name, capacity(wanted)),
  };
};

/** As the journal names who asked. */
const personOf = (by: string): string => 'person '.concat(by);

const INSTANCE_TYPE = 'ml.m5.large';

/** The config and the models that an endpoint of a scenario stands on. */
const furnish = (models: Models, configs: Configs, given: NewEndpoint): void => {
  const { configName, variants, roleArn, publishedEverySeconds: every } = given;
  if (configs.has(configName)) throw new Error(`endpoint config ${configName} is there already`);
  const nameOf = (variant: string): string => `${configName}-${variant}`;
  const known = new Set(models.all().map(({ name }) => name));
  for (const ModelName of variants.map(({ name }) => nameOf(name)).filter((name) => !known.has(name))) {
    const role = roleArn === undefined ? {} : { ExecutionRoleArn: roleArn };
    models.create({ ModelName, PrimaryContainer: { Image: `${ModelName}:1` }, ...role });
  }
  configs.create({
    EndpointConfigName: configName,
    ProductionVariants: variants.map(({ name, weight, instances }) => ({
      VariantName: name,
      ModelName: nameOf(name),
      InstanceType: INSTANCE_TYPE,
      InitialInstanceCount: instances,
      InitialVariantWeight: weight,
    })),
    ...(every && { MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: every } }),
  });
};
