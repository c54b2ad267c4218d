import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Endpoints } from '../../lambdas/ports.ts';
import { type Endpoint, fleetOf, isHealthy } from './endpoints.ts';
import type { Time } from './time.ts';

/** What SageMaker was asked, and what it refused. */
export type Asked = {
  describes: number;
  shifts: number;
  throttled: number;
  /** Describes of endpoints that are well, while one that alarmed had never been described. */
  needless: number;
  /** The most in one second, let through or not. */
  peak: number;
};

const ANSWER_MS = 80;

/** An alarm that is younger has its event still on the way. */
const EVENT_MS = 1_000;

/** It lets so many calls a second through, counted over a minute: how it counts, AWS does not say. */
export const makeSageMaker = (
  endpoints: ReadonlyMap<EndpointName, Endpoint>,
  budget: number,
  time: Time,
): { readonly ports: Endpoints; readonly asked: Asked } => {
  const start = time.now();
  const asked: Asked = { describes: 0, shifts: 0, throttled: 0, needless: 0, peak: 0 };
  const seconds = new Map<number, number>();
  let [left, at] = [budget * 60, start];

  const unseen = new Set([...endpoints.values()].filter((one) => !isHealthy(one)));
  const isNeedless = (one: Endpoint): boolean =>
    isHealthy(one) && [...unseen].some(({ ill }) => time.now() - ill > EVENT_MS);

  const isLetThrough = (): boolean => {
    const second = Math.floor(time.now() / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
    asked.peak = Math.max(asked.peak, seconds.get(second) ?? 0);
    left = Math.min(budget * 60, left + ((time.now() - at) / 1_000) * budget);
    at = time.now();
    if (left < 1) {
      asked.throttled += 1;
      return false;
    }
    left -= 1;
    return true;
  };

  return {
    asked,
    ports: {
      describe: async (endpoint) => {
        const through = isLetThrough();
        await time.sleep(ANSWER_MS);
        if (!through) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
        asked.describes += 1;
        const one = endpoints.get(endpoint);
        if (one === undefined) return undefined;
        if (isNeedless(one)) asked.needless += 1;
        unseen.delete(one);
        return fleetOf(one, time.now(), start);
      },
      shift: async (endpoint) => {
        const through = isLetThrough();
        await time.sleep(ANSWER_MS);
        if (!through) return { kind: 'refused', message: 'ThrottlingException: Rate exceeded' };
        asked.shifts += 1;
        const one = endpoints.get(endpoint);
        if (one) one.askedAt ??= time.now();
        return { kind: 'accepted' };
      },
    },
  };
};
