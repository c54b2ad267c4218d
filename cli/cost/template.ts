import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const Alarm = v.object({
  Type: v.literal('AWS::CloudWatch::Alarm'),
  Properties: v.looseObject({
    AlarmName: v.string(),
    ThresholdMetricId: v.optional(v.string()),
    Metrics: v.optional(
      v.array(v.looseObject({ MetricStat: v.optional(v.looseObject({ Period: v.optional(v.number()) })) })),
    ),
  }),
});
const Composite = v.object({ Type: v.literal('AWS::CloudWatch::CompositeAlarm') });
const Rule = v.object({
  Type: v.literal('AWS::Events::Rule'),
  Properties: v.looseObject({
    ScheduleExpression: v.optional(v.string()),
    Targets: v.array(v.looseObject({ Arn: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) }) })),
  }),
});
const Handler = v.object({
  Type: v.literal('AWS::Lambda::Function'),
  Properties: v.looseObject({ MemorySize: v.number(), Description: v.string() }),
});
const Output = v.object({ Value: v.object({ Ref: v.string() }) });

const Template = v.looseObject({
  Resources: v.record(v.string(), v.looseObject({ Type: v.string() })),
  Outputs: v.looseObject({ ReconcileFunction: Output }),
});

/** What of a template costs money while nothing happens. */
export type Costly = {
  /** For each alarm, how many metrics it reads; CloudWatch bills those. */
  readonly guardAlarms: readonly number[];
  /** The same of those that ask by the second, which cost more. */
  readonly fineAlarms: readonly number[];
  readonly selfAlarms: readonly number[];
  readonly composites: number;
  readonly sweepsPerHour: number;
  readonly memoryGb: number;
  /** Absent: nothing is compared. */
  readonly judge?: Judging;
};

export type Judging = {
  readonly runsPerHour: number;
  readonly memoryGb: number;
  readonly canaries: number;
  /** Of all canaries together. */
  readonly comparisons: number;
};

const read = (file: string): Parsed<typeof Template> => v.parse(Template, JSON.parse(readFileSync(file, 'utf8')));

const alarmsOf = (all: readonly unknown[]) =>
  all.filter((one) => v.is(Alarm, one)).map((one) => v.parse(Alarm, one).Properties);

/** The guards' alarms, by what their names say: `PREFIX/guard/ENDPOINT/VARIANT/GUARD`, or without a variant. */
export const guardAlarmsIn = (file: string) =>
  alarmsOf(Object.values(read(file).Resources)).flatMap((alarm) => {
    const [, endpoint, guard] = /\/guard\/([^/]+)\/(?:[^/]+\/)?([^/]+)$/.exec(alarm.AlarmName) ?? [];
    return endpoint === undefined || guard === undefined
      ? []
      : [{ endpoint, guard, metrics: metricsOf(alarm), isFine: isFine(alarm) }];
  });

/** Of a template that `synth` wrote. */
export const costlyIn = (file: string): Costly => {
  const { Resources: resources, Outputs: outputs } = read(file);
  const all = Object.values(resources);
  const alarms = alarmsOf(all);
  const rules = all.filter((one) => v.is(Rule, one)).map((one) => v.parse(Rule, one));
  const runsPerHour = (of: string): number =>
    rules.filter((rule) => targetOf(rule) === of).reduce((sum, rule) => sum + perHour(rule), 0);
  const memoryOf = (of: string): number => v.parse(Handler, resources[of]).Properties.MemorySize / 1024;
  const reconcile = outputs.ReconcileFunction.Value.Ref;
  const judge = rules
    .filter((rule) => perHour(rule) > 0)
    .map(targetOf)
    .find((target) => target !== reconcile);
  const isGuard = ({ AlarmName }: (typeof alarms)[number]): boolean => AlarmName.includes('/guard/');
  return {
    guardAlarms: alarms.filter((alarm) => isGuard(alarm) && !isFine(alarm)).map(metricsOf),
    fineAlarms: alarms.filter((alarm) => isGuard(alarm) && isFine(alarm)).map(metricsOf),
    selfAlarms: alarms.filter((alarm) => !isGuard(alarm)).map(metricsOf),
    composites: all.filter((one) => v.is(Composite, one)).length,
    sweepsPerHour: runsPerHour(reconcile),
    memoryGb: memoryOf(reconcile),
    ...(judge !== undefined && {
      judge: { runsPerHour: runsPerHour(judge), memoryGb: memoryOf(judge), ...comparedBy(alarms) },
    }),
  };
};

type Parsed<Schema extends v.GenericSchema> = v.InferOutput<Schema>;

const targetOf = ({ Properties }: Parsed<typeof Rule>): string | undefined =>
  Properties.Targets[0]?.Arn['Fn::GetAtt'][0];

const Judged = v.object({ MetricStat: v.object({ Metric: v.object({ Namespace: v.literal('SageMakerRollback') }) }) });

/** The judge's own alarms: one for each comparison of each canary, named by both. */
const comparedBy = (
  alarms: readonly Parsed<typeof Alarm>['Properties'][],
): Pick<Judging, 'canaries' | 'comparisons'> => {
  const own = alarms.filter(({ Metrics: metrics = [] }) => metrics.some((one) => v.is(Judged, one)));
  const canaries = new Set(own.map(({ AlarmName }) => AlarmName.slice(0, AlarmName.lastIndexOf('/'))));
  return { canaries: canaries.size, comparisons: own.length };
};

/** Of a metric-math alarm each metric is billed, and the expression is not; of a band, both of its lines are. */
const metricsOf = ({ Metrics: metrics, ThresholdMetricId: band }: v.InferOutput<typeof Alarm>['Properties']): number =>
  metrics === undefined
    ? 1
    : metrics.filter(({ MetricStat }) => MetricStat !== undefined).length + (band === undefined ? 0 : LINES);

const LINES = 2;

/** High resolution: a period of less than a minute. */
const isFine = ({ Metrics: metrics = [] }: v.InferOutput<typeof Alarm>['Properties']): boolean =>
  metrics.some(({ MetricStat: stat }) => (stat?.Period ?? 60) < 60);

const perHour = ({ Properties: { ScheduleExpression } }: v.InferOutput<typeof Rule>): number => {
  const [, every] = /^rate\((\d+) minutes?\)$/.exec(ScheduleExpression ?? '') ?? [];
  return every === undefined ? 0 : 60 / Number(every);
};
