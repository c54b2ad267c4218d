import { type Kind, UNTOLD } from './kind.ts';

/** An alarm that there is already: what it computes is its owner's affair, and its state is all that is known. */
export const alarm: Kind = {
  ...UNTOLD,
  provedBy: 'state',
  measured: () => undefined,
};
