import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import type { Instant } from '../../types.ts';
import { promisedTimers } from './promised-timers.ts';
import { installSocketTimeouts } from './sockets.ts';

type Callback = (...args: readonly unknown[]) => void;
type Plan = {
  due: Instant;
  readonly id: number;
  readonly everyMs: number | undefined;
  readonly delayMs: number;
  readonly run: () => void;
};

export type VirtualTimers = {
  readonly next: () => Instant | undefined;
  /** Fires the one timer that has been due longest, if any is due. */
  readonly fire: () => void;
};

const MAX_DELAY_MS = 2 ** 31 - 1;

/** From here on, timers of this thread are due in virtual time, and fire only when told to. */
export const installTimers = (now: () => Instant): VirtualTimers => {
  const plans = new Map<number, Plan>();
  const begin = beginner(plans, now);
  const start: Start = (callback, delay, ...args) => begin({ callback, delay, args, repeat: false });
  const repeat: Start = (callback, delay, ...args) => begin({ callback, delay, args, repeat: true });
  const clear = (timer: unknown): void => void plans.delete(Number(timer ?? Number.NaN));

  install({ setTimeout: start, setInterval: repeat, clearTimeout: clear, clearInterval: clear });
  installSocketTimeouts(start);
  return {
    next: () => earliest(plans)?.due,
    fire: () => {
      const plan = earliest(plans);
      if (plan === undefined || plan.due > now()) return;
      if (plan.everyMs === undefined) plans.delete(plan.id);
      else plan.due = now() + plan.everyMs;
      plan.run();
    },
  };
};

type Asked = {
  readonly callback: Callback;
  readonly delay: number | undefined;
  readonly args: readonly unknown[];
  readonly repeat: boolean;
};

const beginner = (plans: Map<number, Plan>, now: () => Instant): ((asked: Asked) => Timer) => {
  let lastId = 0;
  return ({ callback, delay, args, repeat }) => {
    if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
    const delayMs = toDelay(delay);
    // Each timer runs in the async context in which it was made, as Node's own do.
    const inContext = AsyncLocalStorage.snapshot();
    lastId += 1;
    const run = (): void => inContext(() => callback(...args));
    const plan: Plan = { id: lastId, due: now() + delayMs, delayMs, everyMs: repeat ? delayMs : undefined, run };
    plans.set(plan.id, plan);
    return timerOf(plan, plans, now);
  };
};

/** What setTimeout returns in Node; virtual timers never keep a process alive, so ref and unref do nothing. */
type Timer = {
  readonly ref: () => Timer;
  readonly unref: () => Timer;
  readonly hasRef: () => boolean;
  readonly refresh: () => Timer;
  readonly close: () => Timer;
  readonly [Symbol.toPrimitive]: () => number;
  readonly [Symbol.dispose]: () => void;
};

const timerOf = (plan: Plan, plans: Map<number, Plan>, now: () => Instant): Timer => {
  const timer: Timer = {
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    refresh: () => {
      plan.due = now() + plan.delayMs;
      plans.set(plan.id, plan);
      return timer;
    },
    close: () => {
      plans.delete(plan.id);
      return timer;
    },
    [Symbol.toPrimitive]: () => plan.id,
    [Symbol.dispose]: () => void plans.delete(plan.id),
  };
  return timer;
};

const toDelay = (delay: number | undefined): number => {
  const asked = Math.trunc(Number(delay));
  return asked >= 1 && asked <= MAX_DELAY_MS ? asked : 1;
};

/** Ties in the order in which the timers were made. */
const earliest = (plans: Map<number, Plan>): Plan | undefined => {
  let first: Plan | undefined;
  for (const plan of plans.values())
    if (first === undefined || plan.due < first.due || (plan.due === first.due && plan.id < first.id)) first = plan;
  return first;
};

type Start = (callback: Callback, delay?: number, ...args: readonly unknown[]) => Timer;

export type TimerFunctions = {
  readonly setTimeout: Start;
  readonly setInterval: Start;
  readonly clearTimeout: (timer: unknown) => void;
  readonly clearInterval: (timer: unknown) => void;
};

const install = (functions: TimerFunctions): void => {
  const require = createRequire(import.meta.url);
  const promised = promisedTimers(functions);
  Object.defineProperty(functions.setTimeout, promisify.custom, { value: promised.setTimeout });
  Object.assign(globalThis, functions);
  Object.assign(require('node:timers'), functions);
  const promises = require('node:timers/promises');
  Object.assign(promises, promised);
  Object.assign(promises.scheduler, { wait: promised.wait });
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const reason = (): DOMException => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    functions.setTimeout(() => controller.abort(reason()), ms);
    return controller.signal;
  };
  syncBuiltinESMExports();
};
