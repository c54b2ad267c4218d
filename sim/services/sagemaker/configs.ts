import type { CreateEndpointConfigInput, DescribeEndpointConfigOutput } from '@aws-sdk/client-sagemaker';
import type { Account, Instant } from '../../types.ts';
import { arnOf } from './arns.ts';
import type { Variant } from './endpoint.ts';
import { invalid } from './refusals.ts';
import { readVariants, refuseUnknownMembers } from './variants.ts';

export type Config = {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Instant;
  readonly given: CreateEndpointConfigInput;
  /** As a fleet of this config begins: nothing of it in force yet. */
  readonly variants: readonly Variant[];
};

export type Configs = {
  readonly create: (input: CreateEndpointConfigInput) => Config;
  readonly describe: (name: string) => DescribeEndpointConfigOutput;
  /** Also one that an endpoint uses: SageMaker asks people not to, and lets them. */
  readonly remove: (name: string) => Config;
  /** Refuses when there is none of that name. */
  readonly config: (name: string) => Config;
  readonly has: (name: string) => boolean;
  readonly all: () => readonly Config[];
};

type ModelLookUp = { readonly refuseMissing: (name: string) => void };

export const makeConfigs = (account: Account, now: () => Instant, models: ModelLookUp): Configs => {
  const configs = new Map<string, Config>();
  const config = (name: string): Config => {
    const found = configs.get(name);
    if (found === undefined) {
      throw invalid(`Could not find endpoint configuration "${arnOf(account, 'endpoint-config', name)}".`);
    }
    return found;
  };
  return {
    create: (given) => {
      const name = given.EndpointConfigName ?? '';
      const arn = arnOf(account, 'endpoint-config', name);
      if ([...configs.values()].some((other) => other.arn === arn)) {
        throw invalid(`Cannot create already existing endpoint configuration "${arn}".`);
      }
      refuseUnknownMembers(given);
      const variants = readVariants(given);
      for (const { modelName } of variants) models.refuseMissing(modelName);
      const made = { name, arn, createdAt: now(), given, variants };
      configs.set(name, made);
      return made;
    },
    describe: (name) => described(config(name)),
    remove: (name) => {
      const found = config(name);
      configs.delete(name);
      return found;
    },
    config,
    has: (name) => configs.has(name),
    all: () => [...configs.values()],
  };
};

const described = ({ name, arn, createdAt, given }: Config): DescribeEndpointConfigOutput => {
  const { Tags: _tags, ...members } = given;
  return {
    ...members,
    EndpointConfigName: name,
    EndpointConfigArn: arn,
    ProductionVariants: (given.ProductionVariants ?? []).map((variant) => ({
      ...variant,
      InitialVariantWeight: Math.fround(variant.InitialVariantWeight ?? 1),
    })),
    CreationTime: new Date(createdAt),
    EnableNetworkIsolation: given.EnableNetworkIsolation ?? false,
  };
};
