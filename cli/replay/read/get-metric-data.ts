import type { JSONPath } from 'jsonc-parser';
import { numberOf, show, timeOf } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Series } from './recording.ts';

export type Text = { readonly file: string; readonly lineOf: (path: JSONPath) => number };
export type Read = { readonly series: readonly Series[]; readonly remarks: readonly string[] };

/** The results that `aws cloudwatch get-metric-data --output json` prints, which lie in the text at `path`. */
export const readMetricData = (results: unknown, path: JSONPath, text: Text): Read => {
  if (!Array.isArray(results)) {
    return problemAt(text.file, text.lineOf(path), `its MetricDataResults are ${show(results)}, which is no list`);
  }
  if (results.length === 0) {
    return problemWith(text.file, 'its MetricDataResults are empty: the query found no metric; check its dimensions');
  }
  return {
    series: results.map((result, index) => readResult(result, [...path, index], text)),
    remarks: results.flatMap((result) => remarkOn(result)),
  };
};

const readResult = (result: unknown, path: JSONPath, text: Text): Series => {
  const line = (): number => text.lineOf(path);
  const complain = (sentence: string): never => problemAt(text.file, line(), sentence);
  if (!isRecord(result)) return complain(`${show(result)} is no result of get-metric-data`);
  const { Label: label, Id: id, Timestamps: times, Values: values } = result;
  const name = typeof label === 'string' ? label : typeof id === 'string' ? id : undefined;
  if (name === undefined) return complain('this result has neither Label nor Id');
  if (!Array.isArray(times)) return complain(`${show(name)} has no Timestamps`);
  if (!Array.isArray(values)) return complain(`${show(name)} has no Values`);
  if (times.length !== values.length) {
    const counts = `${times.length} Timestamps and ${values.length} Values`;
    return complain(`${show(name)} has ${counts}; each value needs its time`);
  }
  const lineOf = (member: string) => (position: number) => text.lineOf([...path, member, position]);
  const [lineOfTime, lineOfValue] = [lineOf('Timestamps'), lineOf('Values')];
  const where = (of: (position: number) => number) => (position: number) => ({
    file: text.file,
    line: of(position),
    column: name,
  });
  const [timeAt, valueAt] = [where(lineOfTime), where(lineOfValue)];
  return ascending({
    label: name,
    ...(typeof id === 'string' ? { id } : {}),
    times: times.map((time, position) => timeOf(time, position, timeAt)),
    values: values.map((value, position) => numberOf(value, position, valueAt)),
    line,
    lineOfTime,
    lineOfValue,
  });
};

/** The CLI prints the newest first, unless it is told otherwise. */
const ascending = (series: Series): Series => {
  const { times, values, lineOfTime, lineOfValue } = series;
  const newestFirst = (times[0] ?? 0) > (times.at(-1) ?? 0);
  if (!newestFirst) return series;
  const last = times.length - 1;
  return {
    ...series,
    times: times.toReversed(),
    values: values.toReversed(),
    lineOfTime: (index) => lineOfTime(last - index),
    lineOfValue: (index) => lineOfValue(last - index),
  };
};

const remarkOn = (result: unknown): readonly string[] => {
  if (!isRecord(result) || result['StatusCode'] === undefined || result['StatusCode'] === 'Complete') return [];
  return [`${show(result['Label'] ?? result['Id'])} is not whole: its StatusCode is ${show(result['StatusCode'])}`];
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
