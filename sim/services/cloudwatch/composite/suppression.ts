import type { Instant } from '../../../types.ts';

export type Suppressor = {
  readonly name: string;
  readonly waitMs: number;
  readonly extensionMs: number;
};

/** Why a composite alarm takes no actions now, and until when; undefined: it takes them. */
export type Suppressing =
  | { readonly by: 'Alarm' }
  | { readonly by: 'WaitPeriod'; readonly until: Instant }
  | { readonly by: 'ExtensionPeriod'; readonly until: Instant }
  | undefined;

/** The composite alarm changed its state: whatever period was running is discarded, and a new wait begins. */
export const afterTransition = ({ waitMs }: Suppressor, alarming: boolean, now: Instant): Suppressing => {
  if (alarming) return { by: 'Alarm' };
  return waitMs === 0 ? undefined : { by: 'WaitPeriod', until: now + waitMs };
};

/** The suppressor went into ALARM, or changed to another state. */
export const afterSuppressor = (
  before: Suppressing,
  { extensionMs }: Suppressor,
  alarming: boolean,
  now: Instant,
): Suppressing => {
  if (alarming) return { by: 'Alarm' };
  if (before?.by !== 'Alarm') return before;
  return extensionMs === 0 ? undefined : { by: 'ExtensionPeriod', until: now + extensionMs };
};

/** `Actions suppressed by WaitPeriod`. */
export const suppressedReason = (suppressing: NonNullable<Suppressing>): string =>
  `Actions suppressed by ${suppressing.by}`;
