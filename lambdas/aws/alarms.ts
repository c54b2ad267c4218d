import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import * as v from 'valibot';
import { isDrillId } from '../domain/drill.ts';
import type { Alarm, Evidence } from '../domain/model.ts';
import type { Alarms } from '../ports.ts';
import { definitionOf } from './alarm-definition.ts';

/** CloudWatch's own bound on one page, and on names in one call. */
const PAGE = 100;

export const cloudwatchAlarms = (client: CloudWatchClient): Alarms => ({
  async named(names) {
    const reply = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: PAGE,
      }),
    );
    return [...(reply.MetricAlarms ?? []).map(toAlarm), ...(reply.CompositeAlarms ?? []).map(toComposite)];
  },
  startingWith: (prefix) => pagesOf(client, prefix),
});

const pagesOf = async (client: CloudWatchClient, prefix: string, token?: string): Promise<readonly Alarm[]> => {
  const reply = await client.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, MaxRecords: PAGE, ...(token ? { NextToken: token } : {}) }),
  );
  const alarms = (reply.MetricAlarms ?? []).map((alarm) => ({ ...toAlarm(alarm), definition: definitionOf(alarm) }));
  return reply.NextToken ? [...alarms, ...(await pagesOf(client, prefix, reply.NextToken))] : alarms;
};

export const toAlarm = (alarm: MetricAlarm): Alarm => {
  const evidence = toEvidence(alarm);
  const drill = toDrill(alarm.StateReasonData);
  return {
    name: alarm.AlarmName ?? '',
    ...stateOf(alarm),
    evaluated: alarm.EvaluationState === undefined,
    actionsEnabled: alarm.ActionsEnabled ?? true,
    ...(evidence ? { evidence } : {}),
    ...(drill === undefined ? {} : { drill }),
  };
};

type Stating = Pick<CompositeAlarm, 'StateValue' | 'StateTransitionedTimestamp' | 'StateUpdatedTimestamp'>;

const stateOf = ({ StateValue, StateTransitionedTimestamp, StateUpdatedTimestamp }: Stating) => ({
  state: StateValue ?? 'INSUFFICIENT_DATA',
  // The client makes an invalid date of what is no time: NaN.
  transitionedAt: (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.getTime() || 0,
});

/** Whoever has another alarm suppress its actions wants nothing to come of it meanwhile. */
const toComposite = (alarm: CompositeAlarm): Alarm => ({
  name: alarm.AlarmName ?? '',
  ...stateOf(alarm),
  evaluated: true,
  actionsEnabled: (alarm.ActionsEnabled ?? true) && alarm.ActionsSuppressedBy === undefined,
  composite: true,
});

const Figures = v.array(v.nullable(v.number()));

/** CloudWatch's own words are JSON in a string; a person who sets a state may put anything there, or nothing. */
const ReasonData = v.object({
  startDate: v.string(),
  recentDatapoints: Figures,
  /** One that compares with a band has none, and names the line that each datapoint was held against: one side's, or both. */
  threshold: v.optional(v.number()),
  recentLowerThresholds: v.optional(Figures),
  recentUpperThresholds: v.optional(Figures),
});

const toEvidence = ({ StateReasonData, ComparisonOperator }: MetricAlarm): Evidence | undefined => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ReasonData), StateReasonData);
  if (!parsed.success) return undefined;
  const { recentDatapoints, threshold, startDate, ...lines } = parsed.output;
  // `+0000`, without a colon, is not in JavaScript's own date format: an engine may take it or leave it.
  const from = Date.parse(startDate.replace(/\+0000$/, 'Z'));
  if (Number.isNaN(from)) return undefined;
  const { recentLowerThresholds: lower, recentUpperThresholds: upper } = lines;
  const line = ComparisonOperator === 'LessThanLowerThreshold' ? lower : upper;
  const seen = recentDatapoints.flatMap((datapoint, place) => {
    const bound = line?.[place] ?? undefined;
    return datapoint === null || (line && bound === undefined) ? [] : [{ datapoint, bound }];
  });
  return {
    datapoints: seen.map(({ datapoint }) => datapoint),
    ...(threshold !== undefined && { threshold }),
    ...(line && { bounds: seen.flatMap(({ bound }) => bound ?? []) }),
    from,
  };
};

/** What `drill` writes into the reason of the alarm that it sets. */
const DrillData = v.object({ drill: v.pipe(v.string(), v.check(isDrillId)) });

const toDrill = (reasonData: string | undefined): string | undefined => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), DrillData), reasonData);
  return parsed.success ? parsed.output.drill : undefined;
};
