import { type ParseError, parseTree } from 'jsonc-parser';
import { isRecord, type Read, readMetricData, type Text } from './get-metric-data.ts';
import { readMetricStatistics } from './get-metric-statistics.ts';
import { lineAt, lineFinder } from './json-lines.ts';
import { LEAVE_OUT } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import { HOW_TO } from './text.ts';

/** What the AWS CLI prints of `get-metric-data` or `get-metric-statistics`, or the results alone. */
export const readJson = (text: string, file: string): Read => {
  const found = parsed(text, file);
  const place: Text = { file, lineOf: lineFinder(text) };
  if (Array.isArray(found) && found.some((one) => isRecord(one) && 'Timestamps' in one)) {
    return readMetricData(found, [], place);
  }
  if (Array.isArray(found) && found.some((one) => isRecord(one) && 'MetricStat' in one)) {
    return problemWith(file, `it holds the queries, and not what CloudWatch answers to them; ${HOW_TO}`);
  }
  const { MetricDataResults: results, Datapoints: points, Label: label } = isRecord(found) ? found : {};
  if (results !== undefined) {
    const read = readMetricData(results, ['MetricDataResults'], place);
    return { ...read, remarks: [...read.remarks, ...remarksOn(found)] };
  }
  if (points !== undefined && typeof label === 'string') return readMetricStatistics(label, points, place);
  return problemWith(file, `it is JSON, but has no MetricDataResults; ${HOW_TO}`);
};

const remarksOn = (found: object): readonly string[] => {
  const { NextToken: more, Messages: messages } = found as {
    readonly NextToken?: unknown;
    readonly Messages?: unknown;
  };
  const said = Array.isArray(messages)
    ? messages.map((one) => `CloudWatch said: ${JSON.stringify(one?.Value ?? one)}`)
    : [];
  return typeof more === 'string' ? ['it is one page of several: it has a NextToken', ...said] : said;
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
  const number = /^-?(NaN|Infinity)/.exec(text.slice(offset, offset + 9))?.[0];
  const why = number === undefined ? `it is not JSON: ${token}` : `${number} is no number; ${LEAVE_OUT}`;
  return problemAt(file, lineAt(text, offset), why);
};

/** V8 does not always name the position; the parser that keeps places does. */
const syntaxError = (text: string, said: string): readonly [offset: number, said: string] => {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return [
    errors[0]?.offset ?? text.length,
    said.replace(/(,? \.\.\.".*|,? ".*" is not valid JSON| in JSON.*| after JSON at.*)$/, ''),
  ];
};
