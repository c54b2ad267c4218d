import type { Account, ServiceEvent } from '../../types.ts';
import type { Circumstances, Standing, Transition } from './alarm.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { MetricQueryProperties } from './alarm-schema.ts';
import type { Query } from './queries.ts';
import { offsetTime } from './wording.ts';

export type EventToPut = Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'>;

/** `CloudWatch Alarm State Change`. It carries no threshold and no comparison: those are only in the reason data. */
export const alarmEvent = ({ alarm, from, to }: Transition, { mute }: Circumstances): EventToPut => ({
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  resources: [alarm.arn],
  detail: {
    alarmName: alarm.name,
    state: eventState(to),
    previousState: eventState(from),
    configuration: alarm.configuration,
    ...(mute && { muteDetail: mute }),
  },
});

/** What a function gets that is an alarm's action. */
export const alarmPayload = ({ alarm, from, to }: Transition, { id, region }: Account) => ({
  source: 'aws.cloudwatch',
  alarmArn: alarm.arn,
  accountId: id,
  time: offsetTime(to.since),
  region,
  alarmData: {
    alarmName: alarm.name,
    state: eventState(to),
    previousState: eventState(from),
    configuration: alarm.configuration,
  },
});

const eventState = ({ state, reason, reasonData, since, suppressedBy, suppressedReason }: Standing) => ({
  value: state,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: offsetTime(since),
  ...(suppressedBy !== undefined && { actionsSuppressedBy: suppressedBy }),
  ...(suppressedReason !== undefined && { actionsSuppressedReason: suppressedReason }),
});

/** `metrics` in the events of a metric alarm. */
export const eventMetrics = ({ given, queries }: AlarmDefinition): readonly unknown[] =>
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
