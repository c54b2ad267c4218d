import { checkPolicy } from '../../iam/check-policy.ts';
import { readPolicy } from '../../iam/policy.ts';
import type { Provisioner, Wires } from '../../types.ts';
import { objectOf, oneOf, optionalText, type Properties, textOf } from '../properties.ts';
import { type Bucket, type Buckets, bucketArn, emptyBucket } from './bucket.ts';
import { encryptionIn } from './encryption.ts';
import { checkBucketName } from './names.ts';

export const bucketProvisioner = (wires: Wires, buckets: Buckets): Provisioner => ({
  type: 'AWS::S3::Bucket',
  // AccessControl, LifecycleConfiguration, PublicAccessBlockConfiguration and Tags change nothing that is noticed here.
  properties: [
    'AccessControl',
    'BucketEncryption',
    'BucketName',
    'LifecycleConfiguration',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ],
  replacing: ['BucketName'],
  identify: (otherwise, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'BucketName') ?? otherwise.toLowerCase();
    return {
      ref: name,
      attributes: {
        Arn: bucketArn(account, name),
        DomainName: `${name}.s3.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${account.region}.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${account.region}.amazonaws.com`,
      },
    };
  },
  create: ({ properties }, { ref }) => {
    checkBucketName(ref);
    if (buckets.has(ref)) throw new Error(`${ref} already exists`);
    const bucket = emptyBucket(wires.account, ref, wires.clock.now());
    configure(bucket, properties);
    buckets.set(ref, bucket);
  },
  update: ({ properties }, { ref }) => configure(bucketNamed(buckets, ref), properties),
  remove: (_, { ref }) => {
    if ((buckets.get(ref)?.versions.size ?? 0) > 0) {
      throw new Error('The bucket you tried to delete is not empty. You must delete all versions in the bucket.');
    }
    buckets.delete(ref);
  },
});

const bucketNamed = (buckets: Buckets, name: string): Bucket => {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new Error(`there is no bucket ${name}`);
  return bucket;
};

const configure = (bucket: Bucket, properties: Properties): void => {
  if (properties['AccessControl'] !== undefined) oneOf(properties, 'AccessControl', ['Private']);
  const versioning = objectOf(properties, 'VersioningConfiguration', ['Status']);
  const status = versioning && oneOf(versioning, 'Status', ['Enabled', 'Suspended']);
  bucket.encryption = encryptionIn(properties);
  // A bucket that has kept versions can only stop to.
  bucket.versioning = (status ?? (bucket.versioning && 'Suspended')) as Bucket['versioning'];
};

export const bucketPolicyProvisioner = (buckets: Buckets): Provisioner => ({
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  replacing: ['Bucket'],
  identify: (_, properties) => ({ ref: textOf(properties, 'Bucket'), attributes: {} }),
  create: ({ properties }, { ref }) => {
    const bucket = bucketNamed(buckets, ref);
    if (bucket.policy !== undefined) throw new Error(`the bucket ${ref} has a policy already`);
    bucket.policy = policyOf(properties);
  },
  update: ({ properties }, { ref }) => {
    bucketNamed(buckets, ref).policy = policyOf(properties);
  },
  remove: (_, { ref }) => {
    const bucket = buckets.get(ref);
    if (bucket !== undefined) bucket.policy = undefined;
  },
});

const policyOf = ({ PolicyDocument: given }: Properties): NonNullable<Bucket['policy']> => {
  const document = readPolicy(given);
  checkPolicy(document, 's3');
  return { document, text: JSON.stringify(given) };
};
