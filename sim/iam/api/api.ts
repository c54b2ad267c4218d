import type { Api } from '../../types.ts';
import { attachedOperations } from './attached.ts';
import type { Desk } from './desk.ts';
import { inlineOperations } from './inline.ts';
import { keyOperations } from './keys.ts';
import { policyOperations } from './policies.ts';
import { roleOperations } from './roles.ts';
import { simulateOperations } from './simulate.ts';
import { userOperations } from './users.ts';

/** IAM as its clients see it. */
export const iamApi = (desk: Desk): Api => ({
  name: 'iam',
  operations: {
    ...userOperations(desk),
    ...keyOperations(desk),
    ...roleOperations(desk),
    ...inlineOperations(desk, 'user'),
    ...inlineOperations(desk, 'role'),
    ...attachedOperations(desk, 'user'),
    ...attachedOperations(desk, 'role'),
    ...policyOperations(desk),
    ...simulateOperations(desk),
  },
});
