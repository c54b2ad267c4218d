import type { World } from '../../../../sim/world.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** What a variant has been like, each figure of a minute, `n` minutes before now. */
export type Past = {
  readonly requests: (minute: number) => number;
  /** Shares of the requests. */
  readonly errors?: (minute: number) => number;
  readonly p99Ms?: (minute: number) => number;
};

type Of = { readonly endpoint: string; readonly variant: string; readonly days: number };

/** Puts days of minutes into CloudWatch, as if SageMaker had told them when they were over. */
export const remember = ({ cloudwatch, wires }: World, { endpoint, variant, days }: Of, past: Past): void => {
  const now = Math.floor(wires.clock.now() / MINUTE) * MINUTE;
  const { requests, errors = () => 0, p99Ms = () => 180 } = past;
  const dimensions = { EndpointName: endpoint, VariantName: variant };
  const put = (name: string, at: number, recorded: Readonly<Record<string, number>>, unit = 'None') =>
    cloudwatch.put({ namespace: 'AWS/SageMaker', name, dimensions, at, unit, values: [], recorded });
  for (let at = now - days * DAY; at < now; at += MINUTE) {
    const minute = (now - at) / MINUTE;
    const count = Math.round(requests(minute));
    if (count === 0) continue;
    put('Invocations', at, { Sum: count });
    put('Invocation5XXErrors', at, { Sum: Math.round(count * errors(minute)) });
    put('Invocation4XXErrors', at, { Sum: Math.round(count * 0.002) });
    put('InvocationModelErrors', at, { Sum: Math.round(count * errors(minute)) });
    put('ModelLatency', at, { p99: 1_000 * p99Ms(minute), p90: 600 * p99Ms(minute) }, 'Microseconds');
  }
};

/** More by day than by night, and each minute a little different; the same each time. */
export const daily =
  (least: number, most: number) =>
  (minute: number): number =>
    least + (most - least) * (0.5 + 0.4 * Math.sin((2 * Math.PI * minute) / 1_440) + 0.1 * wobble(minute));

/** From -1 to 1, without rhyme, and the same for the same minute. */
export const wobble = (minute: number): number => {
  const sine = Math.sin(minute * 12.9898) * 43_758.5453;
  return 2 * (sine - Math.floor(sine)) - 1;
};
