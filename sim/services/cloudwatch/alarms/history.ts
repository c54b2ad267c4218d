import type {
  AlarmHistoryItem,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
} from '@aws-sdk/client-cloudwatch';
import { type Instant, Refusal } from '../../../types.ts';
import type { AlarmType } from '../alarm.ts';
import { offsetOf, tokenOf } from './page.ts';

export type HistoryItem = {
  readonly type: AlarmType;
  readonly name: string;
  readonly at: Instant;
  readonly kind: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  /** JSON, at most `LONGEST_DATA` characters. */
  readonly data: string;
};

export type History = {
  readonly add: (item: HistoryItem) => void;
  readonly describe: (input: DescribeAlarmHistoryInput) => DescribeAlarmHistoryOutput;
};

/** CloudWatch user guide: the history of an alarm is kept for thirty days, also of one that was deleted. */
const KEPT = 30 * 24 * 60 * 60_000;
const LONGEST_SUMMARY = 255;
const MAX_RECORDS = 100;

export const makeHistory = (now: () => Instant): History => {
  const items: HistoryItem[] = [];
  const forget = () => {
    const kept = items.findIndex(({ at }) => at >= now() - KEPT);
    items.splice(0, kept === -1 ? items.length : kept);
  };
  return {
    add: (item) => {
      forget();
      items.push({ ...item, summary: item.summary.slice(0, LONGEST_SUMMARY) });
    },
    describe: (input) => {
      forget();
      return page(input, items);
    },
  };
};

const page = (input: DescribeAlarmHistoryInput, items: readonly HistoryItem[]): DescribeAlarmHistoryOutput => {
  const { MaxRecords = MAX_RECORDS, NextToken, ScanBy } = input;
  refuse(input);
  const asked = items.filter((item) => matches(item, input));
  if (ScanBy !== 'TimestampAscending') asked.reverse();
  const from = offsetOf('history', NextToken);
  const to = from + MaxRecords;
  return {
    AlarmHistoryItems: asked.slice(from, to).map(described),
    ...(to < asked.length && { NextToken: tokenOf('history', to) }),
  };
};

const refuse = ({ AlarmContributorId, MaxRecords }: DescribeAlarmHistoryInput): void => {
  if (AlarmContributorId !== undefined) throw new Error('the small AWS has no alarms with contributors');
  if (MaxRecords !== undefined && !(MaxRecords >= 1 && MaxRecords <= MAX_RECORDS)) {
    throw new Refusal(
      'ValidationError',
      `1 validation error detected: Value '${MaxRecords}' at 'maxRecords' failed to satisfy constraint: Member must have value between 1 and ${MAX_RECORDS}`,
    );
  }
};

const matches = ({ type, name, at, kind }: HistoryItem, input: DescribeAlarmHistoryInput): boolean => {
  const { AlarmName, AlarmTypes = [], HistoryItemType, StartDate, EndDate } = input;
  const types: readonly string[] = AlarmTypes.length === 0 ? ['MetricAlarm'] : AlarmTypes;
  if (!types.includes(type) || (AlarmName !== undefined && AlarmName !== name)) return false;
  if (HistoryItemType !== undefined && HistoryItemType !== kind) return false;
  return at >= (StartDate?.getTime() ?? at) && at <= (EndDate?.getTime() ?? at);
};

const described = ({ type, name, at, kind, summary, data }: HistoryItem): AlarmHistoryItem => ({
  AlarmName: name,
  AlarmType: type,
  Timestamp: new Date(at),
  HistoryItemType: kind,
  HistorySummary: summary,
  HistoryData: data,
});
