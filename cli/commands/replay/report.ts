import { verdictWords } from '../../screen/verdict-words.ts';
import { wrap } from '../../screen/wrap.ts';
import { indented } from '../../shown/text.ts';
import { dated, iso } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { type Again, summaryOf } from './again.ts';
import type { Difference } from './differences.ts';

/** `code`: the version that was asked now. */
export type Told = { readonly entries: readonly Again[]; readonly code: string };

/** What programs get. docs/cli/replay.md shows it. */
export const reportOf = ({ entries, code }: Told) => ({
  code,
  decisions: entries.flatMap((entry) =>
    entry.kind === 'asked'
      ? [
          {
            key: entry.key,
            what: entry.what,
            at: iso(entry.decision.now),
            code: entry.decision.code,
            decided: summaryOf(entry.decision),
            identical: entry.differs.length === 0,
            differences: entry.differs.map(({ where, recorded, now }) => ({
              where,
              recorded: recorded ?? null,
              now: now ?? null,
            })),
          },
        ]
      : [],
  ),
  others: entries.flatMap((entry) =>
    entry.kind === 'asked' ? [] : [{ key: entry.key, what: entry.what, kind: entry.kind }],
  ),
});

export const rowsOf = (page: Page, { entries, code }: Told): Rows => {
  const asked = entries.flatMap((entry) => (entry.kind === 'asked' ? [entry] : []));
  const newer = entries.filter(({ kind }) => kind === 'newer');
  const same = asked.filter(({ differs }) => differs.length === 0).length;
  return [
    ...wrap(
      asked.length === 0
        ? 'No decision is recorded there: an older version wrote it, a person ordered it, or it is a step that followed a decision.'
        : `Asked again of version ${code}: ${same} of ${asked.length} identical.`,
      page.width,
    ),
    ...asked.flatMap((entry) => ['', ...entryRows(page, entry)]),
    ...newer.flatMap(({ key }) => [
      '',
      ...wrap(`${key}: written by a newer version, which this one cannot read.`, page.width),
    ]),
  ];
};

const entryRows = (page: Page, { decision, differs }: Extract<Again, { kind: 'asked' }>): Rows => {
  const [tone, is] = differs.length === 0 ? (['good', 'identical'] as const) : (['bad', 'DIFFERENT'] as const);
  return [
    ...wrap(`${dated(decision.now)}, by version ${decision.code}`, page.width),
    ...indented(page, verdictWords(summaryOf(decision)).text, 2),
    `  ${page.paint(tone, is)}`,
    ...differs.flatMap((one) => indented(page, differenceWords(one), 4)),
  ];
};

const differenceWords = ({ where, recorded, now }: Difference): string =>
  `${where}: recorded ${shown(recorded)}, now ${shown(now)}`;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
