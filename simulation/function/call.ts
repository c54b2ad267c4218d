import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Around } from '../aws/around.ts';
import { applies, type Fault, SERVICE_OF, type Site } from '../plan/faults.ts';
import type { Plan } from '../plan/plan.ts';
import type { Invocation } from './invocation.ts';

/** One call of a port. */
export type Call<Value> = {
  readonly site: Site;
  /** Whose endpoint a shift is for. */
  readonly endpoint?: EndpointName;
  /** What AWS does, and says; throws where the port does. */
  readonly answer: () => Value;
  /** What a read that is not consistent may say instead. */
  readonly stale?: () => Value;
  /** What the caller gets where AWS gave no answer that can be used; throws where the port does. */
  readonly failed: (fault: Fault) => Value;
  /** Longest that the port waits, with all retries; by default the SDK's attempts of four seconds. */
  readonly withinMs?: number;
};

export type Calls = <Value>(by: Invocation, call: Call<Value>) => Promise<Value>;

export type CallsAround = Around & {
  readonly plan: Pick<Plan, 'faults' | 'faultRate' | 'outages' | 'aimed'>;
  /** Ends an invocation at once, and its container with it. */
  readonly kill: (by: Invocation, why: string) => void;
  /** Something was answered: the code that waits for it has to run. */
  readonly wake: () => void;
};

const THREE_ATTEMPTS = 12_500;
/** The SDK gives DynamoDB one more than any other service. */
const FOUR_ATTEMPTS = 16_500;

const patienceWith = (site: Site): number => (SERVICE_OF[site] === 'dynamodb' ? FOUR_ATTEMPTS : THREE_ATTEMPTS);

/** Milliseconds of a call that nothing is wrong with. */
const LATENCY = {
  sagemaker: 80,
  cloudwatch: 60,
  ssm: 25,
  dynamodb: 8,
  sns: 30,
  lambda: 40,
  autoscaling: 50,
} as const;

/** What becomes of a call. */
type Fate = {
  /** When AWS has done it; absent: it does not. */
  readonly doneAfterMs?: number;
  /** When the caller hears; absent: never. */
  readonly heardAfterMs?: number;
  readonly says?: 'answer' | 'stale' | 'failed';
  readonly killsAfterMs?: number;
};

const fateOf = (fault: Fault | undefined, latency: number, withinMs: number): Fate => {
  const retried = { heardAfterMs: Math.min(withinMs, 3 * latency + 600), says: 'failed' } as const;
  switch (fault) {
    case undefined:
    case 'clock-skew':
      return { doneAfterMs: latency, heardAfterMs: latency, says: 'answer' };
    case 'stale-read':
      return { heardAfterMs: latency, says: 'stale' };
    case 'throttle':
    case 'server-error':
    case 'reset':
      return retried;
    case 'access-denied':
    case 'kms-denied':
    case 'lost-race':
      return { heardAfterMs: latency, says: 'failed' };
    case 'timeout-before':
      return { heardAfterMs: withinMs, says: 'failed' };
    case 'timeout-after':
      return { doneAfterMs: latency, heardAfterMs: Math.max(withinMs, latency), says: 'failed' };
    case 'malformed':
      return { doneAfterMs: latency, heardAfterMs: latency, says: 'failed' };
    case 'crash-before':
      return { killsAfterMs: 0 };
    case 'crash-after':
      return { doneAfterMs: latency, killsAfterMs: latency };
    case 'function-timeout':
      return {};
  }
};

/** Answers each call after a while, or lets it fail in one of the ways that calls fail in. */
export const makeCalls = (around: CallsAround): Calls => {
  const { clock, chance } = around;
  return <Value>(by: Invocation, call: Call<Value>) =>
    new Promise<Value>((resolve, reject) => {
      if (by.isOver || by.isHung) return;
      const { site, withinMs = patienceWith(site) } = call;
      const fault = faultFor(around, by, site);
      if (fault !== undefined)
        around.record({
          kind: 'fault',
          by,
          site,
          fault,
          ...(call.endpoint !== undefined && { endpoint: call.endpoint }),
        });
      if (fault === 'function-timeout') by.isHung = true;
      const latency = LATENCY[SERVICE_OF[site]] * (0.7 + 0.9 * chance.draw());
      const fate = fateOf(fault, latency, withinMs);
      const hear = (said: () => Value): void => {
        if (by.isHung) {
          // AWS has done it all the same.
          if (CHANGES.has(site)) attempt(said);
          return;
        }
        around.wake();
        if (tellsTime(fate, fault)) dated(around, by, latency);
        try {
          resolve(said());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const at = (ms: number | undefined, effect: () => void): void => {
        if (ms !== undefined) clock.after(ms, site, () => !by.isOver && effect());
      };
      // What was done and answered in one moment is one effect; what is done and not heard is another.
      if (fate.says === 'answer') return at(latency, () => hear(call.answer));
      // A read that nobody heard has taught its caller nothing.
      if (CHANGES.has(site)) at(fate.doneAfterMs, () => attempt(call.answer));
      if (fate.says !== undefined)
        at(fate.heardAfterMs, () =>
          hear(fate.says === 'stale' && call.stale ? call.stale : () => call.failed(fault ?? 'reset')),
        );
      at(fate.killsAfterMs, () => around.kill(by, `${fault ?? 'crash'} at ${site}`));
    });
};

/** AWS itself said no: such a reply has a `Date` like any other. */
const REFUSALS = new Set<Fault>(['throttle', 'server-error', 'access-denied', 'kms-denied', 'lost-race', 'malformed']);

const tellsTime = ({ says }: Fate, fault: Fault | undefined): boolean =>
  says !== 'failed' || (fault !== undefined && REFUSALS.has(fault));

/** The reply was written halfway between the request and its arrival. */
const dated = ({ clock }: CallsAround, { container: { time } }: Invocation, latency: number): void => {
  const heardAt = time.local();
  time.heard(new Date(clock.now() - latency / 2).toUTCString(), { sentAt: heardAt - latency, heardAt });
};

/** Calls that do something, also where their answer gets lost. */
const CHANGES = new Set<Site>([
  'shift',
  'write-intent',
  'write-record',
  'write-told',
  'notice-write',
  'publish',
  'good-write',
  'invoke-strategist',
  'scaling-floor',
  'raise',
  'update-endpoint',
]);

/** Done, and its answer lost: also that it was refused. */
const attempt = (effect: () => unknown): void => {
  try {
    effect();
  } catch {
    return;
  }
};

const faultFor = ({ plan, chance, clock }: CallsAround, by: Invocation, site: Site): Fault | undefined => {
  if (by.kind === 'person') return undefined;
  const now = clock.now();
  const service = SERVICE_OF[site];
  const outage = plan.outages.find((one) => one.service === service && one.from <= now && now < one.to);
  if (outage !== undefined && applies(outage.fault, site)) return outage.fault;
  const { faults, faultRate, aimed } = plan;
  const { rate, kinds } = aimed?.sites.includes(site)
    ? { rate: aimed.rate, kinds: aimed.faults }
    : { rate: faultRate, kinds: faults };
  if (rate > 0 && chance.maybe(rate)) {
    const possible = kinds.filter((fault) => fault !== 'clock-skew' && applies(fault, site));
    const met = possible[chance.whole(0, possible.length - 1)];
    if (met !== undefined) return met;
  }
  return by.container.skewMs === 0 ? undefined : 'clock-skew';
};
