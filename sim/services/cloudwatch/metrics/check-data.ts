import type { MetricDatum, PutMetricDataInput, StatisticSet } from '@aws-sdk/client-cloudwatch';
import type { Instant } from '../../../types.ts';

/** What is wrong with a PutMetricData request, by the name of the error. */
export type Flaw = { readonly code: string; readonly text: string };

const MOST_METRICS = 1_000;
const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;
const LARGEST = 2 ** 360;
const HOUR = 3_600_000;
const OLDEST = 14 * 24 * HOUR;
const FURTHEST = 2 * HOUR;

export const flawsOfRequest = ({ Namespace = '', MetricData: data = [] }: PutMetricDataInput): readonly Flaw[] => {
  const flaws: Flaw[] = [];
  if (Namespace === '') flaws.push(missing('The parameter Namespace is required.'));
  if (Namespace.startsWith('AWS/')) flaws.push(invalid('The value AWS/ for parameter Namespace is invalid.'));
  if (Namespace.startsWith(':') || hasControl(Namespace)) {
    flaws.push(invalid(`The value ${Namespace} for parameter Namespace is invalid.`));
  }
  if (data.length === 0) flaws.push(missing('The parameter MetricData is required.'));
  if (data.length > MOST_METRICS) {
    flaws.push(invalid(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`));
  }
  return flaws;
};

export const flawsOfDatum = (datum: MetricDatum, member: number, now: Instant): readonly Flaw[] => {
  const at = `MetricData.member.${member}`;
  const { MetricName, StorageResolution, Timestamp } = datum;
  const flaws: Flaw[] = [];
  if (!MetricName) flaws.push(missing(`The parameter ${at}.MetricName is required.`));
  if (MetricName && hasControl(MetricName)) {
    flaws.push(invalid(`The value ${MetricName} for parameter ${at}.MetricName is invalid.`));
  }
  if (StorageResolution !== undefined && StorageResolution !== 1 && StorageResolution !== 60) {
    flaws.push(invalid(`The parameter ${at}.StorageResolution must be a value in the set [ 1, 60 ].`));
  }
  return [...flaws, ...timeFlaws(Timestamp, at, now), ...dimensionFlaws(datum, at), ...dataFlaws(datum, at)];
};

const invalid = (text: string): Flaw => ({ code: 'InvalidParameterValueException', text });
const missing = (text: string): Flaw => ({ code: 'MissingRequiredParameterException', text });
const clash = (text: string): Flaw => ({ code: 'InvalidParameterCombinationException', text });

const hasControl = (text: string): boolean => /[^ -~]/.test(text);

const timeFlaws = (time: Date | undefined, at: string, now: Instant): readonly Flaw[] => {
  if (time === undefined) return [];
  if (time.getTime() < now - OLDEST) {
    return [invalid(`The parameter ${at}.Timestamp must specify a time within the past two weeks.`)];
  }
  if (time.getTime() <= now + FURTHEST) return [];
  return [invalid(`The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`)];
};

const dimensionFlaws = ({ Dimensions = [] }: MetricDatum, at: string): readonly Flaw[] => {
  const flaws: Flaw[] = [];
  if (Dimensions.length > MOST_DIMENSIONS) {
    flaws.push(invalid(`The collection ${at}.Dimensions must not have a size greater than ${MOST_DIMENSIONS}.`));
  }
  if (new Set(Dimensions.map(({ Name }) => Name)).size < Dimensions.length) {
    flaws.push(invalid('No metric may specify the same dimension name twice.'));
  }
  const wrong = (text: string) => text.trim() === '' || hasControl(text);
  for (const [index, { Name = '', Value = '' }] of Dimensions.entries()) {
    const place = `${at}.Dimensions.member.${index + 1}`;
    if (wrong(Name) || Name.startsWith(':')) {
      flaws.push(invalid(`The value ${Name} for parameter ${place}.Name is invalid.`));
    }
    if (wrong(Value)) flaws.push(invalid(`The value ${Value} for parameter ${place}.Value is invalid.`));
  }
  return flaws;
};

/** One of Value, Values (with Counts) and StatisticValues. */
const dataFlaws = ({ Value, Values, Counts, StatisticValues }: MetricDatum, at: string): readonly Flaw[] => {
  const both = (one: string, other: string) =>
    clash(`The parameters ${at}.${one} and ${at}.${other} are mutually exclusive and you have specified both.`);
  if (Value !== undefined && Values !== undefined) return [both('Value', 'Values')];
  if (Value !== undefined && StatisticValues !== undefined) return [both('Value', 'StatisticValues')];
  if (Values !== undefined && StatisticValues !== undefined) return [both('Values', 'StatisticValues')];
  if (Counts !== undefined && Values === undefined) return [missing(`The parameter ${at}.Values is required.`)];
  if (Values !== undefined) return valuesFlaws(Values, Counts, at);
  if (StatisticValues !== undefined) return setFlaws(StatisticValues, at);
  if (Value !== undefined) return numberFlaws(Value, `${at}.Value`);
  return [clash(`At least one of the parameters ${at}.Value and ${at}.StatisticValues must be specified.`)];
};

const valuesFlaws = (values: readonly number[], counts: readonly number[] | undefined, at: string): readonly Flaw[] => {
  if (values.length === 0) return [missing(`The parameter ${at}.Values is required.`)];
  if (values.length > MOST_VALUES) {
    return [invalid(`The collection ${at}.Values must not have a size greater than ${MOST_VALUES}.`)];
  }
  if (counts !== undefined && counts.length !== values.length) {
    return [invalid(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`)];
  }
  return [
    ...values.flatMap((value, index) => numberFlaws(value, `${at}.Values.member.${index + 1}`)),
    ...(counts ?? []).flatMap((count, index) => countFlaws(count, `${at}.Counts.member.${index + 1}`)),
  ];
};

const setFlaws = (
  { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 }: StatisticSet,
  at: string,
): readonly Flaw[] => {
  const place = `${at}.StatisticValues`;
  const flaws = [
    ...(SampleCount === 0 ? [wrongNumber(SampleCount, `${place}.SampleCount`)] : []),
    ...countFlaws(SampleCount, `${place}.SampleCount`),
    ...numberFlaws(Sum, `${place}.Sum`),
    ...numberFlaws(Minimum, `${place}.Minimum`),
    ...numberFlaws(Maximum, `${place}.Maximum`),
  ];
  if (flaws.length > 0 || Minimum <= Maximum) return flaws;
  return [invalid(`The parameter ${place}.Minimum must not be greater than ${place}.Maximum.`)];
};

const wrongNumber = (value: number, at: string): Flaw => invalid(`The value ${value} for parameter ${at} is invalid.`);

const numberFlaws = (value: number, at: string): readonly Flaw[] =>
  Math.abs(value) <= LARGEST ? [] : [wrongNumber(value, at)];

const countFlaws = (count: number, at: string): readonly Flaw[] =>
  count >= 0 && count <= LARGEST ? [] : [wrongNumber(count, at)];
