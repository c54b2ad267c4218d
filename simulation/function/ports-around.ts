import type { Deployment, EndpointName } from '../../lambdas/domain/policy.ts';
import type { ShiftAnswer } from '../../lambdas/domain/progress.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Account } from '../aws/account.ts';
import type { Around } from '../aws/around.ts';
import type { Fault } from '../plan/faults.ts';
import type { Plan } from '../plan/plan.ts';
import type { Calls } from './call.ts';
import type { Invocation } from './invocation.ts';

/** What the ports of an invocation have around them. */
export type PortsAround = Around & {
  readonly account: Account;
  readonly calls: Calls;
  readonly deployment: Deployment;
  readonly plan: Pick<Plan, 'mutes' | 'takenBack'>;
  /** Absent: no endpoint's strategy needs more than weights. */
  readonly strategist?: (by: Invocation, calls: Calls) => NonNullable<Ports['strategist']>['carryOut'];
};

export type Asking = {
  readonly endpoint: EndpointName;
  readonly to: Parameters<Ports['endpoints']['shift']>[1];
  /** Names an instance count as well, which no call of ours ever should. */
  readonly counts: boolean;
};

/** Named as the SDK names what AWS says. */
export class CallFailed extends Error {
  constructor(what: string, fault: Fault) {
    super(`${what}: ${fault}`);
    this.name = fault === 'throttle' ? 'ThrottlingException' : 'CallFailed';
  }
}

export const failing = (what: string) => (fault: Fault) => {
  throw new CallFailed(what, fault);
};

/** SageMaker's own refusals are answers; of a call that broke nobody knows. */
const REFUSALS: readonly Fault[] = ['throttle', 'access-denied', 'kms-denied'];

export const answerTo = (call: string, fault: Fault): Exclude<ShiftAnswer, { kind: 'accepted' }> =>
  REFUSALS.includes(fault) ? { kind: 'refused', message: `${call}: ${fault}` } : { kind: 'lost', message: fault };
