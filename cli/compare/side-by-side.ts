import type { Letter, Outcome } from '../../sim/play/outcome.ts';
import { grouped, sinceFault } from '../screen/figures.ts';
import { wrap } from '../screen/wrap.ts';
import type { Page, Rows } from '../terminal/page.ts';
import { table } from '../terminal/table.ts';
import type { Pair } from './pair.ts';
import { verdictOn } from './verdict.ts';
import { canaryWords, NAMES, readable, toldWords } from './words.ts';

const GAP = 2;

/** One pair: what came of it on either side, and who did better. */
export const sideBySideRows = (pair: Pair, page: Page): Rows => {
  const { scenario, naive, ours, unmet } = pair;
  const room = readable(page);
  const labels = Math.max(...ROWS.map(([label]) => label.length));
  const half = Math.floor((room - labels) / 2) - GAP;
  const cell = (words: string): string =>
    words
      .split('\n')
      .flatMap((line) => wrap(line, half))
      .join('\n');
  const rows = ROWS.map(([label, words]) => [label, cell(words(naive)), cell(words(ours))]);
  return [
    ...wrap(`${scenario.name}: ${scenario.title}`, room),
    '',
    ...table(page, { head: ['', NAMES.naive, NAMES.ours], rows }),
    '',
    ...verdictSentences(pair).flatMap((sentence) => wrap(sentence, room)),
    ...unmet.flatMap((sentence) => wrap(`✗ ${NAMES.ours} did not do as it should: ${sentence}`, room)),
  ];
};

const ROWS: readonly (readonly [label: string, words: (outcome: Outcome) => string])[] = [
  ['requests since the fault', ({ users }) => grouped(users.requests)],
  ['  hurt', ({ users }) => grouped(users.hurt)],
  ['  spared', ({ users }) => grouped(users.spared)],
  ['canary off after', canaryWords],
  ['shifts of its own', ({ shifts }) => grouped(shifts)],
  ['people told of', toldWords],
  ['its emails', ({ letters }) => letters.map(letterWords).join('\n') || 'none'],
  ["CloudWatch's emails", ({ alarmMails }) => grouped(alarmMails)],
  ['AWS calls', ({ calls }) => grouped(calls)],
];

const letterWords = ({ afterFaultMs, subject }: Letter): string => `${sinceFault(afterFaultMs, 0)} ${subject}`;

const verdictSentences = (pair: Pair): readonly string[] => [
  `Users: ${usersWords(pair)}.`,
  `People: ${toldSentence(pair)}.`,
  `Traffic: ${movedWords(pair)}.`,
];

const usersWords = (pair: Pair): string => {
  const { users } = verdictOn(pair);
  if (users === 'same') return 'as many were hurt';
  return `${grouped(Math.abs(pair.naive.users.hurt - pair.ours.users.hurt))} fewer requests were hurt with ${NAMES[users]}`;
};

const toldSentence = (pair: Pair): string => {
  const { told } = verdictOn(pair);
  return told === 'same' ? 'told as much' : `told more by ${NAMES[told]}`;
};

const movedWords = (pair: Pair): string => {
  const moved = verdictOn(pair).moved.map((side) => `${NAMES[side]} moved it, though ${pair[side].shiftedThough}`);
  if (moved.length > 0) return moved.join('; ');
  const { leaveAloneBecause: why } = pair.scenario;
  return why === undefined
    ? 'it belonged on stable; nobody moved what was to be left alone'
    : `neither moved it, which was right: ${why}`;
};
