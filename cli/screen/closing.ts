import { type Facts, factsOf, listOf, numberOf, numbersOf, textOf, timeOf } from './facts.ts';
import { counted, duration, grouped } from './figures.ts';
import type { Paint, Tone } from './paint.ts';
import { wrap } from './wrap.ts';

const LABEL = 26;

/** `moved`: whether weights changed; without that nobody was spared anything. */
type Closing = {
  readonly width: number;
  readonly paint: Paint;
  readonly moved: boolean;
  /** An endpoint config was brought back, and not traffic shifted. */
  readonly restored: boolean;
};

/** How it ended, from the summary line: the end state, how long each part took, and what it was for the users. */
export const closingRows = (summary: Facts, { width, paint, moved, restored }: Closing): readonly string[] => {
  const { text, tone } = ending(summary, restored);
  const rows = (label: string, words: string): readonly string[] =>
    wrap(words, width - LABEL).map((row, place) => `${(place === 0 ? label : '').padEnd(LABEL)}${row}`);
  return [
    '',
    paint('quiet', '─'.repeat(width)),
    ...wrap(text, width).map((row) => paint(tone, row)),
    '',
    ...facts(summary, moved).flatMap(([label, words]) => rows(label, words)),
    '',
    ...verdict(summary, width).map((row) => paint(summary['asExpected'] === true ? 'good' : 'bad', row)),
    ...wrap(readNext(summary), width),
  ];
};

const ending = (summary: Facts, restored: boolean): { readonly text: string; readonly tone: Tone } => {
  switch (textOf(summary, 'endState')) {
    case 'RECOVERED':
      return {
        text: `RECOVERED. ${restored ? 'The last good endpoint config' : 'All traffic'} is back${restored ? '' : ' on stable'}, and it is proved that it helped.`,
        tone: 'good',
      };
    case 'ROLLED_BACK_NOT_RECOVERED':
      return {
        text: `ROLLED BACK, NOT RECOVERED. ${restored ? 'A good endpoint config was restored' : 'Traffic was shifted'}; that it helped is not proved.`,
        tone: 'bad',
      };
    case 'NOT_ROLLED_BACK':
      return {
        text: `NOT ROLLED BACK. The automation ${restored ? 'changed' : 'shifted'} nothing in the end, and told people why.`,
        tone: 'warn',
      };
    default:
      return timeOf(summary, 'breachAt') === undefined
        ? { text: 'NO INCIDENT. No guard was broken, and nothing was touched.', tone: 'good' }
        : { text: 'NO END. A guard was broken, and the play was over before an end state was reached.', tone: 'bad' };
  }
};

type Row = readonly [label: string, words: string];

const facts = (summary: Facts, moved: boolean): readonly Row[] => [
  ...between(summary, { label: 'fault → breach', from: 'faultAt', to: 'breachAt', more: '' }),
  ...between(summary, {
    label: 'breach → shift asked',
    from: 'breachAt',
    to: 'shiftRequestedAt',
    more: rounds(summary),
  }),
  ...between(summary, { label: 'shift asked → proved', from: 'shiftRequestedAt', to: 'provedAt', more: '' }),
  ...between(summary, { label: 'fault → recovered', from: 'faultAt', to: 'provedAt', more: '' }),
  ...usersRows(summary, moved),
  ['messages to on-call', grouped(numberOf(summary, 'messages') ?? 0)],
  ['played', playedWords(summary)],
];

type Stretch = { readonly label: string; readonly from: string; readonly to: string; readonly more: string };

const between = (summary: Facts, { label, from, to, more }: Stretch): readonly Row[] => {
  const [start, end] = [timeOf(summary, from), timeOf(summary, to)];
  return start === undefined || end === undefined ? [] : [[label, `${duration(end - start)}${more}`]];
};

const rounds = (summary: Facts): string => {
  const calls = numberOf(summary, 'sequentialCallsBeforeShift');
  return calls === undefined ? '' : `, after ${counted(calls, 'round')} of calls`;
};

const usersRows = (summary: Facts, moved: boolean): readonly Row[] => {
  const users = factsOf(summary, 'users');
  const requests = numberOf(users, 'requests') ?? 0;
  if (requests === 0) return [];
  const [hurt, spared] = [numberOf(users, 'hurt') ?? 0, numberOf(users, 'spared') ?? 0];
  return [
    ['requests since the fault', grouped(requests)],
    ['  hurt', `${grouped(hurt)} (failed, or slower than the guard allows, on the bad variant)`],
    ...(spared === 0 || !moved
      ? []
      : [['  spared', `${grouped(spared)} more would have been by now, had the traffic stayed as it was`] as const]),
  ];
};

const playedWords = (summary: Facts): string => {
  const calls = Object.values(numbersOf(summary, 'awsCalls')).reduce((sum, count) => sum + count, 0);
  const minutes = numberOf(summary, 'virtualMinutes') ?? 0;
  return `${minutes} virtual minutes, ${counted(calls, 'AWS call')}, seed ${textOf(summary, 'seed')}`;
};

const verdict = (summary: Facts, width: number): readonly string[] => {
  if (summary['asExpected'] === true) return [`✓ ${textOf(summary, 'scenario')} ended as it should.`];
  const unmet = listOf(summary, 'unmet').flatMap((sentence) =>
    wrap(String(sentence), width - 4).map((row, place) => `${place === 0 ? '  ✗ ' : '    '}${row}`),
  );
  return [`✗ ${textOf(summary, 'scenario')} did not end as it should:`, ...unmet];
};

const readNext = (summary: Facts): string =>
  summary['asExpected'] === true
    ? 'Read next: README.md, to guard an endpoint of yours; npm start -- --list shows the other scenarios.'
    : 'Read next: docs/fidelity.md, on what each hop does; npm start -- --json shows every line of this play.';
