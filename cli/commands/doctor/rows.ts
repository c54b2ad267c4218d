import { SEVERITIES } from '../../doctor/diagnose.ts';
import type { Finding, Severity } from '../../doctor/finding.ts';
import { wrap } from '../../screen/wrap.ts';
import { indented, listed, mendRows, numbered } from '../../shown/text.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import type { DoctorReport, State } from './report.ts';

const TONES = { broken: 'bad', weak: 'warn', note: 'plain', ok: 'good' } as const satisfies Record<State, string>;
const MARKS: Readonly<Record<Severity, string>> = { broken: '!', weak: '~', note: '·' };

/** What is, in one sentence; what was looked at; each finding with its mend. */
export const rowsOf = (page: Page, report: DoctorReport): Rows => [
  ...summaryRows(page, report),
  '',
  ...table(page, {
    head: ['area', 'is', 'checked'],
    rows: report.areas.map(({ area, state, checked }) => [area, page.paint(TONES[state], state), checked]),
  }),
  ...report.findings.flatMap((one, place) => [
    ...(isSameMend(one, report.findings[place - 1]) ? [] : ['']),
    ...whatRows(page, one),
    ...(isSameMend(one, report.findings[place + 1]) ? [] : remedyRows(page, one)),
  ]),
];

/** Several findings with one mend are one group: the mend is told once. */
const isSameMend = (one: Finding, other: Finding | undefined): boolean =>
  one.severity === other?.severity && one.mend === other.mend && one.command === other.command;

const summaryRows = ({ width, paint }: Page, { findings, healthy, endpoints }: DoctorReport): Rows => {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [WORDS[severity](count)];
  });
  const guarded = endpoints.length === 1 ? `${endpoints[0]} is` : `All ${endpoints.length} endpoints are`;
  const well = `${guarded} guarded, and nothing was found to mend`;
  const text = healthy ? [well, ...counts].join('; ') : listed(counts);
  const worst = findings.some(({ severity }) => severity === 'broken') ? 'bad' : healthy ? 'good' : 'warn';
  return wrap(`${text}.`, width).map((row) => paint(worst, row));
};

const WORDS: Readonly<Record<Severity, (count: number) => string>> = {
  broken: (count) => `${count} broken (a rollback would not happen, or nobody would hear)`,
  weak: (count) => `${count} weak`,
  note: (count) => numbered(count, 'note'),
};

const whatRows = (page: Page, { severity, where, what, code, endpoint }: Finding): Rows => {
  const about = endpoint === undefined || `${where} ${what}`.includes(endpoint) ? where : `${where} (${endpoint})`;
  const [first = '', ...others] = indented(page, `${about}: ${what} [${code}]`, 2);
  return [`${MARKS[severity]}${first.slice(1)}`, ...others].map((row) => page.paint(TONES[severity], row));
};

const remedyRows = (page: Page, { mend, command }: Finding): Rows => [
  ...mendRows(page, mend, 4),
  ...(command === undefined ? [] : [`    ${command}`]),
];
