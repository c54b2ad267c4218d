import { stripVTControlCharacters } from 'node:util';
import type { Outcome } from '../../sim/play/outcome.ts';
import { grouped } from '../screen/figures.ts';
import type { Paint } from '../screen/paint.ts';
import { wrap } from '../screen/wrap.ts';
import type { Page, Rows } from '../terminal/page.ts';
import { table } from '../terminal/table.ts';
import type { Pair } from './pair.ts';
import { type Better, isSame, SIDES, type Side, verdictOn } from './verdict.ts';
import { canaryWords, NAMES, readable, toldWords } from './words.ts';

/** All pairs, one a row, and what they come to. */
export const tableRows = (pairs: readonly Pair[], page: Page): Rows => {
  const lines = (sentences: readonly string[]) => sentences.flatMap((sentence) => wrap(sentence, readable(page)));
  return [
    ...underTitles(table(page, { head: HEAD, rows: pairs.map((pair) => row(pair, page.paint)) }), page.paint),
    '',
    ...lines(LEGEND),
    '',
    ...lines([...SIDES.flatMap((side) => movedBy(side, pairs)), usersCount(pairs), toldCount(pairs), ...unmet(pairs)]),
  ];
};

const HEAD = ['', 'naive', 'ours', 'naive', 'ours', 'naive', 'ours'];
const TITLES = ['hurt', 'canary off after', 'people told of'];

/** Each title stands above the first of its two columns. */
const underTitles = (rows: Rows, paint: Paint): Rows => {
  const starts = [...stripVTControlCharacters(rows[0] ?? '').matchAll(/naive/g)].map(({ index }) => index);
  const titles = TITLES.reduce((line, title, nth) => `${line.padEnd(starts[nth] ?? 0)}${title}`, '');
  return [paint('quiet', titles), ...rows];
};

const LEGEND: readonly string[] = [
  `naive: ${NAMES.naive} on the canaries' alarms, and Lambda's two retries. ours: ${NAMES.ours}. same: less than one percent apart.`,
  'hurt: requests that failed, or took longer than the guard allows, while their variant was sick.',
  'canary off: it has no traffic any more, whoever saw to it. told of the alarm: by CloudWatch alone; of the end: once the weights were in force.',
];

const row = ({ scenario, naive, ours }: Pair, paint: Paint): readonly string[] => {
  const beside = (same: boolean, words: string): string => (same ? paint('quiet', 'same') : words);
  return [
    scenario.name,
    grouped(naive.users.hurt),
    beside(isSame(naive.users.hurt, ours.users.hurt), grouped(ours.users.hurt)),
    `${canaryWords(naive)}${mark(naive, paint)}`,
    `${beside(sameCanary(naive, ours), canaryWords(ours))}${mark(ours, paint)}`,
    toldWords(naive),
    beside(toldWords(naive) === toldWords(ours), toldWords(ours)),
  ];
};

const sameCanary = (one: Outcome, other: Outcome): boolean =>
  one.canaryShare === other.canaryShare && isSame(one.canaryLeftAfterMs ?? NEVER, other.canaryLeftAfterMs ?? NEVER);

const NEVER = -1;

const mark = ({ shiftedThough }: Outcome, paint: Paint): string => (shiftedThough === null ? '' : paint('bad', ' !'));

const movedBy = (side: Side, pairs: readonly Pair[]): readonly string[] => {
  const wrong = pairs.filter((pair) => pair[side].shiftedThough !== null);
  if (wrong.length === 0) return [];
  const list = wrong.map((pair) => `${pair.scenario.name} (${pair[side].shiftedThough})`).join('; ');
  return [`! ${NAMES[side]} moved what was to be left alone in ${wrong.length} of ${pairs.length}: ${list}.`];
};

const usersCount = (pairs: readonly Pair[]): string => {
  const of = namesBy(pairs, (pair) => verdictOn(pair).users);
  return `Users: as many hurt in ${of('same').length} of ${pairs.length}${fewer(NAMES.ours, of('ours'))}${fewer(NAMES.naive, of('naive'))}.`;
};

const fewer = (who: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `; fewer with ${who} in ${names.length} (${names.join(', ')})`;

const toldCount = (pairs: readonly Pair[]): string => {
  const of = namesBy(pairs, (pair) => verdictOn(pair).told);
  const more = (who: Side): string => (of(who).length === 0 ? '' : `; more by ${NAMES[who]} in ${of(who).length}`);
  return `People: told as much in ${of('same').length} of ${pairs.length}${more('ours')}${more('naive')}.`;
};

const namesBy = (pairs: readonly Pair[], better: (pair: Pair) => Better) => {
  const groups = Map.groupBy(pairs, better);
  return (one: Better): readonly string[] => (groups.get(one) ?? []).map(({ scenario }) => scenario.name);
};

const unmet = (pairs: readonly Pair[]): readonly string[] =>
  pairs.flatMap(({ scenario, unmet }) =>
    unmet.map((sentence) => `✗ ${NAMES.ours} did not do in ${scenario.name} as it should: ${sentence}`),
  );
