import type { Comparison, Guard } from '../policy.ts';
import { errorsOf } from './errors.ts';
import type { OfMinutes, Reading } from './kind.ts';
import { slowerThan } from './slow.ts';

/** What the judge publishes of a canary: at least 1 where it is worse than its stable, and nowhere else. */
export const EVIDENCE = { namespace: 'SageMakerRollback', name: 'Evidence', stat: 'Maximum' } as const;

/** An alarm is breached strictly above its threshold, and the judge says at most 0.99 of what is not worse. */
export const WORSE_ABOVE = 0.995;

/** How the bad requests of a minute are read. */
export type Bad = { readonly reading: Reading; readonly badOf: (read: number, requests: number) => number };

const failing = (guard: Guard, of: Exclude<Comparison['of'], 'slow'>): Bad => ({
  reading: errorsOf(of).reading(guard),
  badOf: (read) => read,
});

const slower = (milliseconds: number): Bad => ({
  reading: slowerThan(milliseconds),
  badOf: (read, requests) => read * requests,
});

/** Undefined: the guard compares nothing. */
export const badIn = (guard: Guard): Bad | undefined => {
  const { compares } = guard;
  if (compares === undefined) return undefined;
  return compares.of === 'slow' ? slower(compares.slowerThanMs ?? 0) : failing(guard, compares.of);
};

/**
 * A canary that is worse than its stable, whatever is usual. Its alarm watches what the judge publishes; a look reads what
 * the judge read, and judges by itself.
 */
export const judge: OfMinutes = {
  provedBy: 'comparison',
  measured: ({ id }, { deployment }) => ({
    expression: 'e',
    metrics: { e: { ...EVIDENCE, dimensions: { Deployment: deployment, Guard: id } } },
  }),
  reading: (guard) => badIn(guard)?.reading ?? errorsOf('5xx').reading(guard),
  figure: (read, { requests }, guard) => (badIn(guard)?.badOf(read, requests) ?? read) / requests,
  countsFailures: ({ compares }) => compares?.of !== 'slow',
  neededShare: () => 1,
};
