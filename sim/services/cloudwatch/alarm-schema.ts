import * as v from 'valibot';

/** The properties of `AWS::CloudWatch::Alarm` that this small AWS knows; an unknown one is refused. */
export const parseAlarmProperties = (logicalId: string, properties: unknown): AlarmProperties => {
  const parsed = v.safeParse(ALARM, properties);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'properties'}: ${issue.message}`);
  throw new Error(`alarm ${logicalId}: ${problems.join('; ')}`);
};

const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** StandardUnit of the service model; rates are written `UNIT/Second`. */
const UNIT = v.pipe(
  v.string(),
  v.regex(
    /^(Seconds|Microseconds|Milliseconds|Percent|None|(((Kilo|Mega|Giga|Tera)?(bytes|bits)|Bytes|Bits|Count)(\/Second)?))$/,
  ),
);
const STATISTIC = v.picklist(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount']);

const DIMENSIONS = v.pipe(v.array(v.strictObject({ Name: text(255), Value: text(1024) })), v.maxLength(30));

const METRIC_QUERY = v.strictObject({
  Id: v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9_]{0,254}$/, 'an id starts with a lower-case letter')),
  Label: v.optional(v.string()),
  ReturnData: v.optional(v.boolean()),
  Expression: v.optional(text(2048)),
  Period: v.optional(count),
  MetricStat: v.optional(
    v.strictObject({
      Metric: v.strictObject({ Namespace: text(255), MetricName: text(255), Dimensions: v.optional(DIMENSIONS) }),
      Period: count,
      Stat: v.string(),
      Unit: v.optional(UNIT),
    }),
  ),
});

const ACTIONS = v.pipe(v.array(v.string()), v.maxLength(5));

const ALARM = v.strictObject({
  AlarmName: v.optional(v.pipe(text(255), v.regex(/^[\x20-\x7e]+$/, 'an alarm name is ASCII'))),
  AlarmDescription: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  ActionsEnabled: v.optional(v.boolean()),
  AlarmActions: v.optional(ACTIONS),
  OKActions: v.optional(ACTIONS),
  InsufficientDataActions: v.optional(ACTIONS),
  ComparisonOperator: v.picklist([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
    'LessThanLowerOrGreaterThanUpperThreshold',
    'LessThanLowerThreshold',
    'GreaterThanUpperThreshold',
  ]),
  EvaluationPeriods: count,
  DatapointsToAlarm: v.optional(count),
  Threshold: v.optional(v.pipe(v.number(), v.finite())),
  ThresholdMetricId: v.optional(text(255)),
  TreatMissingData: v.optional(v.picklist(['missing', 'notBreaching', 'breaching', 'ignore'])),
  EvaluateLowSampleCountPercentile: v.optional(v.picklist(['evaluate', 'ignore'])),
  Namespace: v.optional(text(255)),
  MetricName: v.optional(text(255)),
  Dimensions: v.optional(DIMENSIONS),
  Period: v.optional(count),
  Statistic: v.optional(STATISTIC),
  ExtendedStatistic: v.optional(v.string()),
  Unit: v.optional(UNIT),
  Metrics: v.optional(v.array(METRIC_QUERY)),
  Tags: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() }))),
});

export type AlarmProperties = v.InferOutput<typeof ALARM>;
export type MetricQueryProperties = v.InferOutput<typeof METRIC_QUERY>;
export type Comparison = AlarmProperties['ComparisonOperator'];
export type MissingData = NonNullable<AlarmProperties['TreatMissingData']>;

export const ALARM_PROPERTIES: readonly string[] = Object.keys(ALARM.entries);
