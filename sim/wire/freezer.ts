import type { Wires } from '../types.ts';
import type { Exchange } from './exchange.ts';

/** Holds back what is sent to environments that are frozen: their threads stand still, and so do their sockets. */
export type Freezer = {
  readonly freeze: (environment: string) => void;
  /** What was held goes out now, one reply after the other. */
  readonly thaw: (environment: string) => void;
  readonly deliver: (exchange: Exchange, send: () => void) => void;
};

export const makeFreezer = (wires: Wires): Freezer => {
  const frozen = new Map<string, (() => void)[]>();
  return {
    freeze: (environment) => {
      if (!frozen.has(environment)) frozen.set(environment, []);
    },
    thaw: (environment) => {
      const held = frozen.get(environment) ?? [];
      frozen.delete(environment);
      for (const send of held) wires.clock.after(0, `reply held for ${environment}`, send);
    },
    deliver: ({ caller }, send) => {
      const held = frozen.get(caller.environment ?? '');
      if (held === undefined) send();
      else held.push(send);
    },
  };
};
