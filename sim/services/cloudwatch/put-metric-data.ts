import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { type Instant, type MetricSample, Refusal } from '../../types.ts';
import { type Flaw, flawsOfDatum, flawsOfRequest } from './metrics/check-data.ts';

/** The samples of a request. Refuses it as a whole, every flaw in a line of its own, as CloudWatch does. */
export const samplesIn = (input: PutMetricDataInput, now: Instant): readonly MetricSample[] => {
  if (input.EntityMetricData !== undefined) {
    throw new Error('PutMetricData: the small AWS does not know EntityMetricData');
  }
  const { Namespace: namespace = '', MetricData: data = [] } = input;
  refuse([...flawsOfRequest(input), ...data.flatMap((datum, index) => flawsOfDatum(datum, index + 1, now))]);
  return data.map((datum) => sampleOf(namespace, datum, now));
};

/** Flaws are told together with those of the same kind. */
const refuse = (flaws: readonly Flaw[]): void => {
  const [first] = flaws;
  if (first === undefined) return;
  const alike = flaws.filter(({ code }) => code === first.code);
  throw new Refusal(first.code, alike.map(({ text }) => text).join('\n'));
};

const sampleOf = (namespace: string, datum: MetricDatum, now: Instant): MetricSample => {
  const { MetricName: name = '', Dimensions = [], Timestamp, Unit, StatisticValues: set, StorageResolution } = datum;
  return {
    namespace,
    name,
    dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
    at: Timestamp?.getTime() ?? now,
    values: valuesOf(datum),
    resolutionSeconds: StorageResolution === 1 ? 1 : 60,
    ...(Unit !== undefined && { unit: Unit }),
    ...(set && {
      set: {
        sampleCount: set.SampleCount ?? 0,
        sum: set.Sum ?? 0,
        minimum: set.Minimum ?? 0,
        maximum: set.Maximum ?? 0,
      },
    }),
  };
};

/** A value that occurred no times is none. */
const valuesOf = ({ Value, Values = [], Counts }: MetricDatum): MetricSample['values'] => {
  if (Value !== undefined) return [[Value, 1]];
  return Values.map((value, index) => [value, Counts?.[index] ?? 1] as const).filter(([, count]) => count > 0);
};
