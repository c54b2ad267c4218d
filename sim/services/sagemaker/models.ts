import type { CreateModelInput, DescribeModelOutput } from '@aws-sdk/client-sagemaker';
import type { Account, Instant } from '../../types.ts';
import { arnOf } from './arns.ts';
import { invalid } from './refusals.ts';

export type Model = {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Instant;
  readonly given: CreateModelInput;
};

export type Models = {
  readonly create: (input: CreateModelInput) => Model;
  readonly describe: (name: string) => DescribeModelOutput;
  /** A model that a config names, or an endpoint serves, may be deleted as well. */
  readonly remove: (name: string) => Model;
  readonly refuseMissing: (name: string) => void;
  readonly all: () => readonly Model[];
};

export const makeModels = (account: Account, now: () => Instant): Models => {
  const models = new Map<string, Model>();
  const known = (name: string): Model => {
    const model = models.get(name);
    if (model === undefined) throw invalid(`Could not find model "${arnOf(account, 'model', name)}".`);
    return model;
  };
  return {
    create: (given) => {
      const name = given.ModelName ?? '';
      const arn = arnOf(account, 'model', name);
      if ([...models.values()].some((other) => other.arn === arn)) {
        throw invalid(`Cannot create already existing model "${arn}".`);
      }
      refuseContainers(given);
      const model = { name, arn, createdAt: now(), given };
      models.set(name, model);
      return model;
    },
    describe: (name) => described(known(name)),
    remove: (name) => {
      const model = known(name);
      models.delete(name);
      return model;
    },
    refuseMissing: (name) => void known(name),
    all: () => [...models.values()],
  };
};

/** A model is one primary container, or a pipeline of several. */
const refuseContainers = ({ PrimaryContainer: primary, Containers: containers = [] }: CreateModelInput): void => {
  if (primary !== undefined && containers.length > 0) {
    throw invalid('Both PrimaryContainer and Containers are given; exactly one of them is needed.');
  }
  if (primary === undefined && containers.length === 0) {
    throw invalid('Neither PrimaryContainer nor Containers is given; exactly one of them is needed.');
  }
  for (const { Image: image, ModelPackageName: modelPackage } of primary ? [primary] : containers) {
    if (image === undefined && modelPackage === undefined) {
      throw invalid('A container needs an Image or a ModelPackageName.');
    }
  }
};

const described = ({ name, arn, createdAt, given }: Model): DescribeModelOutput => {
  const { Tags: _tags, ...members } = given;
  return {
    ...members,
    ModelName: name,
    ModelArn: arn,
    CreationTime: new Date(createdAt),
    EnableNetworkIsolation: given.EnableNetworkIsolation ?? false,
  };
};
