import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MessageData,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { type Account, type Instant, Refusal } from '../../types.ts';
import type { Frame, Points } from './math/value.ts';
import type { MetricStore } from './metric-store.ts';
import { checkGetMetricData, MOST_DATAPOINTS } from './metrics/check-queries.ts';
import { labelsOf, memberLabel, withDynamicParts } from './metrics/labels.ts';
import type { Span } from './metrics/series.ts';
import { readToken, tokenFor } from './metrics/token.ts';
import { startsIn } from './metrics/window.ts';
import { type Expects, frameOver, parseQueries, periodOf, type Query, type View } from './queries.ts';

/** Where a request is answered. Without `expects`, no band has a datapoint. */
export type Desk = {
  readonly store: MetricStore;
  readonly account: Account;
  readonly now: Instant;
  readonly expects?: Expects;
};

/**
 * Datapoints from StartTime up to, but not including, EndTime, newest first unless asked otherwise. Unlike an alarm, who
 * asks up to now also gets the minute under way, as far as it is counted.
 */
export const getMetricData = (input: GetMetricDataInput, desk: Desk): GetMetricDataOutput => {
  const span = checkGetMetricData(input);
  const { MetricDataQueries = [], ScanBy, MaxDatapoints: most = MOST_DATAPOINTS } = input;
  const first = pageStart(input);
  const parsed = parseQueries(MetricDataQueries, 'any-series');
  const all = results(parsed, span, desk).map(({ datapoints, ...rest }) => ({
    ...rest,
    datapoints: ScanBy === 'TimestampAscending' ? datapoints : datapoints.toReversed(),
  }));
  const total = all.reduce((sum, { datapoints }) => sum + datapoints.length, 0);
  const last = first + most;
  // Documented: an expression gets no NextToken, and has to do with what fits.
  const goesOn = last < total && parsed.every(({ kind }) => kind === 'metric');
  return {
    MetricDataResults: onPage(all, { first, last, total }),
    ...(goesOn && { NextToken: tokenFor(identityOf(input), last) }),
    Messages: [],
  };
};

const identityOf = ({ MetricDataQueries, StartTime, EndTime, ScanBy }: GetMetricDataInput): unknown => [
  MetricDataQueries,
  StartTime,
  EndTime,
  ScanBy ?? 'TimestampDescending',
];

const pageStart = (input: GetMetricDataInput): number => {
  if (input.NextToken === undefined) return 0;
  const token = readToken(input.NextToken, identityOf(input));
  if (token?.sameRequest !== true) throw new Refusal('InvalidNextToken', 'The next token specified is invalid.');
  return token.offset;
};

type Datapoint = { readonly time: Instant; readonly value: number };
type Result = {
  readonly id: string;
  readonly label: string;
  readonly messages: readonly MessageData[];
  readonly datapoints: readonly Datapoint[];
};

const results = (parsed: readonly Query[], span: Span, desk: Desk): readonly Result[] => {
  const { queries, messages } = withOneUnitEach(parsed, span, desk);
  const frames = new Map<number, Frame>();
  const labels = labelsOf(queries);
  const made = labelsOf(queries.map((query) => ({ ...query, label: undefined })));
  return queries
    .filter(({ returnData }) => returnData)
    .flatMap((query) => {
      const period = periodOf(queries, query.id);
      const frame = frames.get(period) ?? frameOver(queries, soFar(desk, startsIn(span, period, desk.now)));
      frames.set(period, frame);
      return rowsOf(query, frame, labels).map(({ label, points }) => ({
        id: query.id,
        label: withDynamicParts(label, { query, points, account: desk.account, made: made.get(query.id) ?? query.id }),
        messages: messages.get(query.id) ?? [],
        datapoints: datapointsIn(frame, points),
      }));
    });
};

const soFar = ({ store, expects }: Desk, starts: readonly Instant[]): View => ({
  store: { tally: store.tallySoFar },
  starts,
  expects,
});

/** An expression that yields an array has a row for each of its members. */
const rowsOf = (query: Query, frame: Frame, labels: ReadonlyMap<string, string>) => {
  const label = labels.get(query.id) ?? query.id;
  if (query.kind === 'metric' || query.compiled.shape !== 'array') return [{ label, points: frame.series(query.id) }];
  return frame.array(query.id).map((member) => ({ label: memberLabel(label, member, labels), points: member.points }));
};

const datapointsIn = ({ starts }: Frame, points: Points): readonly Datapoint[] =>
  starts.flatMap((time, index) => {
    const value = points[index];
    return value === undefined ? [] : [{ time, value }];
  });

/** Of a metric that came in several units, a query without a unit gets the first one, and is told of the others. */
const withOneUnitEach = (parsed: readonly Query[], span: Span, { store, now }: Desk) => {
  const messages = new Map<string, readonly MessageData[]>();
  const queries = parsed.map((query): Query => {
    if (query.kind === 'expression' || query.unit !== undefined) return query;
    const [from] = startsIn(span, query.periodSeconds, now);
    const [unit, ...others] = from === undefined ? [] : store.unitsIn(query.metric, { from, to: span.to });
    if (unit === undefined || others.length === 0) return query;
    const value = `Multiple units returned: '[${[unit, ...others].join(', ')}]'`;
    messages.set(query.id, [{ Code: 'MultipleUnits', Value: value }]);
    return { ...query, unit };
  });
  return { queries, messages };
};

type Page = { readonly first: number; readonly last: number; readonly total: number };

/** The results that lie between two counts of datapoints, all results in a row. */
const onPage = (all: readonly Result[], { first, last, total }: Page): MetricDataResult[] => {
  const page: MetricDataResult[] = [];
  let start = 0;
  for (const { id, label, messages, datapoints } of all) {
    const end = start + datapoints.length;
    const begins = start < last || last >= total;
    if (begins && (start === end ? start >= first : end > first)) {
      const shown = datapoints.slice(Math.max(0, first - start), last - start);
      page.push({
        Id: id,
        Label: label,
        Timestamps: shown.map(({ time }) => new Date(time)),
        Values: shown.map(({ value }) => value),
        StatusCode: end <= last ? 'Complete' : 'PartialData',
        ...(messages.length > 0 && { Messages: [...messages] }),
      });
    }
    start = end;
  }
  return page;
};
