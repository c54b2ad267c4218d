import type { Objects, Part, Wires } from '../../types.ts';
import { bucketsApi } from './api/api.ts';
import type { Buckets } from './bucket.ts';
import { bucketPolicyProvisioner, bucketProvisioner } from './provisioners.ts';
import { newest } from './versions.ts';

/** S3: buckets of this account and Region, with what is in them. */
export const makeBuckets = (wires: Wires): Part & Objects => {
  const buckets: Buckets = new Map();
  return {
    api: bucketsApi({ wires, buckets }),
    provisioners: [bucketProvisioner(wires, buckets), bucketPolicyProvisioner(buckets)],
    hasBucket: (name) => buckets.has(name),
    get: (name, key) => {
      const bucket = buckets.get(name);
      return bucket && newest(bucket, key)?.object?.body;
    },
  };
};
