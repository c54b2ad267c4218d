import type { Kind } from './kind.ts';

/** An alarm that there is already: what it computes is its owner's affair, and its state is all that is known. */
export const alarm: Kind = {
  provedBy: 'state',
  measured: () => undefined,
  reading: () => undefined,
  figure: (read) => read,
  countsFailures: () => false,
  neededShare: () => 1,
};
