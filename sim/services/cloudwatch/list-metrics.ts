import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { type Instant, Refusal } from '../../types.ts';
import type { ListedMetric, Metric, MetricStore } from './metric-store.ts';
import { readToken, tokenFor } from './metrics/token.ts';

const PAGE = 500;
const HOUR = 3_600_000;

/** Until a new metric is listed: the longest that the API reference says it takes. */
export const LISTED_AFTER = 15 * 60_000;
const ACTIVE = 3 * HOUR;
/** Metrics without data for so long are not listed. */
const FORGOTTEN = 14 * 24 * HOUR;

export const listMetrics = (input: ListMetricsInput, store: MetricStore, now: Instant): ListMetricsOutput => {
  refuseOtherAccounts(input);
  const { NextToken, RecentlyActive } = input;
  if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
    throw invalid(`The value ${String(RecentlyActive)} for parameter RecentlyActive is invalid.`);
  }
  const request = [input.Namespace, input.MetricName, input.Dimensions, RecentlyActive];
  const first = offsetIn(NextToken, request);
  const since = now - (RecentlyActive === undefined ? FORGOTTEN : ACTIVE);
  const found = store.all().filter((metric) => isListed(metric, { since, now }) && matches(metric, input));
  const last = first + PAGE;
  return {
    Metrics: found.slice(first, last).map(shown),
    ...(last < found.length && { NextToken: tokenFor(request, last) }),
  };
};

const invalid = (text: string): Refusal => new Refusal('InvalidParameterValueException', text);

const refuseOtherAccounts = ({ IncludeLinkedAccounts, OwningAccount }: ListMetricsInput): void => {
  if (IncludeLinkedAccounts === true || OwningAccount !== undefined) {
    throw new Error('ListMetrics: the small AWS has one account only, and no linked ones');
  }
};

const offsetIn = (token: string | undefined, request: unknown): number => {
  if (token === undefined) return 0;
  const known = readToken(token, request);
  if (known === undefined) throw invalid('Request parameter NextToken is invalid');
  if (!known.sameRequest) throw invalid('Parameters do not match original request parameters');
  return known.offset;
};

type Times = { readonly since: Instant; readonly now: Instant };

const isListed = ({ firstPut, newest }: ListedMetric, { since, now }: Times): boolean =>
  firstPut <= now - LISTED_AFTER && newest >= since;

const matches = (metric: Metric, { Namespace, MetricName, Dimensions = [] }: ListMetricsInput): boolean =>
  (Namespace === undefined || Namespace === metric.namespace) &&
  (MetricName === undefined || MetricName === metric.name) &&
  Dimensions.every((filter) => hasDimension(metric, filter));

const hasDimension = ({ dimensions }: Metric, { Name = '', Value }: DimensionFilter): boolean =>
  Object.hasOwn(dimensions, Name) && (Value === undefined || dimensions[Name] === Value);

const shown = ({ namespace, name, dimensions }: Metric) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
