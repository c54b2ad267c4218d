import type { Minute } from '../../../../cli/commands/init/levels.ts';
import type { Measured } from '../../../../cli/commands/init/suggest.ts';

const START = Date.UTC(2026, 0, 1);

/** Unless a sentence says otherwise: 200 requests, none of them failed, p99 at 100 ms. */
export const minute = (place: number, over: Partial<Minute> & { readonly failed?: number } = {}): Minute => {
  const { failed = 0, ...given } = over;
  return {
    start: START + place * 60_000,
    requests: 200,
    errors: { '5xx': failed, '4xx': 0, model: failed },
    latencyMs: { 99: 100, 90: 60 },
    ...given,
  };
};

export const MINUTES_A_DAY = 1_440;

/** So many days, each minute of which is as `of` says it is. */
export const days = (
  count: number,
  of: (minuteOfDay: number, day: number) => Parameters<typeof minute>[1] = () => ({}),
) =>
  Array.from({ length: count * MINUTES_A_DAY }, (_, place) =>
    minute(place, of(place % MINUTES_A_DAY, Math.floor(place / MINUTES_A_DAY))),
  );

export const measured = (variant: string, minutes: readonly Minute[]): Measured => ({ variant, minutes });
