import type { Need } from '../types.ts';
import type { InForce } from './book.ts';
import type { Context } from './context.ts';
import { covers, listed } from './policy.ts';
import { keysOfVariables } from './variables.ts';

/** Keys that statements about this action and resource ask for, and that the request does not have. */
export const missingKeys = (policies: readonly InForce[], context: Context, need: Need): readonly string[] => {
  const asked = { ...need, identity: true };
  const statements = policies.flatMap(({ document }) => listed(document.Statement));
  const keys = statements
    .filter((statement) => covers(statement, asked))
    .flatMap(({ Condition: condition = {}, ...rest }) => [
      ...Object.values(condition).flatMap(Object.keys),
      ...keysOfVariables(JSON.stringify({ ...rest, condition })),
    ]);
  return [...new Set(keys)].filter((key) => !context.has(key.toLowerCase()));
};
