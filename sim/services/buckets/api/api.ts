import type { Api } from '../../../types.ts';
import { bucketOperations } from './buckets.ts';
import { deletingOperations } from './deleting.ts';
import type { Desk } from './desk.ts';
import { listingOperations } from './listing.ts';
import { objectOperations } from './objects.ts';
import { policyOperations } from './policies.ts';

export const bucketsApi = (desk: Desk): Api => ({
  name: 's3',
  operations: {
    ...bucketOperations(desk),
    ...policyOperations(desk),
    ...objectOperations(desk),
    ...deletingOperations(desk),
    ...listingOperations(desk),
  },
});
