import type { Finding, Severity } from '../../../lambdas/domain/lint/codes.ts';
import { wrap } from '../../screen/wrap.ts';
import { indented, listed, mendRows, numbered } from '../../shown/text.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { type LintReport, SEVERITIES } from './report.ts';

const TONES = { red: 'bad', unguarded: 'bad', warning: 'warn' } as const satisfies Record<Severity, string>;
const MARKS: Readonly<Record<Severity, string>> = { red: '!', unguarded: '!', warning: '~' };

/** What is, in one sentence; what was looked at; each finding with its mend. */
export const lintRows = (page: Page, report: LintReport): Rows => [
  ...summaryRows(page, report),
  '',
  ...wrap(checkedWords(report), page.width),
  ...report.unread.flatMap((sentence) => wrap(`Not checked: ${sentence}`, page.width)),
  ...report.findings.flatMap((one) => ['', ...findingRows(page, one)]),
];

const summaryRows = ({ width, paint }: Page, { findings, canFire }: LintReport): Rows => {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [WORDS[severity](count)];
  });
  const text = canFire ? ['Each guard can fire', ...counts].join('; ') : listed(counts);
  return wrap(`${text}.`, width).map((row) => paint(canFire ? 'good' : 'bad', row));
};

const WORDS: Readonly<Record<Severity, (count: number) => string>> = {
  red: (count) => `${count} red (an alarm that cannot work as it is written)`,
  unguarded: (count) => `${count} unguarded (a guard that cannot work in this account as it is)`,
  warning: (count) => numbered(count, 'warning'),
};

const checkedWords = ({ checked: { guards, others, unjudged }, endpoints, days }: LintReport): string => {
  const own = `Looked at ${numbered(guards, 'guard alarm')} and ${numbered(others.length, 'other alarm')} on ${numbered(endpoints.length, 'endpoint')}: statistic, unit, periods, metrics, state, and ${days} days of data.`;
  return unjudged.length === 0 ? own : `${own} Nothing can be said of ${listed(unjudged)}.`;
};

const findingRows = (page: Page, { severity, where, what, mend, code, endpoint }: Finding): Rows => {
  const about = endpoint === undefined || where.includes(endpoint) ? where : `${where} (${endpoint})`;
  const [first = '', ...others] = indented(page, `${about}: ${what} [${code}]`, 2);
  return [
    ...[`${MARKS[severity]}${first.slice(1)}`, ...others].map((row) => page.paint(TONES[severity], row)),
    ...mendRows(page, mend, 4),
  ];
};
