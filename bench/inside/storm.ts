import { readFileSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * One container of `reconcile` in a storm: takes its events one after the other, as Lambda hands them out, and reports on
 * descriptor 3.
 */
type Plan = {
  readonly bundle: string;
  readonly context: unknown;
  readonly end: number;
  readonly mostAgeMs: number;
  readonly events: readonly { readonly at: number; readonly event: unknown }[];
};

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan;
const { handler } = (await import(pathToFileURL(plan.bundle).href)) as {
  readonly handler: (event: unknown, context: unknown) => Promise<unknown>;
};

/** A sweep that failed names each look that did: the first of them stands for all. */
const whyOf = (error: unknown): string =>
  error instanceof AggregateError ? `${error.message}: ${String(error.errors[0])}` : String(error);

const seen = { invocations: 0, dropped: 0 };
const failures: string[] = [];
for (const { at, event } of plan.events) {
  if (Date.now() >= plan.end) break;
  if (at > Date.now()) await setTimeout(at - Date.now());
  if (Date.now() - at > plan.mostAgeMs) {
    seen.dropped += 1;
    continue;
  }
  seen.invocations += 1;
  await handler(event, plan.context).catch((error: unknown) => void failures.push(whyOf(error)));
}

/** Of this process alone: what getrusage tells begins with what its parent held. */
const peakKb = (): number => {
  const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kb);
};
const rssMb = (process.platform === 'linux' ? peakKb() : process.resourceUsage().maxRSS) / 1_024;
writeSync(3, JSON.stringify({ ...seen, failures, rssMb }));
process.exit(0);
