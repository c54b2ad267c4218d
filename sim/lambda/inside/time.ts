import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import type { Instant } from '../../types.ts';

/** From here on, everything in this thread that tells the time tells the virtual time. */
export const installTime = (now: () => Instant): void => {
  const origin = now();
  installDate(now);
  const define = (name: string, value: unknown): unknown =>
    Object.defineProperty(performance, name, { value, configurable: true, writable: true });
  define('now', () => now() - origin);
  define('timeOrigin', origin);

  const hrtime = (earlier?: readonly [number, number]): [number, number] => {
    const elapsed = BigInt(Math.round((now() - origin) * 1e6));
    const since = earlier === undefined ? 0n : BigInt(earlier[0]) * 1_000_000_000n + BigInt(earlier[1]);
    return [Number((elapsed - since) / 1_000_000_000n), Number((elapsed - since) % 1_000_000_000n)];
  };
  hrtime.bigint = () => BigInt(Math.round((now() - origin) * 1e6));
  process.hrtime = hrtime as typeof process.hrtime;
  process.uptime = () => (now() - origin) / 1000;
  syncBuiltinESMExports();
};

const installDate = (now: () => Instant): void => {
  const Real = Date;
  const Virtual: DateConstructor = new Proxy(Real, {
    construct: (target, given, asked) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, asked === Virtual ? target : asked),
    apply: () => new Real(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? () => Math.floor(now()) : Reflect.get(target, name, receiver)),
  });
  Object.defineProperty(Real.prototype, 'constructor', { value: Virtual, configurable: true, writable: true });
  globalThis.Date = Virtual;
};
