import type { Instant } from '../../lambdas/domain/model.ts';

/** The endpoint configs of one endpoint, with their models: since when each has existed under its name. */
export type Configs = {
  readonly madeAt: (config: string) => Instant | undefined;
  /** Makes it, unless it is there. */
  readonly make: (config: string) => void;
  /** Another one under the same name. */
  readonly remake: (config: string) => void;
  readonly lose: (config: string) => void;
};

export const makeConfigs = (born: string, clock: () => Instant): Configs => {
  const made = new Map<string, Instant>([[born, clock()]]);
  return {
    madeAt: (config) => made.get(config),
    make: (config) => {
      if (!made.has(config)) made.set(config, clock());
    },
    remake: (config) => void made.set(config, clock()),
    lose: (config) => void made.delete(config),
  };
};
