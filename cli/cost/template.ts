import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const Alarm = v.object({
  Type: v.literal('AWS::CloudWatch::Alarm'),
  Properties: v.looseObject({
    AlarmName: v.string(),
    Metrics: v.optional(v.array(v.looseObject({ MetricStat: v.optional(v.unknown()) }))),
  }),
});
const Composite = v.object({ Type: v.literal('AWS::CloudWatch::CompositeAlarm') });
const Rule = v.object({
  Type: v.literal('AWS::Events::Rule'),
  Properties: v.looseObject({ ScheduleExpression: v.optional(v.string()) }),
});
const Reconcile = v.object({
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
  readonly selfAlarms: readonly number[];
  readonly composites: number;
  readonly sweepsPerHour: number;
  readonly memoryGb: number;
};

/** Of a template that `synth` wrote. */
export const costlyIn = (file: string): Costly => {
  const { Resources: resources, Outputs: outputs } = v.parse(Template, JSON.parse(readFileSync(file, 'utf8')));
  const all = Object.values(resources);
  const alarms = all.filter((one) => v.is(Alarm, one)).map((one) => v.parse(Alarm, one).Properties);
  const isGuard = ({ AlarmName }: (typeof alarms)[number]): boolean => AlarmName.includes('/guard/');
  return {
    guardAlarms: alarms.filter(isGuard).map(metricsOf),
    selfAlarms: alarms.filter((alarm) => !isGuard(alarm)).map(metricsOf),
    composites: all.filter((one) => v.is(Composite, one)).length,
    sweepsPerHour: all.filter((one) => v.is(Rule, one)).reduce((sum, one) => sum + perHour(v.parse(Rule, one)), 0),
    memoryGb: v.parse(Reconcile, resources[outputs.ReconcileFunction.Value.Ref]).Properties.MemorySize / 1024,
  };
};

/** Of a metric-math alarm each metric is billed, and the expression is not. */
const metricsOf = ({ Metrics: metrics }: v.InferOutput<typeof Alarm>['Properties']): number =>
  metrics === undefined ? 1 : metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;

const perHour = ({ Properties: { ScheduleExpression } }: v.InferOutput<typeof Rule>): number => {
  const [, every] = /^rate\((\d+) minutes?\)$/.exec(ScheduleExpression ?? '') ?? [];
  return every === undefined ? 0 : 60 / Number(every);
};
