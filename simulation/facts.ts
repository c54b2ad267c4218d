import type { Alarm, Fleet, Instant, Weights } from '../lambdas/domain/model.ts';
import type { EndpointName } from '../lambdas/domain/policy.ts';
import type { ShiftAnswer } from '../lambdas/domain/progress.ts';
import type { Finding } from '../lambdas/domain/unguarded.ts';
import type { Letter } from '../lambdas/domain/words/letter.ts';
import type { Account } from '../lambdas/loop/account.ts';
import type { Step, Written } from '../lambdas/ports.ts';
import type { Invocation } from './function/invocation.ts';
import type { Fault, Site, WorldFault } from './plan/faults.ts';
import type { Happening } from './plan/plan.ts';

/** Whose hand changed an endpoint; `us`: the automation's. */
export type Hand = 'us' | 'order' | 'hand' | 'deploy' | 'scaler' | 'sagemaker';

/** A call that changes weights, as SageMaker got it. */
export type Asked = {
  readonly kind: 'asked';
  readonly endpoint: EndpointName;
  readonly by: Invocation;
  readonly to: Weights;
  /** Whether the call named an instance count, too. */
  readonly counts: boolean;
  /** As it was when the call came in. */
  readonly before: Fleet | undefined;
  /** SageMaker took it up; its answer may be lost all the same. */
  readonly taken: boolean;
  readonly answer: ShiftAnswer;
};

/** What really happened, in the order in which it did: invariants and traces read nothing else. */
export type Fact = { readonly at: Instant } & (
  | Asked
  | {
      readonly kind: 'wrote';
      readonly by: Invocation;
      readonly step: Step;
      readonly kept: boolean;
      readonly answer: Written;
    }
  | {
      /** A call of the second function's that changes an endpoint's capacity, as SageMaker got it. */
      readonly kind: 'raised';
      readonly endpoint: EndpointName;
      readonly by: Invocation;
      readonly variant: string;
      readonly to: number;
      readonly before: Fleet | undefined;
      readonly taken: boolean;
    }
  | {
      /** A call of the second function's for another endpoint config, as SageMaker got it. */
      readonly kind: 'restored';
      readonly endpoint: EndpointName;
      readonly by: Invocation;
      readonly from: string;
      readonly to: string;
      readonly before: Fleet | undefined;
      readonly taken: boolean;
    }
  | {
      /** The table took what people were told of a finding that belongs to no incident. */
      readonly kind: 'noticed';
      readonly by: Invocation;
      readonly endpoint: EndpointName;
      readonly about: Finding;
    }
  | { readonly kind: 'told'; readonly by: Invocation; readonly letter: Letter; readonly delivered: boolean }
  | {
      readonly kind: 'logged';
      readonly by: Invocation;
      readonly message: string;
      readonly facts: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'began'; readonly by: Invocation }
  | {
      readonly kind: 'ended';
      readonly by: Invocation;
      readonly how: Account['outcome'] | 'failed';
      readonly killed?: boolean;
      readonly why?: string;
    }
  | { readonly kind: 'dead-lettered'; readonly event: string; readonly endpoint?: EndpointName }
  | {
      readonly kind: 'fault';
      readonly by: Invocation;
      readonly site: Site;
      readonly fault: Fault;
      readonly endpoint?: EndpointName;
    }
  | { readonly kind: 'world-fault'; readonly fault: WorldFault; readonly endpoint?: EndpointName }
  | { readonly kind: 'happening'; readonly happening: Happening }
  | {
      readonly kind: 'changed';
      readonly endpoint: EndpointName;
      readonly by: Hand;
      readonly was: Fleet | undefined;
      readonly is: Fleet | undefined;
    }
  | { readonly kind: 'alarm'; readonly endpoint: EndpointName; readonly variant: string; readonly alarm: Alarm }
  | { readonly kind: 'minute' }
  | { readonly kind: 'over' }
);

type Without<Whole> = Whole extends unknown ? Omit<Whole, 'at'> : never;

/** Writes down what happens now. */
export type Recorder = (fact: Without<Fact>) => void;
