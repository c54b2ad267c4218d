import { wrap } from '../../screen/wrap.ts';
import { indented } from '../../shown/text.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Checked } from './check.ts';

export type Verified = { readonly endpoint: string; readonly checked: Checked };

/** What programs get of one endpoint. docs/cli/verify.md shows it. */
export const reportOf = ({ endpoint, checked }: Verified) => ({
  endpoint,
  holds: checked.broken === undefined && checked.unproved.length === 0,
  ...checked,
  newest: checked.newest ?? null,
  broken: checked.broken ?? null,
});

export const rowsOf = (page: Page, { endpoint, checked }: Verified): Rows => [
  ...headline(page, endpoint, checked),
  ...notes(checked).flatMap((text) => indented(page, text, 2)),
];

const headline = ({ width, paint }: Page, endpoint: string, { broken, unproved, ...checked }: Checked): Rows => {
  if (checked.entries === 0) return wrap(`${endpoint}: nothing is recorded yet.`, width);
  const where = broken?.key === undefined ? '' : ` at ${broken.key}`;
  if (broken)
    return wrap(`${endpoint}: BROKEN${where}: ${broken.kind}: ${broken.says}.`, width).map((row) => paint('bad', row));
  if (unproved.length > 0)
    return wrap(`${endpoint}: NOT PROVED: nobody vouches for ${unproved.join(', ')}.`, width).map((row) =>
      paint('warn', row),
    );
  if (checked.chained === 0) return wrap(`${endpoint}: no entry of it is in a chain.`, width);
  return wrap(
    `${endpoint}: ${checked.chained === 1 ? '1 entry' : `${checked.chained} entries`}, and the chain holds.`,
    width,
  ).map((row) => paint('good', row));
};

const notes = ({ before, beside, newer, unproved, newest }: Checked): readonly string[] => [
  ...(unproved.length > 0
    ? [
        'Either it was put there, or the table was half down when a function wrote it that did not live to vouch for it. Its log says which: message recorded.',
      ]
    : []),
  ...(before > 0
    ? [`${before} before the chain: an older version wrote them, and nothing shows whether they were changed.`]
    : []),
  ...(beside > 0
    ? [
        `${beside} beside the chain, by people's commands: unchanged; whether one was taken away or put in, nothing shows.`,
      ]
    : []),
  ...(newer > 0 ? [`${newer} written by a newer version: their order was judged, not what they say.`] : []),
  ...(newest ? [`newest: ${newest.key}, number ${newest.seq}, hash ${newest.hash}`] : []),
];
