import type { Declarations, DeclaredFunction } from './declared.ts';
import { invalidParameter } from './refusals.ts';

/** Invocations that an account may run at once, and how many of them no function may reserve. */
const ACCOUNT_LIMIT = 1000;
const LEAST_UNRESERVED = 100;

type Running = (functionArn: string) => number;

/** Why a function may not start another invocation now; undefined when it may. */
export const throttleReason = (
  { functions, reserved }: Declarations,
  running: Running,
  { arn }: DeclaredFunction,
): string | undefined => {
  const own = reserved.get(arn);
  if (own !== undefined) return running(arn) >= own ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : undefined;
  const sharing = [...functions.keys()].filter((other) => !reserved.has(other));
  const busy = sharing.reduce((sum, other) => sum + running(other), 0);
  return busy >= ACCOUNT_LIMIT - totalOf(reserved) ? 'ConcurrentInvocationLimitExceeded' : undefined;
};

/** Sets aside part of the account's concurrency; refuses what would leave too little for the others. */
export const reserve = ({ reserved }: Declarations, functionArn: string, wanted: number): void => {
  const others = totalOf(reserved) - (reserved.get(functionArn) ?? 0);
  if (ACCOUNT_LIMIT - others - wanted < LEAST_UNRESERVED)
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    );
  reserved.set(functionArn, wanted);
};

const totalOf = (reserved: Declarations['reserved']): number =>
  [...reserved.values()].reduce((sum, one) => sum + one, 0);
