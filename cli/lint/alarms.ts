import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';

export type Alarms = ReadonlyMap<string, MetricAlarm>;

/** Every alarm on metrics of the account and Region, a hundred at a time: what watches an endpoint may have any name. */
export const readAlarms = async (client: CloudWatchClient): Promise<Alarms> => {
  const found: MetricAlarm[] = [];
  let token: string | undefined;
  do {
    const reply = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken: token }),
    );
    found.push(...(reply.MetricAlarms ?? []));
    token = reply.NextToken;
  } while (token !== undefined);
  return new Map(found.map((alarm) => [alarm.AlarmName ?? '', alarm]));
};
