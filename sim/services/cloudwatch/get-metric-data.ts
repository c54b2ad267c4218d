import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { type Instant, Refusal } from '../../types.ts';
import type { MetricStore } from './metric-store.ts';
import { parseQueries, periodOf, pointsOf, type Query } from './queries.ts';

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;

/**
 * Datapoints from StartTime up to, but not including, EndTime, newest first unless asked otherwise. Unlike an alarm, who
 * asks up to now also gets the minute under way, as far as it is counted.
 */
export const getMetricData = (input: GetMetricDataInput, store: MetricStore): GetMetricDataOutput => {
  refuse(input);
  const queries = refusing(() => parseQueries(input.MetricDataQueries ?? []));
  const results = queries
    .filter(({ returnData }) => returnData)
    .map((query) =>
      resultOf(query, queries, { store, span: spanOf(input), newestFirst: input.ScanBy !== 'TimestampAscending' }),
    );
  return { MetricDataResults: results, Messages: [] };
};

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const refuse = (input: GetMetricDataInput): void => {
  for (const key of ['NextToken', 'MaxDatapoints', 'LabelOptions'] as const) {
    if (input[key] !== undefined) throw new Error(`GetMetricData: the small AWS does not know ${key}`);
  }
  const count = input.MetricDataQueries?.length ?? 0;
  if (count === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (count > MAX_QUERIES)
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`);
};

/** What is wrong with a query is the caller's fault here, not the template's. */
const refusing = <T>(parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
};

type Span = { readonly from: Instant; readonly to: Instant };

const spanOf = ({ StartTime, EndTime }: GetMetricDataInput): Span => {
  if (StartTime === undefined || EndTime === undefined) throw invalid('StartTime and EndTime are required.');
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from: StartTime.getTime(), to: EndTime.getTime() };
};

type Asked = { readonly store: MetricStore; readonly span: Span; readonly newestFirst: boolean };

const resultOf = (query: Query, queries: readonly Query[], { store, span, newestFirst }: Asked): MetricDataResult => {
  const starts = startsIn(span, refusing(() => periodOf(queries, query.id)) * 1000);
  const points = pointsOf(queries, query.id, { store: { ...store, tally: store.tallySoFar }, starts });
  const datapoints = starts.flatMap((time, index) => {
    const value = points[index];
    return value === undefined ? [] : [{ time, value }];
  });
  if (newestFirst) datapoints.reverse();
  return {
    Id: query.id,
    Label: query.label ?? (query.kind === 'metric' ? query.metric.name : query.id),
    Timestamps: datapoints.map(({ time }) => new Date(time)),
    Values: datapoints.map(({ value }) => value),
    StatusCode: 'Complete',
  };
};

/** Datapoints start on multiples of the period; a StartTime in between is rounded down. */
const startsIn = ({ from, to }: Span, periodMs: number): readonly Instant[] => {
  const first = Math.floor(from / periodMs) * periodMs;
  const length = Math.ceil((to - first) / periodMs);
  if (length > MAX_POINTS) throw invalid(`the request asks for more than ${MAX_POINTS} datapoints`);
  return Array.from({ length }, (_, index) => first + index * periodMs);
};
