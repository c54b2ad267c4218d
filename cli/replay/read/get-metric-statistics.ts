import { isRecord, type Read, type Text } from './get-metric-data.ts';
import { numberOf, show, timeOf } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Series } from './recording.ts';

const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];

type Point = { readonly index: number; readonly time: number; readonly value: number };

/** What `aws cloudwatch get-metric-statistics --output json` prints: one metric, its datapoints in no order. */
export const readMetricStatistics = (label: string, datapoints: unknown, text: Text): Read => {
  if (!Array.isArray(datapoints) || datapoints.length === 0) {
    return problemWith(
      text.file,
      `its Datapoints of ${show(label)} are empty: check the dimensions that it was asked with`,
    );
  }
  const odd = datapoints.findIndex((point) => !isRecord(point));
  if (odd !== -1) {
    return problemAt(text.file, text.lineOf(['Datapoints', odd]), `${show(datapoints[odd])} is no datapoint`);
  }
  const named = new Set(datapoints.flatMap((point: Readonly<Record<string, unknown>>) => namesIn(point)));
  const unit = onlyUnit(datapoints, text);
  const series = [...named].map(
    (name): Series => ({
      label: `${label} ${name}`,
      line: () => text.lineOf(['Label']),
      ...(unit === undefined ? {} : { unit }),
      ...columnOf(pointsOf(datapoints, name, text), name, text),
    }),
  );
  return { series, remarks: [] };
};

const namesIn = (point: Readonly<Record<string, unknown>>): readonly string[] => [
  ...STATISTICS.filter((name) => name in point),
  ...Object.keys((point['ExtendedStatistics'] as object | undefined) ?? {}),
];

const onlyUnit = (
  datapoints: readonly Readonly<Record<string, unknown>>[],
  { file, lineOf }: Text,
): string | undefined => {
  const first = datapoints[0]?.['Unit'];
  const odd = datapoints.findIndex(({ Unit }) => Unit !== first);
  if (odd !== -1) {
    const units = `${show(datapoints[odd]?.['Unit'])} here and ${show(first)} on line ${lineOf(['Datapoints', 0, 'Unit'])}`;
    return problemAt(file, lineOf(['Datapoints', odd, 'Unit']), `the unit is ${units}; ask for one --unit`);
  }
  return typeof first === 'string' ? first : undefined;
};

const pointsOf = (
  datapoints: readonly Readonly<Record<string, unknown>>[],
  name: string,
  text: Text,
): readonly Point[] =>
  datapoints.flatMap((point, index) => {
    const extended = (point['ExtendedStatistics'] as Readonly<Record<string, unknown>> | undefined) ?? {};
    const value = point[name] ?? extended[name];
    if (value === undefined) return [];
    const where = (member: string) => () => ({
      file: text.file,
      line: text.lineOf(['Datapoints', index, member]),
      column: name,
    });
    return [
      {
        index,
        time: timeOf(point['Timestamp'], index, where('Timestamp')),
        value: numberOf(value, index, where(name)),
      },
    ];
  });

type Column = Pick<Series, 'times' | 'values' | 'lineOfTime' | 'lineOfValue'>;

const columnOf = (points: readonly Point[], name: string, text: Text): Column => {
  const sorted = points.toSorted((a, b) => a.time - b.time);
  const lineOf = (member: string) => (position: number) =>
    text.lineOf(['Datapoints', sorted[position]?.index ?? 0, member]);
  return {
    times: sorted.map(({ time }) => time),
    values: sorted.map(({ value }) => value),
    lineOfTime: lineOf('Timestamp'),
    lineOfValue: lineOf(name),
  };
};
