import type { Finding } from '../../finding.ts';
import { indented, mendRows } from '../../shown/text.ts';
import type { Page, Rows } from '../../terminal/page.ts';

/** Each finding with its mend below it; those in a row that have the same mend say it once. */
export const findingRows = (page: Page, findings: readonly Finding[]): Rows =>
  findings.flatMap(({ weight, what, mend, command }, place) => {
    const next = findings[place + 1];
    const isSaidBelow = next !== undefined && next.mend === mend && next.command === command;
    const tone = weight === 'bad' ? 'bad' : 'warn';
    return [
      '',
      ...indented(page, what, 2).map((row, line) =>
        page.paint(tone, line === 0 ? `${weight === 'bad' ? '!' : '·'}${row.slice(1)}` : row),
      ),
      ...(isSaidBelow ? [] : mendRows(page, mend, 4)),
      ...(isSaidBelow || command === undefined ? [] : [`    ${command}`]),
    ];
  });
