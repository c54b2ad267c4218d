import type { JSONPath } from 'jsonc-parser';
import { numberOf, show, timeOf } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Series } from './recording.ts';

export type Text = { readonly file: string; readonly lineOf: (path: JSONPath) => number };
export type Read = { readonly series: readonly Series[]; readonly remarks: readonly string[] };

/** What `aws cloudwatch get-metric-data --output json` prints. */
export const readMetricData = (results: unknown, text: Text): Read => {
  if (!Array.isArray(results) || results.length === 0) {
    return problemWith(text.file, 'its MetricDataResults are empty: the query found no metric; check its dimensions');
  }
  return {
    series: results.map((result, index) => readResult(result, index, text)),
    remarks: results.flatMap((result) => remarkOn(result)),
  };
};

const readResult = (result: unknown, index: number, text: Text): Series => {
  const path: JSONPath = ['MetricDataResults', index];
  if (!isRecord(result))
    return problemAt(text.file, text.lineOf(path), `${show(result)} is no result of get-metric-data`);
  const { Label: label, Id: id, Timestamps: times, Values: values } = result;
  const name = typeof label === 'string' ? label : typeof id === 'string' ? id : undefined;
  if (name === undefined) return problemAt(text.file, text.lineOf(path), 'this result has neither Label nor Id');
  if (!Array.isArray(times)) return problemAt(text.file, text.lineOf(path), `${show(name)} has no Timestamps`);
  if (!Array.isArray(values)) return problemAt(text.file, text.lineOf(path), `${show(name)} has no Values`);
  if (times.length !== values.length) {
    const counts = `${times.length} Timestamps and ${values.length} Values`;
    return problemAt(text.file, text.lineOf(path), `${show(name)} has ${counts}; each value needs its time`);
  }
  const place = (member: string) => (position: number) => ({
    file: text.file,
    line: text.lineOf([...path, member, position]),
    column: name,
  });
  const [timeAt, valueAt] = [place('Timestamps'), place('Values')];
  return ascending({
    label: name,
    line: text.lineOf(path),
    ...(typeof id === 'string' ? { id } : {}),
    times: times.map((time, position) => timeOf(time, position, timeAt)),
    values: values.map((value, position) => numberOf(value, position, valueAt)),
    lineOfTime: (position) => text.lineOf([...path, 'Timestamps', position]),
  });
};

/** The CLI prints the newest first, unless it is told otherwise. */
const ascending = (series: Series): Series => {
  const { times, values } = series;
  const newestFirst = (times[0] ?? 0) > (times.at(-1) ?? 0);
  if (!newestFirst) return series;
  return {
    ...series,
    times: times.toReversed(),
    values: values.toReversed(),
    lineOfTime: (index) => series.lineOfTime(times.length - 1 - index),
  };
};

const remarkOn = (result: unknown): readonly string[] => {
  if (!isRecord(result) || result['StatusCode'] === undefined || result['StatusCode'] === 'Complete') return [];
  return [`${show(result['Label'] ?? result['Id'])} is not whole: its StatusCode is ${show(result['StatusCode'])}`];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
