import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { AlarmState, Instant } from '../../../types.ts';
import type { Book } from '../book.ts';
import { type Endpoint, settled, type Variant } from '../endpoint.ts';
import { type Phase, phasesOf, rollbackPhasesOf } from './phases.ts';
import { type Policy, policyOf, tripped } from './policy.ts';

export type RollOut = {
  readonly by: string;
  /** As it is before the deployment. */
  readonly endpoint: Endpoint;
  readonly configName: string;
  readonly fresh: readonly Variant[];
  readonly config: DeploymentConfig | undefined;
};

type Watched = { readonly book: Book; readonly stateOf: (alarm: string) => AlarmState | undefined };

type Course = Watched & { readonly policy: Policy; readonly deadline: Instant };

/** How often alarms are looked at while a deployment is under way; the documentation only says "during". */
const LOOK_AT_ALARMS = 10_000;

/** Replaces an endpoint's fleet. Ends InService: with the new config, or with the old one and a reason. */
export const rollOut = (watched: Watched, { by, endpoint, configName, fresh, config }: RollOut): void => {
  const { book } = watched;
  const policy = policyOf(config, fresh);
  const launching = fresh.map((variant) => ({ ...variant, currentInstances: 0 }));
  const { failureReason: _old, lastDeploymentConfig: _last, ...rest } = endpoint;
  const deployment = { configName, startedAt: book.now(), variants: launching, share: 0 };
  const updating = book.become(by, {
    ...rest,
    status: 'Updating',
    deployment,
    ...(config && { lastDeploymentConfig: config }),
  });
  const course = { ...watched, policy, deadline: book.now() + policy.timeoutSeconds * 1_000 };
  goOn(course, updating, phasesOf(policy, fresh));
};

const goOn = (course: Course, endpoint: Endpoint, [phase, ...rest]: readonly Phase[]): void => {
  if (phase === undefined) {
    complete(course.book, endpoint);
    return;
  }
  const entered = enter(course.book, endpoint, phase);
  watch(course, entered, {
    ms: phase.ms,
    next: () => {
      const failure = course.book.failureOf(endpoint.name);
      if (failure === undefined) goOn(course, entered, rest);
      else rollBack(course, entered, failure);
    },
  });
};

const enter = (book: Book, endpoint: Endpoint, phase: Phase): Endpoint => {
  if (endpoint.deployment === undefined) return endpoint;
  const { old, deployment } = phase.enter({ old: endpoint.variants, deployment: endpoint.deployment }, book.now());
  return book.step({ ...endpoint, variants: old, deployment });
};

type Stretch = { readonly ms: number; readonly next: () => void };

/** Lets a stretch of time pass, unless an alarm or the deadline ends it. */
const watch = (course: Course, endpoint: Endpoint, { ms, next }: Stretch): void => {
  const trouble = troubleOf(course);
  if (trouble !== undefined) {
    rollBack(course, endpoint, trouble);
    return;
  }
  if (ms <= 0) {
    next();
    return;
  }
  const { policy, deadline, book } = course;
  const look = policy.alarms.length > 0 ? LOOK_AT_ALARMS : Number.POSITIVE_INFINITY;
  const pause = Math.min(ms, look, deadline - book.now());
  book.later(pause, endpoint, () => watch(course, endpoint, { ms: ms - pause, next }));
};

const troubleOf = ({ policy, stateOf, deadline, book }: Course): string | undefined => {
  const alarms = tripped(policy, stateOf);
  if (alarms.length > 0) {
    const names = alarms.map((name) => `"${name}"`).join(', ');
    return `The deployment was rolled back because of the CloudWatch alarm(s) ${names} in ALARM state.`;
  }
  if (book.now() < deadline) return undefined;
  return `The deployment was rolled back because it took more than ${policy.timeoutSeconds} seconds (MaximumExecutionTimeoutInSeconds).`;
};

const complete = (book: Book, { deployment, ...endpoint }: Endpoint): void => {
  if (deployment === undefined) return;
  const { configName } = deployment;
  book.become('sagemaker', { ...endpoint, configName, status: 'InService', variants: settled(deployment.variants) });
};

/** Nobody looks at alarms any more: the old fleet is known to have served. */
const rollBack = (course: Course, endpoint: Endpoint, failureReason: string): void => {
  if (endpoint.deployment === undefined) return;
  const { book, policy } = course;
  const phases = rollbackPhasesOf(policy, { old: endpoint.variants, deployment: endpoint.deployment });
  const retreat = (from: Endpoint, [phase, ...rest]: readonly Phase[]): void => {
    if (phase === undefined) {
      giveUp(book, from);
      return;
    }
    const entered = enter(book, from, phase);
    book.later(phase.ms, entered, () => {
      const failure = policy.kind === 'rolling' ? book.failureOf(endpoint.name) : undefined;
      if (failure === undefined) retreat(entered, rest);
      else book.become('sagemaker', { ...entered, status: 'UpdateRollbackFailed', failureReason: failure });
    });
  };
  retreat({ ...endpoint, failureReason }, phases);
};

const giveUp = (book: Book, { deployment: _gone, ...endpoint }: Endpoint): void => {
  book.become('sagemaker', { ...endpoint, status: 'InService', variants: settled(endpoint.variants) });
};
