import { checkPolicy } from '../iam/check-policy.ts';
import { readPolicy } from '../iam/policy.ts';
import type { Account, Part, Provisioner, Wires } from '../types.ts';
import { checkProse, objectOf, oneOf, optionalText, type Properties } from './properties.ts';

/** ECR, as far as `cdk bootstrap` makes a repository for images. Nothing is ever pushed to it here: it has no API. */
export const makeRepositories = ({ account }: Wires): Part => ({
  provisioners: [repositoryProvisioner(account, new Set())],
});

const NAME = /^[a-z0-9]+([._/-][a-z0-9]+)*$/;
const LONGEST_POLICY = 30_720;

const repositoryProvisioner = ({ partition, region, id }: Account, repositories: Set<string>): Provisioner => ({
  type: 'AWS::ECR::Repository',
  properties: ['ImageTagMutability', 'LifecyclePolicy', 'RepositoryName', 'RepositoryPolicyText', 'Tags'],
  replacing: ['RepositoryName'],
  identify: (otherwise, properties) => {
    const name = optionalText(properties, 'RepositoryName') ?? otherwise.toLowerCase();
    return {
      ref: name,
      attributes: {
        Arn: `arn:${partition}:ecr:${region}:${id}:repository/${name}`,
        RepositoryUri: `${id}.dkr.ecr.${region}.amazonaws.com/${name}`,
      },
    };
  },
  create: ({ properties }, { ref }) => {
    if (repositories.has(ref)) throw new Error(`the repository ${ref} exists already`);
    if (!NAME.test(ref)) throw new Error(`RepositoryName ${ref} is not valid`);
    check(properties);
    repositories.add(ref);
  },
  update: ({ properties }, { ref }) => {
    if (!repositories.has(ref)) throw new Error(`there is no repository ${ref}`);
    check(properties);
  },
  remove: (_, { ref }) => void repositories.delete(ref),
});

const check = (properties: Properties): void => {
  if (properties['ImageTagMutability'] !== undefined) {
    oneOf(properties, 'ImageTagMutability', ['IMMUTABLE', 'MUTABLE']);
  }
  const { RepositoryPolicyText: policy } = properties;
  if (policy !== undefined) checkPolicy(readPolicy(policy), 'ecr');
  const lifecycle = objectOf(properties, 'LifecyclePolicy', ['LifecyclePolicyText', 'RegistryId']);
  if (lifecycle !== undefined) checkProse(lifecycle, 'LifecyclePolicyText', LONGEST_POLICY);
};
