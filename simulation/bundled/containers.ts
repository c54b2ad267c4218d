import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENT_FILE } from '../../lambdas/contract.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import type { Outside } from '../../sim/kernel/run.ts';
import type { Stillness } from '../../sim/kernel/stillness.ts';
import { type Environment, type Report, startEnvironment } from '../../sim/lambda/environment.ts';
import { RUNTIME_MB } from '../../sim/lambda/log-tail.ts';
import { credentialsFrom, variablesOf } from '../../sim/lambda/variables.ts';
import type { Instant } from '../../sim/types.ts';
import type { OpenRequests } from '../../sim/wire/open-requests.ts';
import type { Account } from './account.ts';
import type { Call, Invoked } from './recording.ts';

/** What runs in a container now. */
export type Running = {
  readonly invoked: Invoked;
  /** Calls that were made in memory, and not yet here. */
  readonly left: Call[];
  readonly output: string[];
};

/** One container of the recording, as an execution environment of the stand-in's. */
export type Container = {
  readonly environment: Environment;
  readonly accessKeyId: string;
  readonly skewMs: number;
  readonly clock: Float64Array;
  /** Which call a request is an attempt of, by the SDK's own number of the call. */
  readonly asked: Map<string, Call | undefined>;
  running: Running | undefined;
  /** Until then its timers wait. */
  heldUntil: Instant;
};

export type Containers = {
  readonly of: (environment: string | undefined) => Container | undefined;
  readonly holding: (accessKeyId: string) => boolean;
  readonly invoke: (invoked: Invoked, now: Instant) => void;
  /** Ends it, with what it runs. */
  readonly kill: (container: number) => Running | undefined;
  readonly outside: Outside;
  readonly close: () => void;
};

export type Reported = (container: Container, report: Report) => void;

export type ContainersAround = {
  readonly account: Account;
  readonly url: string;
  readonly requests: Pick<OpenRequests, 'of' | 'connected'>;
  readonly stillness: Stillness;
  /** Where the function's files are, as `furnish` puts them there. */
  readonly directory: string;
  readonly reported: Reported;
};

/** The main file of a container: the asset's own, in a process whose chance lets the SDK's retries follow at once. */
const MAIN = 'main.mjs';

/** The asset as it is deployed, with this world's policies in the place of those that it was synthesised for. */
export const furnish = (directory: string, asset: string, deployment: Deployment): void => {
  rmSync(directory, { recursive: true, force: true });
  cpSync(asset, directory, { recursive: true });
  writeFileSync(join(directory, DEPLOYMENT_FILE), JSON.stringify(deployment));
  writeFileSync(join(directory, MAIN), "export { handler } from './index.mjs';\nMath.random = () => 0;\n");
};

export const makeContainers = (around: ContainersAround): Containers => {
  const containers = new Map<number, Container>();
  const all = (): readonly Container[] => [...containers.values()];
  return {
    of: (environment) => all().find((one) => one.environment.id === environment),
    holding: (accessKeyId) => all().some((one) => one.accessKeyId === accessKeyId),
    invoke: (invoked, now) => {
      const container = containers.get(invoked.container) ?? start(around, invoked, now);
      containers.set(invoked.container, container);
      container.running = { invoked, left: [...invoked.calls], output: [] };
      const deadline = now + container.skewMs + around.account.reconcile.timeoutMs;
      container.environment.invoke(invoked.event, JSON.stringify(invoked.body), deadline);
    },
    kill: (id) => {
      const container = containers.get(id);
      if (container === undefined) return undefined;
      const { running } = container;
      container.running = undefined;
      container.environment.kill();
      return running;
    },
    outside: {
      advancing: (now) => {
        for (const { clock, skewMs } of all()) clock[0] = now + skewMs;
      },
      takeUp: () =>
        all()
          .map((container) => takeUp(around, container))
          .includes(true),
      timer: () => earliestTimer(all()),
    },
    close: () => {
      for (const { environment } of all()) environment.kill();
    },
  };
};

const takeUp = ({ reported }: ContainersAround, container: Container): boolean => {
  const reports = container.environment.reports();
  for (const report of reports) reported(container, report);
  return reports.length > 0;
};

/** Between two invocations a container is frozen, and its timers with it. */
const earliestTimer = (containers: readonly Container[]) => {
  const due = containers.flatMap(({ environment, running, skewMs, heldUntil }) => {
    const next = running === undefined ? undefined : environment.nextTimer();
    if (next === undefined || heldUntil === Number.POSITIVE_INFINITY) return [];
    return [{ time: Math.max(next - skewMs, heldUntil), fire: environment.fireTimer }];
  });
  return due.toSorted((one, other) => one.time - other.time)[0];
};

const start = (around: ContainersAround, { container: ordinal, skewMs }: Invoked, now: Instant): Container => {
  const { account, directory, requests, stillness, url } = around;
  const { reconcile, wires } = account;
  const id = `reconcile#${ordinal}`;
  const credentials = credentialsFrom(wires.seeded.random(`credentials/${id}`));
  const shared = new SharedArrayBuffer(8);
  const clock = new Float64Array(shared);
  clock[0] = now + skewMs;
  const environment = startEnvironment({
    birth: {
      clock: shared,
      seed: wires.seeded.id(id),
      environment: id,
      displayName: reconcile.displayName,
      file: join(directory, MAIN),
      handler: reconcile.handler,
      memory: (reconcile.memoryMb - RUNTIME_MB) * 1_024 ** 2,
      context: {
        functionName: reconcile.name,
        functionVersion: '$LATEST',
        invokedFunctionArn: reconcile.arn,
        memoryLimitInMB: `${reconcile.memoryMb}`,
        logGroupName: reconcile.logGroup,
        logStreamName: id,
      },
    },
    env: variablesOf(reconcile, { account: wires.account, credentials, endpointUrl: url, logStream: id }),
    memoryMb: reconcile.memoryMb - RUNTIME_MB,
    stillness,
    onWire: requests,
  });
  const { accessKeyId } = credentials;
  return { environment, accessKeyId, skewMs, clock, asked: new Map(), running: undefined, heldUntil: 0 };
};
