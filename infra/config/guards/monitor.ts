import * as v from 'valibot';
import { lagMinutes, text, word } from '../fields.ts';
import type { MetricGuard, Monitored } from './shape.ts';

/** A job looks at the period before it, and begins up to 20 minutes late (developer guide); then it has to run. */
const RUNS = {
  hour: { periodSeconds: 3_600, lagMinutes: 120 },
  day: { periodSeconds: 86_400, lagMinutes: 26 * 60 },
} as const;

/** SageMaker's own pattern for names of schedules; what is monitored may have any name. */
export const monitoredFields = {
  schedule: text(/^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, "must be a monitoring schedule's name"),
  every: v.optional(word(['hour', 'day'])),
  lagMinutes: v.optional(lagMinutes),
};

export const monitored = ({
  every = 'hour',
  lagMinutes: lag,
}: Monitored): Pick<MetricGuard, 'periodSeconds' | 'lagMinutes'> => ({
  periodSeconds: RUNS[every].periodSeconds,
  lagMinutes: lag ?? RUNS[every].lagMinutes,
});

/** Part of a guard's id: letters, digits and hyphens. */
export const idPart = (name: string): string =>
  name
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 24);
