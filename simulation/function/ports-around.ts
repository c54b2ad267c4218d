import type { Deployment, EndpointName } from '../../lambdas/domain/policy.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Account } from '../aws/account.ts';
import type { Around } from '../aws/around.ts';
import type { Fault } from '../plan/faults.ts';
import type { Calls } from './call.ts';

/** What the ports of an invocation have around them. */
export type PortsAround = Around & {
  readonly account: Account;
  readonly calls: Calls;
  readonly deployment: Deployment;
};

export type Asking = {
  readonly endpoint: EndpointName;
  readonly to: Parameters<Ports['endpoints']['shift']>[1];
  /** Names an instance count as well, which no call of ours ever should. */
  readonly counts: boolean;
};

export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

export const failing = (what: string) => (fault: Fault) => {
  throw new CallFailed(`${what}: ${fault}`);
};
