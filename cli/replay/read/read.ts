import { readFileSync, statSync } from 'node:fs';
import { type ParseError, parseTree } from 'jsonc-parser';
import { readCsv } from './csv.ts';
import { type Read, readMetricData, type Text } from './get-metric-data.ts';
import { readMetricStatistics } from './get-metric-statistics.ts';
import { lineAt, lineFinder } from './json-lines.ts';
import { LEAVE_OUT } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Recording, Series } from './recording.ts';

/** Reads an export of CloudWatch metrics: JSON as the AWS CLI prints it, or CSV. Throws a `ReplayProblem`. */
export const readRecording = (file: string): Recording => {
  const text = textOf(file);
  const { series, remarks } = /^\s*[{[]/.test(text) ? readJson(text, file) : readCsv(text, file);
  for (const one of series) checkOrder(one, file);
  const filled = series.filter(({ times }) => times.length > 0);
  if (filled.length === 0) return problemWith(file, 'no metric in it has any datapoint');
  const times = filled.flatMap((one) => [one.times[0] ?? 0, one.times.at(-1) ?? 0]);
  const periodMs = commonStep(filled);
  return {
    file,
    series,
    periodMs,
    from: Math.min(...times),
    to: Math.max(...times) + periodMs,
    remarks: [
      ...remarks,
      ...series.filter(({ times }) => times.length === 0).map(({ label }) => `"${label}" is empty`),
    ],
  };
};

const textOf = (file: string): string => {
  try {
    if (statSync(file).isDirectory()) return problemWith(file, 'it is a directory; name a file');
    const text = readFileSync(file, 'utf8');
    return text.trim() === '' ? problemWith(file, `it is empty; ${HOW_TO}`) : text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return problemWith(file, 'there is no such file');
    if (code === 'EACCES') return problemWith(file, 'it may not be read: its permissions forbid it');
    throw error;
  }
};

const HOW_TO = 'docs/replay.md shows how to export metrics';

const readJson = (text: string, file: string): Read => {
  const found = parsed(text, file);
  const place: Text = { file, lineOf: lineFinder(text) };
  const { MetricDataResults: results, Datapoints: points, Label: label } = found as Readonly<Record<string, unknown>>;
  if (results !== undefined) {
    const read = readMetricData(results, place);
    const more = 'NextToken' in (found as object) ? ['it is one page of several: it has a NextToken'] : [];
    return { ...read, remarks: [...read.remarks, ...more] };
  }
  if (points !== undefined && typeof label === 'string') return readMetricStatistics(label, points, place);
  return problemWith(file, `it is JSON, but has no MetricDataResults; ${HOW_TO}`);
};

const parsed = (text: string, file: string): object => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return notJson(text, file, said.replaceAll(/\s+/g, ' '));
  }
};

const notJson = (text: string, file: string, said: string): never => {
  const [offset, token] = syntaxError(text, said);
  const number = /^-?(NaN|Infinity)/.exec(text.slice(offset))?.[0];
  const why = number === undefined ? `it is not JSON: ${token}` : `${number} is no number; ${LEAVE_OUT}`;
  return problemAt(file, lineAt(text, offset), why);
};

/** V8 does not always name the position; the parser that keeps places does. */
const syntaxError = (text: string, said: string): readonly [offset: number, said: string] => {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return [errors[0]?.offset ?? text.length, said.replace(/(,? \.\.\.".*| in JSON.*)$/, '')];
};

const checkOrder = ({ label, times, lineOfTime }: Series, file: string): void => {
  const at = times.findIndex((time, index) => index > 0 && time <= (times[index - 1] ?? 0));
  if (at === -1) return;
  const [time, before] = [times[at] ?? 0, times[at - 1] ?? 0].map((one) => new Date(one).toISOString());
  const what = time === before ? `has ${time} twice` : `is out of order: ${time} comes after ${before}`;
  problemAt(file, lineOfTime(at), `"${label}" ${what}; sort it by time, each period once`);
};

const MINUTE = 60_000;

/** Minutes in which nothing was measured make longer steps, but never odd ones. */
const commonStep = (series: readonly Series[]): number => {
  const steps = series.flatMap(({ times }) => times.slice(1).map((time, index) => time - (times[index] ?? 0)));
  return steps.reduce(greatestCommonDivisor, 0) || MINUTE;
};

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
