import type { EndpointConfig } from '../../../infra/config/shape.ts';
import type { Choice } from './choose.ts';
import type { SeenVariant } from './seen.ts';
import { guardsOf, type Suggestion } from './suggest.ts';

/** One endpoint of the config, and what it rests on. */
export type Entry = {
  readonly choice: Choice;
  readonly suggestion: Suggestion;
  /** Known, and not wanted. */
  readonly declined?: NonNullable<Suggestion['latency']>;
};

/** A stable that carried less is not known to be good, unless its owner says so. */
const DEFAULT_MIN_SHARE = 0.5;

export const toEntry = (choice: Choice, suggestion: Suggestion, latencyWanted: boolean): Entry => {
  const { latency, ...others } = suggestion;
  if (latencyWanted || latency === undefined) return { choice, suggestion };
  return { choice, suggestion: others, declined: latency };
};

export const configOf = ({ choice, suggestion }: Entry): EndpointConfig => {
  const stableMinShare = minShareOf(choice);
  return {
    endpoint: choice.endpoint.endpoint,
    stable: choice.stable,
    canaries: choice.canaries,
    ...(choice.canaries.length === 0 && { strategy: { restore: {} } }),
    mode: 'observe',
    ...(stableMinShare !== undefined && { stableMinShare }),
    guards: { ...guardsOf(suggestion), ...(choice.canaries.length > 0 && { judge: {} }) },
  };
};

/** Undefined: the default will do, or stable has no traffic at all, and no number would make it known to be good. */
const minShareOf = (choice: Choice): number | undefined => {
  const { share = 0 } = stableOf(choice) ?? {};
  if (share === 0 || share >= DEFAULT_MIN_SHARE) return undefined;
  return Math.max(0.01, Math.floor(share * 10) / 10);
};

export const stableOf = ({ endpoint, stable }: Choice): SeenVariant | undefined =>
  endpoint.variants.find(({ variant }) => variant === stable);
