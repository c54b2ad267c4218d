import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../../types.ts';
import { parseStat } from '../statistics.ts';
import type { Span } from './series.ts';
import { isPeriod } from './window.ts';

const MOST_QUERIES = 500;
export const MOST_DATAPOINTS = 100_800;

/** Refuses what GetMetricData refuses: every flaw in a line of its own, as CloudWatch tells them. */
export const checkGetMetricData = (input: GetMetricDataInput): Span => {
  const { MetricDataQueries: queries = [], StartTime: from, EndTime: to } = input;
  refuseWhatIsNotBuilt(input);
  const flaws = [...requestFlaws(input), ...queries.flatMap((query, index) => queryFlaws(query, index + 1))];
  if (flaws.length > 0 || from === undefined || to === undefined) {
    throw new Refusal('ValidationError', flaws.map((flaw) => `${flaw}\n`).join(''));
  }
  return { from: from.getTime(), to: to.getTime() };
};

const refuseWhatIsNotBuilt = ({ MetricDataQueries: queries = [] }: GetMetricDataInput): void => {
  if (queries.some(({ AccountId }) => AccountId !== undefined)) {
    throw new Error('GetMetricData: the small AWS has one account only, and no AccountId of metrics');
  }
};

const requestFlaws = (input: GetMetricDataInput): readonly string[] => {
  const { MetricDataQueries: queries = [], StartTime: from, EndTime: to, MaxDatapoints: most, LabelOptions } = input;
  const ids = queries.map(({ Id }) => Id);
  const flaws: string[] = [];
  if (queries.length === 0) flaws.push('The parameter MetricDataQueries is required.');
  if (queries.length > MOST_QUERIES) {
    flaws.push(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (new Set(ids).size < ids.length) flaws.push('The values for parameter id in MetricDataQueries are not unique.');
  if (from === undefined) flaws.push('The parameter StartTime is required.');
  if (to === undefined) flaws.push('The parameter EndTime is required.');
  if (from && to && from > to) flaws.push('The parameter EndTime must be greater than StartTime.');
  if (from && to && from.getTime() === to.getTime()) {
    flaws.push('The parameter StartTime must not equal parameter EndTime.');
  }
  if (most !== undefined && (most < 1 || most > MOST_DATAPOINTS)) {
    flaws.push(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
  }
  const zone = LabelOptions?.Timezone;
  if (zone !== undefined && !/^[+-]\d{4}$/.test(zone)) {
    flaws.push(
      `The value ${zone} for parameter LabelOptions.Timezone is not matching the expected pattern ^[+-][0-9]{4}$.`,
    );
  }
  return flaws;
};

const queryFlaws = (query: MetricDataQuery, member: number): readonly string[] => {
  const at = `MetricDataQueries.member.${member}`;
  const { Id = '', Expression, MetricStat, Label = '', Period } = query;
  const flaws: string[] = [];
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id)) {
    flaws.push(`The value ${Id} for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`);
  }
  if (Expression !== undefined && MetricStat !== undefined) {
    flaws.push(
      `The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`,
    );
  }
  if (Expression === undefined && MetricStat === undefined) flaws.push(`The parameter ${at}.MetricStat is required.`);
  if (Period !== undefined && !isPeriod(Period)) flaws.push(periodFlaw(`${at}.Period`, Period));
  const dynamic = Label.match(/\$\{[^}]*\}/g) ?? [];
  if (dynamic.length > 5 || dynamic.filter((part) => part === '${LABEL}').length > 1) {
    flaws.push(`The value ${Label} for parameter ${at}.Label has too many dynamic values.`);
  }
  return MetricStat === undefined ? flaws : [...flaws, ...statFlaws(MetricStat, `${at}.MetricStat`)];
};

const statFlaws = (
  { Metric, Period = 0, Stat = '' }: NonNullable<MetricDataQuery['MetricStat']>,
  at: string,
): readonly string[] => {
  const flaws: string[] = [];
  if (!Metric?.Namespace) flaws.push(`The parameter ${at}.Metric.Namespace is required.`);
  if (!Metric?.MetricName) flaws.push(`The parameter ${at}.Metric.MetricName is required.`);
  if (!isPeriod(Period)) flaws.push(periodFlaw(`${at}.Period`, Period));
  if (parseStat(Stat) === undefined) flaws.push(`The value ${Stat} for parameter ${at}.Stat is not a valid statistic.`);
  return flaws;
};

const periodFlaw = (at: string, period: number): string =>
  `The value ${period} for parameter ${at} must be 1, 5, 10, 20, 30 or a multiple of 60.`;
