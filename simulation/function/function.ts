import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import type { World } from '../../lambdas/loop/step.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Automation, Tools } from '../automation.ts';
import type { Account } from '../aws/account.ts';
import type { Around } from '../aws/around.ts';
import type { Fact } from '../facts.ts';
import type { Plan } from '../plan/plan.ts';
import { makeCalls } from './call.ts';
import type { Event } from './delivery.ts';
import { type Container, type Invocation, makeContainer } from './invocation.ts';
import { makeWorlds } from './limited.ts';
import { askForWeights, makePorts } from './ports.ts';
import { makeStrategist } from './strategist.ts';

/** As the stack deploys it. */
const TIMEOUT = 30 * SECOND;
const RETRY_AFTER = [MINUTE, 2 * MINUTE] as const;
const LONGEST_AGE = 5 * MINUTE;

export type FunctionAround = Around & {
  readonly plan: Plan;
  readonly account: Account;
  readonly deployment: Deployment;
  readonly automation: Automation;
  readonly wake: () => void;
};

type Outcome = Pick<Extract<Fact, { kind: 'ended' }>, 'how' | 'why' | 'killed'>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lambda: containers that live for a while, asynchronous invocations with their two retries, and the dead letters. */
export type LambdaFunction = {
  readonly invoke: (event: Event) => void;
  /** A person's command line: the same ports, no container that outlives it, and no fault. */
  readonly byPerson: (work: (world: World) => Promise<void>) => void;
  /** Until then every invocation gets a container of its own: two versions run. */
  readonly keepApart: (until: number) => void;
};

export const makeFunction = (around: FunctionAround): LambdaFunction => {
  const { clock, chance, record, plan } = around;
  const idle: Container[] = [];
  let [invocations, containers, apartUntil] = [0, 0, 0];

  const start = (): Container => {
    containers += 1;
    const isSkewed = plan.faultRate > 0 && plan.faults.includes('clock-skew') && chance.maybe(0.2);
    return makeContainer(containers, {
      skewMs: isSkewed ? Math.round(chance.between(-10, 10) * MINUTE) : 0,
      retiresAt: clock.now() + chance.between(5, 90) * MINUTE,
      clock,
    });
  };
  const take = (): Container => {
    const place = idle.findIndex(({ retiresAt }) => retiresAt > clock.now());
    const isFresh = place === -1 || clock.now() < apartUntil || chance.maybe(0.02);
    return (isFresh ? undefined : idle.splice(place, 1)[0]) ?? start();
  };
  const finish = (by: Invocation, how: Outcome['how'], rest: Omit<Outcome, 'how'> = {}): void => {
    if (by.isOver) return;
    by.isOver = true;
    record({ kind: 'ended', by, how, ...rest });
  };
  const kill = (by: Invocation, why: string): void => {
    finish(by, 'failed', { why, killed: true });
    around.wake();
    again(by);
  };
  const calls = makeCalls({ ...around, kill });
  const worldOf = makeWorlds(around);
  const strategy = needsMore(around.deployment) ? { strategist: makeStrategist(around) } : {};
  const events = new Map<Invocation, { readonly event: Event; readonly since: number }>();
  const again = (by: Invocation): void => {
    const whose = events.get(by);
    events.delete(by);
    if (whose === undefined) return;
    const { event, since } = whose;
    const wait = RETRY_AFTER[by.attempt - 1];
    const { endpoint } = event;
    if (wait !== undefined && clock.now() + wait - since <= LONGEST_AGE)
      clock.after(wait, 'retry', () => run(event, since, by.attempt + 1));
    else record({ kind: 'dead-lettered', event: event.id, ...(endpoint !== undefined && { endpoint }) });
  };
  const run = (event: Event, since: number, attempt: number): void => {
    invocations += 1;
    const { endpoint } = event;
    const by: Invocation = {
      id: invocations,
      event: event.id,
      kind: event.kind,
      ...(endpoint !== undefined && { endpoint }),
      attempt,
      container: take(),
      startedAt: clock.now(),
      reads: new Map(),
      isOver: false,
    };
    events.set(by, { event, since });
    record({ kind: 'began', by });
    around.wake();
    clock.after(TIMEOUT, 'timeout', () => !by.isOver && kill(by, 'Task timed out after 30 seconds'));
    const world = worldOf(portsFor(by), by);
    around.automation.handle(event.body, world, event.id).then(
      (how) => {
        if (by.isOver) return;
        finish(by, how);
        events.delete(by);
        idle.push(by.container);
      },
      (error: unknown) => {
        if (by.isOver) return;
        finish(by, 'failed', { why: messageOf(error) });
        idle.push(by.container);
        again(by);
      },
    );
  };
  const portsFor = (by: Invocation): Ports => {
    const own = { ...around, calls, ...strategy };
    const ports = makePorts(own, by);
    const tools: Tools = {
      by,
      plan,
      ask: (asking) => askForWeights(own, by, asking),
      forget: () => void by.container.unwritten.endpoints().map(by.container.unwritten.forget),
    };
    return around.automation.ports?.(ports, tools) ?? ports;
  };
  return {
    invoke: (event) => run(event, clock.now(), 1),
    keepApart: (until) => {
      apartUntil = until;
    },
    byPerson: (work) => {
      invocations += 1;
      const container = makeContainer(-invocations, { skewMs: 0, retiresAt: 0, clock });
      const by: Invocation = {
        id: invocations,
        event: `person-${invocations}`,
        kind: 'person',
        attempt: 1,
        container,
        startedAt: clock.now(),
        reads: new Map(),
        isOver: false,
      };
      around.wake();
      work({ ports: makePorts({ ...around, calls }, by), deployment: around.deployment }).then(
        () => finish(by, 'acted'),
        (error: unknown) => finish(by, 'failed', { why: messageOf(error) }),
      );
    },
  };
};

/** As the stack decides whether there is a second function. */
const needsMore = ({ policies }: Deployment): boolean => policies.some(({ strategy, restore }) => strategy ?? restore);
