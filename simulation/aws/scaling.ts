import type { Bounds } from '../../lambdas/domain/strategies/order.ts';

/** Application Auto Scaling of one endpoint's stable. */
export type Scaling = {
  readonly bounds: () => Bounds | undefined;
  readonly raiseFloor: (to: number) => void;
  /** How many instances it would really set, where somebody wants so many. */
  readonly within: (instances: number) => number;
};

export const makeScaling = (born: Bounds | undefined): Scaling => {
  let bounds = born;
  return {
    bounds: () => bounds,
    raiseFloor: (to) => {
      if (bounds !== undefined) bounds = { ...bounds, floor: to };
    },
    within: (instances) =>
      bounds === undefined ? instances : Math.min(bounds.ceiling, Math.max(bounds.floor, instances)),
  };
};
