import { readCsv } from './csv.ts';
import { checkGrain, MINUTE } from './grain.ts';
import { readJson } from './json.ts';
import { show } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Recording, Series } from './recording.ts';
import { textOf } from './text.ts';

/**
 * Reads an export of CloudWatch metrics: JSON as the AWS CLI prints it, or CSV. Throws a `ReplayProblem`. `check`: who knows
 * of guards with longer periods checks the grain of each series later.
 */
export const readRecording = (file: string, check = checkGrain): Recording => {
  const text = textOf(file);
  const { series, remarks } = /^\s*[{[]/.test(text) ? readJson(text, file) : readCsv(text, file);
  for (const one of series) checkOrder(one, file);
  for (const one of series) check(one, file);
  const empty = series.filter(({ times }) => times.length === 0).map(({ label }) => `${show(label)} is empty`);
  return { file, series, ...extentOf(series, file), remarks: [...remarks, ...empty] };
};

const checkOrder = ({ label, times, lineOfTime }: Series, file: string): void => {
  const at = times.findIndex((time, index) => index > 0 && time <= (times[index - 1] ?? 0));
  if (at === -1) return;
  const [time, before] = [times[at] ?? 0, times[at - 1] ?? 0].map(iso);
  const what = time === before ? `has ${time} twice` : `is out of order: ${time} comes after ${before}`;
  problemAt(file, lineOfTime(at), `${show(label)} ${what}; sort it by time, each period once`);
};

const DAY = 24 * 60 * MINUTE;

/** A year that was mistyped would make centuries of missing minutes. */
const LONGEST = 100 * DAY;

const extentOf = (series: readonly Series[], file: string): { readonly from: number; readonly to: number } => {
  const filled = series.filter(({ times }) => times.length > 0);
  const [last] = filled.toSorted((one, other) => (other.times.at(-1) ?? 0) - (one.times.at(-1) ?? 0));
  if (last === undefined) return problemWith(file, 'no metric in it has any datapoint');
  const [from, newest] = [Math.min(...filled.map(({ times }) => times[0] ?? 0)), last.times.at(-1) ?? 0];
  if (newest - from > LONGEST) {
    const days = Math.floor((newest - from) / DAY);
    const told = `${iso(newest)} is ${days} days after ${iso(from)}, where the file begins`;
    return problemAt(file, last.lineOfTime(last.times.length - 1), `${told}; play at most 100 days at once`);
  }
  return { from, to: newest + MINUTE };
};

const iso = (time: number): string => new Date(time).toISOString();
