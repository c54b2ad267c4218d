import { arnOf } from '../../../iam/ids.ts';
import type { Made } from '../../../template/plan.ts';
import type { Account } from '../../../types.ts';

/** The ARNs that the calls of a handler are about. */
export type Subject = (made: Pick<Made, 'resource' | 'identity'>, account: Account) => readonly string[];

export const ref: Subject = ({ identity }) => [identity.ref];

export const arn: Subject = ({ identity }) => [identity.attributes['Arn'] ?? identity.ref];

/** Of services that know no resources of the kind. */
export const everything: Subject = () => ['*'];

/** A log group's own ARN ends with `:*`, which means its streams. */
export const logGroup: Subject = (made, account) => arn(made, account).map((text) => text.replace(/:\*$/, ''));

export const parameter: Subject = ({ identity }, account) => [parameterArn(account, identity.ref)];

export const parameterArn = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:ssm:${region}:${id}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

export const topic: Subject = ({ resource }) => textsIn(resource.properties['TopicArn']);

export const topics: Subject = ({ resource }) => textsIn(resource.properties['Topics']);

export const bucket: Subject = ({ identity }, { partition }) => [`arn:${partition}:s3:::${identity.ref}`];

/** Queues are named by their URL. */
export const queues: Subject = ({ resource }, { partition, region, id }) =>
  textsIn(resource.properties['Queues']).map((url) => `arn:${partition}:sqs:${region}:${id}:${lastPart(url)}`);

export const roles: Subject = ({ resource }, account) =>
  textsIn(resource.properties['Roles']).map((name) => arnOf(account, 'role', { name, path: undefined }));

export const ofFunction: Subject = ({ resource }, { partition, region, id }) =>
  textsIn(resource.properties['FunctionName']).map((name) =>
    name.startsWith('arn:') ? name : `arn:${partition}:lambda:${region}:${id}:function:${name}`,
  );

/** The archive that a function's code comes from. */
export const code: Subject = ({ resource }, { partition }) => {
  const { S3Bucket: from, S3Key: key } = (resource.properties['Code'] ?? {}) as Readonly<Record<string, unknown>>;
  return [`arn:${partition}:s3:::${String(from)}/${String(key)}`];
};

export const role: Subject = ({ resource }) => textsIn(resource.properties['Role']);

const textsIn = (value: unknown): readonly string[] => [value ?? []].flat().map(String);
const lastPart = (text: string): string => text.split('/').at(-1) ?? text;
