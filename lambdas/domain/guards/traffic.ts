import type { Instant, Traffic } from '../model.ts';
import type { Guard } from '../policy.ts';
import type { Readings } from '../situation.ts';
import { type Kind, REQUESTS, UNTOLD } from './kind.ts';

/**
 * Requests a minute of the whole endpoint, which SageMaker counts by variant. One that serves nobody has no datapoint:
 * CloudWatch's metric math takes it for 0 beside one that has, and where none has there is none.
 */
export const traffic: Kind = {
  ...UNTOLD,
  provedBy: 'readings',
  measured: ({ sums = [] }) => ({
    expression: sums.map((_, place) => `v${place}`).join(' + '),
    metrics: Object.fromEntries(
      sums.map((variant, place) => [`v${place}`, { ...REQUESTS, dimensions: { VariantName: variant } }]),
    ),
  }),
};

/** The same from the minutes of each. A minute without any request is a silent one. */
export const totalOf = ({ sums = [] }: Guard, read: Traffic, until: Instant): Readings => {
  const totals = new Map<Instant, number>();
  for (const { start, requests } of sums.flatMap((variant) => read[variant] ?? []))
    totals.set(start, (totals.get(start) ?? 0) + requests);
  const points = [...totals].map(([start, value]) => ({ start, value }));
  return { until, points: points.sort((one, other) => one.start - other.start) };
};
