import * as v from 'valibot';

/** What an alarm asks of its metrics: of the template or of the account, in the same words. */
export type AlarmDefinition = {
  readonly name: string;
  readonly threshold: number | undefined;
  readonly comparison: string | undefined;
  readonly breaching: number | undefined;
  readonly outOf: number | undefined;
  readonly missingData: string;
  /** Each query as text, its dimensions apart. */
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly actions: readonly string[];
};

const Dimensions = v.optional(v.nullable(v.array(v.looseObject({ Name: v.string(), Value: v.string() }))));

/** Of CloudFormation and of DescribeAlarms: they have the same names for the same things. */
const Alarm = v.looseObject({
  AlarmName: v.string(),
  Threshold: v.optional(v.number()),
  ComparisonOperator: v.optional(v.string()),
  DatapointsToAlarm: v.optional(v.number()),
  EvaluationPeriods: v.optional(v.number()),
  TreatMissingData: v.optional(v.string()),
  AlarmActions: v.optional(v.array(v.unknown())),
  Namespace: v.optional(v.string()),
  MetricName: v.optional(v.string()),
  Dimensions,
  Statistic: v.optional(v.string()),
  ExtendedStatistic: v.optional(v.string()),
  Period: v.optional(v.number()),
  Metrics: v.optional(
    v.array(
      v.looseObject({
        Id: v.string(),
        Expression: v.optional(v.string()),
        ReturnData: v.optional(v.boolean()),
        MetricStat: v.optional(
          v.looseObject({
            Metric: v.looseObject({
              Namespace: v.optional(v.string()),
              MetricName: v.optional(v.string()),
              Dimensions,
            }),
            Period: v.optional(v.number()),
            Stat: v.optional(v.string()),
          }),
        ),
      }),
    ),
  ),
});

type Said = v.InferOutput<typeof Alarm>;

/** Undefined: it is no alarm on metrics. */
export const definitionOf = (alarm: unknown): AlarmDefinition | undefined => {
  const parsed = v.safeParse(Alarm, alarm);
  if (!parsed.success) return undefined;
  const said = parsed.output;
  const queries = queriesOf(said);
  return {
    name: said.AlarmName,
    threshold: said.Threshold,
    comparison: said.ComparisonOperator,
    breaching: said.DatapointsToAlarm ?? said.EvaluationPeriods,
    outOf: said.EvaluationPeriods,
    missingData: said.TreatMissingData ?? 'missing',
    metrics: queries.map(({ text }) => text).toSorted(),
    dimensions: queries.flatMap(({ dimensions }) => dimensions).toSorted(),
    actions: (said.AlarmActions ?? []).map(String).toSorted(),
  };
};

type Query = { readonly text: string; readonly dimensions: readonly string[] };

const queriesOf = (said: Said): readonly Query[] => {
  if (said.Metrics === undefined || said.Metrics.length === 0) {
    const { Namespace: space, MetricName: name, Statistic: plain, ExtendedStatistic: extended, Period: period } = said;
    return [
      { text: metricText({ space, name, stat: plain ?? extended, period }), dimensions: namesOf(said.Dimensions) },
    ];
  }
  return said.Metrics.map(({ Id: id, Expression: expression, MetricStat: stat }) => {
    if (stat === undefined) return { text: `${id}: ${expression ?? ''}`, dimensions: [] };
    const { Namespace: space, MetricName: name, Dimensions: dimensions } = stat.Metric;
    const text = metricText({ space, name, stat: stat.Stat, period: stat.Period });
    return { text: `${id}: ${text}`, dimensions: namesOf(dimensions) };
  });
};

type MetricNamed = {
  readonly space: string | undefined;
  readonly name: string | undefined;
  readonly stat: string | undefined;
  readonly period: number | undefined;
};

const metricText = ({ space, name, stat, period }: MetricNamed): string => `${space}/${name} ${stat} of ${period} s`;

const namesOf = (dimensions: Said['Dimensions']): readonly string[] =>
  (dimensions ?? []).map(({ Name: name, Value: value }) => `${name}=${value}`);
