import type { Declarations } from './declared.ts';
import type { Pool } from './pool.ts';

/** Takes a function away, with its policy and all else that is said of it. What runs may end. */
export const forget = (declarations: Declarations, pool: Pick<Pool, 'retire'>, arn: string): void => {
  declarations.functions.delete(arn);
  declarations.permissions.delete(arn);
  declarations.invokeConfigs.delete(arn);
  declarations.reserved.delete(arn);
  declarations.revisions.delete(arn);
  declarations.updating.delete(arn);
  pool.retire(arn);
};
