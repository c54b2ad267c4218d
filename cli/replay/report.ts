import { amount } from '../screen/alarm-names.ts';
import { counted, percent } from '../screen/figures.ts';
import { wrap } from '../screen/wrap.ts';
import { closing } from './closing.ts';
import type { Outcome } from './outcome.ts';
import type { Findings } from './replay.ts';
import type { Seen } from './seen.ts';
import { day, moment, second, span } from './times.ts';

const WIDTH = 80;

/** What a replay found out, for a person: rows of at most 80 characters. */
export const report = (findings: Findings): readonly string[] => [
  ...heading(findings),
  '',
  ...seenTable(findings),
  '',
  ...happened(findings),
  '',
  ...wrap(closing(findings), WIDTH),
];

const heading = ({ replayed: { recording, policy }, watched }: Findings): readonly string[] => {
  const { file, from, to, remarks } = recording;
  const columns = counted(watched.columns.length, 'metric');
  return [
    file,
    `${span(to - from)}, ${moment(from)} to ${moment(to)} UTC, ${columns} of ${policy.endpoint} (mode ${policy.mode})`,
    ...[...remarks, ...watched.remarks].flatMap((remark) => wrap(`  note: ${remark}`, WIDTH)),
  ];
};

const COLUMNS = [27, 10, 24, 10, 0] as const;

const row = (...cells: readonly string[]): string =>
  cells
    .map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0))
    .join('')
    .trimEnd();

const seenTable = ({ watched }: Findings): readonly string[] => [
  'WHAT EACH GUARD SAW',
  row('', 'minutes', 'worst', 'allowed', 'in ALARM'),
  ...watched.guards.map(seenRow),
];

const seenRow = ({ guard, lacks, minutes, worst, spells }: Seen): string => {
  const name = `${guard.variant} ${guard.id}`;
  if (lacks.length > 0) return `${name.padEnd(COLUMNS[0])}not played: the file has no ${lacks[0]}`;
  const said = worst === undefined ? 'no data' : `${amount(guard.id, worst.value)} on ${moment(worst.at)}`;
  return row(name, minutes.toLocaleString('en-US'), said, amount(guard.id, guard.threshold), spellsOf(spells));
};

const spellsOf = (spells: Seen['spells']): string => {
  if (spells.length === 0) return 'never';
  const open = spells.some(({ until }) => until === undefined) ? ', still' : '';
  return `${spells.length === 1 ? 'once' : `${spells.length} times`}${open}`;
};

const happened = ({ outcomes, unplayed }: Findings): readonly string[] => {
  if (outcomes.length === 0) return ['WHAT WOULD HAVE HAPPENED', 'Nothing: no guard of a canary went off.'];
  const more =
    unplayed === 0
      ? []
      : ['', `And ${counted(unplayed, 'episode')} more, which ${unplayed === 1 ? 'was' : 'were'} not played.`];
  return ['WHAT WOULD HAVE HAPPENED', ...outcomes.flatMap(episodeRows), ...more];
};

const episodeRows = (outcome: Outcome, index: number): readonly string[] => {
  const { episode, shares, decisions, inForceAt, letters } = outcome;
  const canaries = [...shares.of].slice(1).map(([name, share]) => `${name} ${percent(share)}`);
  const basis = shares.known ? 'by the recorded Invocations' : 'taken for granted: the file does not say it';
  return [
    `${index + 1}. ${day(episode.from)}: ${episode.guards.join(', ')}`,
    `   traffic before: ${canaries.join(', ')} (${basis})`,
    ...timed(episode.from, 'alarm', `${episode.guards[0]} goes off`),
    ...decisions.filter(({ verdict }) => verdict !== 'end').flatMap(({ at, words }) => timed(at, 'decide', words)),
    ...(inForceAt === undefined
      ? []
      : timed(inForceAt, 'weights', 'the new weights are in force; the canary has no traffic')),
    ...decisions.filter(({ verdict }) => verdict === 'end').flatMap(({ at, words }) => timed(at, 'decide', words)),
    ...letters.flatMap((subject) =>
      wrap(`email    "${subject}"`, WIDTH - 13).map((line, place) => `${' '.repeat(place === 0 ? 13 : 22)}${line}`),
    ),
  ];
};

const timed = (at: number, tag: string, words: string): readonly string[] =>
  wrap(words, WIDTH - 22).map((line, place) =>
    place === 0 ? `   ${second(at)}  ${tag.padEnd(9)}${line}` : `${' '.repeat(22)}${line}`,
  );
