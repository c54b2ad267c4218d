import type { Api } from '../../types.ts';
import { concurrencyOperations } from './concurrency.ts';
import { configureOperations } from './configure.ts';
import { describeOperations } from './describe.ts';
import type { Desk } from './desk.ts';
import { eventInvokeOperations } from './event-invoke-config.ts';
import { invokeOperations } from './invoke.ts';
import { permissionOperations } from './permissions.ts';
import { codeOperations } from './update-code.ts';

export const functionsApi = (desk: Desk): Api => ({
  name: 'lambda',
  operations: {
    ...invokeOperations(desk),
    ...describeOperations(desk),
    ...configureOperations(desk),
    ...codeOperations(desk),
    ...concurrencyOperations(desk),
    ...eventInvokeOperations(desk),
    ...permissionOperations(desk),
  },
});
