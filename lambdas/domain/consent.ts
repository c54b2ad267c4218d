import type { HoldReason } from './reasons.ts';
import type { Situation } from './situation.ts';

/** Whether the endpoint's mode, and what people answered, let this be done: undefined, they do. */
export const whyNotAllowed = ({ policy }: Situation): HoldReason | undefined =>
  policy.mode === 'observe' ? { kind: 'observing' } : undefined;
