import type { HoldReason } from '../reasons.ts';
import { later } from './asks.ts';
import { dayTime } from './figures.ts';
import type { HoldWords, Scene } from './holds.ts';

type Unnamed = Extract<HoldReason, { kind: 'no-variant-named' }>;

/** Evidence that may be any variant's fault. */
export const UNNAMED = {
  'no-variant-named': ({ canaries, since }: Unnamed, scene: Scene): HoldWords => ({
    why:
      since === undefined
        ? `what broke names no variant, and ${canaries.join(' and ')} all have traffic: nobody knows whose fault it is`
        : `what broke names no variant, and it is not shown that it began after the endpoint was last changed (${dayTime(since)}): it may be older than the share of ${canaries.join(' and ')}`,
    means: `It may be any variant's fault, stable's too. Every variant keeps its traffic. ${later(
      scene,
      since === undefined
        ? 'If it is still so when only one canary has traffic, and new data are as bad, traffic goes to stable by itself.'
        : 'If what is measured after that change is as bad, traffic goes to stable by itself.',
    )}`,
    next: 'Compare the variants in your own data: captured requests, labels and orders say which variant answered (InvokedProductionVariant). If a canary is the cause, take its traffic away; the command takes it from all of them.',
    command: scene.shift,
  }),
};
