import type { Finding } from '../../finding.ts';
import { indented, mendRows } from '../../shown/text.ts';
import type { Page, Rows } from '../../terminal/page.ts';

/** Each finding with its mend below it. */
export const findingRows = (page: Page, findings: readonly Finding[]): Rows =>
  findings.flatMap(({ weight, what, mend, command }) => {
    const tone = weight === 'bad' ? 'bad' : 'warn';
    return [
      '',
      ...indented(page, what, 2).map((row, place) =>
        page.paint(tone, place === 0 ? `${weight === 'bad' ? '!' : '·'}${row.slice(1)}` : row),
      ),
      ...mendRows(page, mend, 4),
      ...(command === undefined ? [] : [`    ${command}`]),
    ];
  });
