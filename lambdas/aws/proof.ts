import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import {
  type ContainerDefinition,
  DescribeEndpointConfigCommand,
  type DescribeEndpointConfigCommandOutput,
  DescribeModelCommand,
  type DescribeModelCommandOutput,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { RestoreOrder } from '../domain/strategies/order.ts';
import { messageOf } from './clients.ts';

export type ProofClients = { readonly sagemaker: SageMakerClient; readonly iam: IAMClient };

/** `what`: why the config is left alone. `unproved`: what nobody looked at, and is told. */
export type Proof =
  | { readonly kind: 'proved'; readonly unproved: readonly string[] }
  | { readonly kind: 'unproved'; readonly what: string };

type Asked = { readonly order: RestoreOrder; readonly account: string; readonly variants: readonly string[] };

/**
 * The config is there with its models and their roles, and is the one that served well: a name may have been given to
 * another one since. Images and model data stay unproved, because no right to look into registries and buckets is asked
 * for: where they are gone, SageMaker keeps the fleet that it has.
 */
export const prove = async (clients: ProofClients, asked: Asked): Promise<Proof> => {
  try {
    const config = await describeConfig(clients, asked);
    const models = await Promise.all(modelsOf(config, asked).map((name) => describeModel(clients, asked, name)));
    const roles = new Set([config, ...models].flatMap(({ ExecutionRoleArn }) => ExecutionRoleArn ?? []));
    await Promise.all([...roles].map((role) => findRole(clients, asked, role)));
    return { kind: 'proved', unproved: models.flatMap(unseenOf) };
  } catch (error) {
    if (error instanceof Unproved) return { kind: 'unproved', what: error.message };
    throw error;
  }
};

class Unproved extends Error {}

const describeConfig = async ({ sagemaker }: ProofClients, { order }: Asked) => {
  const what = `endpoint config ${order.to}`;
  const found = await existing(what, NOT_FOUND, () =>
    sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: order.to })),
  );
  refuseNewer(what, found, order);
  return found;
};

const modelsOf = (
  { ProductionVariants: variants = [] }: DescribeEndpointConfigCommandOutput,
  { order, variants: inService }: Asked,
): readonly string[] => {
  const names = variants.map(({ VariantName = '' }) => VariantName);
  if (names.toSorted().join() !== inService.toSorted().join())
    throw new Unproved(
      `endpoint config ${order.to} has the variants ${names.join(', ')}, and the guards watch ${inService.join(', ')}`,
    );
  return variants.map(({ VariantName, ModelName }) => {
    if (ModelName === undefined)
      throw new Unproved(`variant ${VariantName} of endpoint config ${order.to} has no model`);
    return ModelName;
  });
};

const describeModel = async ({ sagemaker }: ProofClients, { order }: Asked, name: string) => {
  const found = await existing(`model ${name}`, NOT_FOUND, () =>
    sagemaker.send(new DescribeModelCommand({ ModelName: name })),
  );
  refuseNewer(`model ${name}`, found, order);
  return found;
};

const findRole = async ({ iam }: ProofClients, { account }: Asked, arn: string): Promise<void> => {
  const [, , , , owner = '', path = ''] = arn.split(':');
  if (owner !== account) throw new Unproved(`role ${arn} is of another account`);
  const name = path.split('/').at(-1) ?? '';
  await existing(`role ${name}`, 'NoSuchEntity', () => iam.send(new GetRoleCommand({ RoleName: name })));
};

/** As SageMaker says it of a config and of a model. */
const NOT_FOUND = 'ValidationException: Could not find';

/** A connection that broke proves nothing either way, and is asked again by the next look. */
const existing = async <Found>(what: string, missing: string, find: () => Promise<Found>): Promise<Found> => {
  try {
    return await find();
  } catch (error) {
    const said = messageOf(error);
    throw new Unproved(
      said.startsWith(missing) ? `${what} does not exist any more` : `${what} could not be read: ${said}`,
    );
  }
};

const refuseNewer = (
  what: string,
  { CreationTime: made }: { readonly CreationTime?: Date | undefined },
  order: RestoreOrder,
): void => {
  if (made === undefined || made.getTime() <= order.goodUntil) return;
  throw new Unproved(`${what} was made at ${made.toISOString()}, after one of its name had last served well`);
};

const unseenOf = ({ PrimaryContainer, Containers = [] }: DescribeModelCommandOutput): readonly string[] =>
  (PrimaryContainer === undefined ? Containers : [PrimaryContainer]).flatMap(partsOf);

const partsOf = ({ Image, ModelPackageName, ModelDataUrl }: ContainerDefinition): readonly string[] => [
  ...(Image === undefined ? [] : [`image ${Image}`]),
  ...(ModelPackageName === undefined ? [] : [`model package ${ModelPackageName}`]),
  ...(ModelDataUrl === undefined ? [] : [`model data ${ModelDataUrl}`]),
];
