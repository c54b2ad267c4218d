import type { ServiceEvent } from '../../types.ts';
import type { Standing, Transition } from './alarm.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { MetricQueryProperties } from './alarm-schema.ts';
import type { Query } from './queries.ts';
import { offsetTime } from './wording.ts';

type Put = Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'>;

/** `CloudWatch Alarm State Change`. It carries no threshold and no comparison: those are only in the reason data. */
export const alarmEvent = ({ alarm, from, to }: Transition): Put => ({
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  resources: [alarm.arn],
  detail: {
    alarmName: alarm.name,
    state: eventState(to),
    previousState: eventState(from),
    configuration: {
      ...(alarm.given.AlarmDescription !== undefined && { description: alarm.given.AlarmDescription }),
      metrics: eventMetrics(alarm),
    },
  },
});

const eventState = ({ state, reason, reasonData, since }: Standing) => ({
  value: state,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: offsetTime(since),
});

const eventMetrics = ({ given, queries }: AlarmDefinition): readonly unknown[] =>
  queries.map((query, index) => eventMetric(query, given.Metrics?.[index], given));

const eventMetric = (
  query: Query,
  written: MetricQueryProperties | undefined,
  given: AlarmDefinition['given'],
): Readonly<Record<string, unknown>> => {
  const { id, label, returnData } = query;
  const labelled = { ...(label !== undefined && { label }), returnData };
  if (query.kind === 'expression') return { id, expression: written?.Expression, ...labelled };

  const { metric, periodSeconds: period, unit } = query;
  const stat = written?.MetricStat?.Stat ?? given.Statistic ?? given.ExtendedStatistic;
  return { id, metricStat: { metric, period, stat, ...(unit !== undefined && { unit }) }, ...labelled };
};
