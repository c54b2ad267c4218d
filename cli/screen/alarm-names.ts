import { percent } from './figures.ts';

export type Guarded = { readonly endpoint: string; readonly variant: string; readonly guard: string };

/** Of an endpoint's own guard, which names no variant. */
const NONE_NAMED = 'endpoint';

/** Undefined for an alarm that guards nothing: the automation's own, or somebody else's. */
export const guardedBy = (alarm: string): Guarded | undefined => {
  const [, endpoint, variant = NONE_NAMED, guard] = /\/guard\/([^/]+)\/(?:([^/]+)\/)?([^/]+)$/.exec(alarm) ?? [];
  return endpoint && guard ? { endpoint, variant, guard } : undefined;
};

/** `canary errors-5xx`, `self/heartbeat`: the deployment's name says nothing here. */
export const shortAlarm = (alarm: string): string => {
  const guarded = guardedBy(alarm);
  return guarded ? `${guarded.variant} ${guarded.guard}` : alarm.replace(/^[^/]+\//, '');
};

/** Guards on errors and on slow requests watch a share of them, those on latency milliseconds, the rest plain counts. */
export const amount = (guard: string, value: number): string => {
  if (/^(latency|overhead)-/.test(guard)) return `${Math.round(value)} ms`;
  return /^(errors|slow)-/.test(guard) ? percent(value) : String(Number(value.toPrecision(4)));
};
