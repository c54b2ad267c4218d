import type { CompositeAlarm, MetricAlarm, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { alarmName, at, BREACH_AT } from '../builders.ts';
import { type Case, casesOf } from './case.ts';
import { HOSTILE } from './hostile.ts';

const REASON = {
  version: '1.0',
  startDate: '2026-01-01T10:06:00.000+0000',
  recentDatapoints: [0.1, 0.1],
  threshold: 0.02,
};

/** Texts that are no JSON, or JSON of something else. */
const SCRAPS = ['', ' ', '{', 'null', '7', '[]', '{}', '"x"', 'trust me', '['.repeat(5_000), '\u0000'];

/** Reasons that name no datapoint at all. */
const WITHOUT_DATAPOINTS: readonly (string | undefined)[] = [
  undefined,
  ...SCRAPS,
  ...[null, 'x', {}, [], [null], ['0.9'], [[0.9]], true].map((recentDatapoints) =>
    JSON.stringify({ ...REASON, recentDatapoints }),
  ),
];

const REASONS: readonly (string | undefined)[] = [
  ...WITHOUT_DATAPOINTS,
  ...[null, 'x', {}, true, 1e308].map((threshold) => JSON.stringify({ ...REASON, threshold })),
  ...[null, '', 'x', 7, '2026-13-45T00:00:00Z', '9'.repeat(400), '2026-01-01'.repeat(9)].map((startDate) =>
    JSON.stringify({ ...REASON, startDate: startDate }),
  ),
  ...[0.01, 0.02, -1, 0].map((datapoint) => JSON.stringify({ ...REASON, recentDatapoints: [datapoint] })),
  // A forged reason that reads well, of minutes that the metrics know nothing bad of.
  ...['2026-01-01T10:09:00Z', '2030-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z'].map((startDate) =>
    JSON.stringify({ ...REASON, startDate }),
  ),
];

/** Name of an alarm that was there before. */
export const THEIRS = 'shop-checkout-failures';

const ALARM: MetricAlarm = {
  AlarmName: alarmName('canary'),
  StateValue: 'ALARM',
  StateReasonData: JSON.stringify(REASON),
  StateTransitionedTimestamp: new Date(BREACH_AT),
};

/** Of the canary. In each of them stable says OK, and the metrics are those of the story. */
export const REASONS_OF_ALARMS: readonly Case<MetricAlarm>[] = [
  ...casesOf('a reason', REASONS).map(({ name, input }) => {
    const { StateReasonData: _, ...rest } = ALARM;
    return { name, input: { ...rest, ...(input !== undefined && { StateReasonData: input }) } };
  }),
  ...HOSTILE.map((text, place) => ({ name: `the reason #${place}`, input: { ...ALARM, StateReasonData: text } })),
];

/** Of an alarm that is somebody else's: what it computes is his affair, and that it computed something has to be seen. */
export const THEIR_REASONS: readonly Case<MetricAlarm>[] = [
  ...casesOf('their reason', WITHOUT_DATAPOINTS),
  ...HOSTILE.map((text, place) => ({ name: `their reason #${place}`, input: text })),
].map(({ name, input }) => {
  const { StateReasonData: _, ...rest } = ALARM;
  return { name, input: { ...rest, AlarmName: THEIRS, ...(input !== undefined && { StateReasonData: input }) } };
});

/** As CloudWatch writes it of an alarm that compares with a band: no threshold, which here is none of our affair. */
export const THEIR_BAND: MetricAlarm = {
  ...ALARM,
  AlarmName: THEIRS,
  StateReasonData: JSON.stringify({ ...REASON, threshold: undefined }),
};

export const THEIR_COMPOSITE: CompositeAlarm = {
  AlarmName: THEIRS,
  StateValue: 'ALARM',
  StateTransitionedTimestamp: new Date(BREACH_AT),
  ActionsEnabled: true,
};

/** In none of them does it say that something is wrong, and that it wants to be heard. */
export const COMPOSITES: readonly Case<CompositeAlarm>[] = [
  ...['', 'alarm', 'UNKNOWN', '__proto__', 'OK', 'INSUFFICIENT_DATA'].map((state) => ({
    name: `a composite in the state ${JSON.stringify(state)}`,
    input: { ...THEIR_COMPOSITE, StateValue: state as 'ALARM' },
  })),
  ...['Alarm', 'ExtensionPeriod', 'WaitPeriod', '', '__proto__'].map((by) => ({
    name: `a composite suppressed by ${JSON.stringify(by)}`,
    input: { ...THEIR_COMPOSITE, ActionsSuppressedBy: by as 'Alarm' },
  })),
  { name: 'a composite whose actions are off', input: { ...THEIR_COMPOSITE, ActionsEnabled: false } },
  { name: 'a composite of another name', input: { ...THEIR_COMPOSITE, AlarmName: `${THEIRS}2` } },
  { name: 'a composite with nothing but a name', input: { AlarmName: THEIRS } },
  { name: 'nothing', input: {} },
];

/** Whatever its clock says. */
export const ODD_COMPOSITES: readonly Case<CompositeAlarm>[] = [Number.NaN, -8.64e15, 8.64e15, 0, at(1e6)].map(
  (time) => ({
    name: `a composite since ${time}`,
    input: { ...THEIR_COMPOSITE, StateTransitionedTimestamp: new Date(time) },
  }),
);

/** Whatever a clock of CloudWatch says; the canary's alarm is in ALARM, or in no state that there is. */
export const ODD_ALARMS: readonly Case<MetricAlarm>[] = [
  ...[Number.NaN, -8.64e15, 8.64e15, 0, at(1e6)].map((time) => ({
    name: `a transition at ${time}`,
    input: { ...ALARM, StateTransitionedTimestamp: new Date(time) },
  })),
  ...['', 'alarm', 'UNKNOWN', '__proto__'].map((state) => ({
    name: `the state ${JSON.stringify(state)}`,
    input: { ...ALARM, StateValue: state as 'ALARM' },
  })),
  { name: 'nothing but a name', input: { AlarmName: alarmName('canary') } },
  { name: 'nothing', input: {} },
];

const series = (over: MetricDataResult = {}): MetricDataResult => ({
  StatusCode: 'Complete',
  Timestamps: [new Date(at(8))],
  Values: [100],
  ...over,
});

/** The same answer to each question. */
export const SERIES: readonly Case<MetricDataResult>[] = [
  ...['PartialData', 'InternalError', 'Forbidden', '', 'complete'].map((status) => ({
    name: `status ${JSON.stringify(status)}`,
    input: series({ StatusCode: status as 'Complete' }),
  })),
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 1e308, 5e-324].flatMap((value) =>
    [1, 3].map((count) => ({
      name: `${count} values of ${value}`,
      input: series({
        Timestamps: Array.from({ length: count }, (_, place) => new Date(at(6 + place))),
        Values: Array.from({ length: count }, () => value),
      }),
    })),
  ),
  ...[Number.NaN, 0, -8.64e15, 8.64e15, at(1e6)].map((time) => ({
    name: `a minute that starts at ${time}`,
    input: series({ Timestamps: [new Date(time)] }),
  })),
  { name: 'times without values', input: series({ Values: [] }) },
  { name: 'values without times', input: series({ Timestamps: [] }) },
  { name: 'one minute twice', input: series({ Timestamps: [new Date(at(8)), new Date(at(8))], Values: [100, 0] }) },
  { name: 'nothing at all', input: {} },
];
