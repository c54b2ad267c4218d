import type { Policy } from '../../lambdas/domain/policy.ts';
import { amount } from '../screen/alarm-names.ts';
import { counted, percent } from '../screen/figures.ts';
import { wrap } from '../screen/wrap.ts';
import { closing } from './closing.ts';
import type { Outcome } from './outcome.ts';
import type { Findings } from './replay.ts';
import type { Seen } from './seen.ts';
import { day, minuteOf, moment, second, span } from './times.ts';

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
    ...[...remarks, ...watched.remarks, ...withoutStable(watched, policy)].flatMap(noted),
  ];
};

const NOTE = '  note: ';

const noted = (remark: string): readonly string[] =>
  wrap(remark, WIDTH - NOTE.length).map((line, place) => `${place === 0 ? NOTE : ' '.repeat(NOTE.length)}${line}`);

/** The proof of a shift is what stable does under all the traffic. */
const withoutStable = ({ columns }: Findings['watched'], { stable }: Policy): readonly string[] =>
  columns.some(({ wanted }) => wanted.variant === stable && wanted.metric === 'Invocations')
    ? []
    : [`the file has no Invocations of ${stable}, so that no shift can be proved to have helped`];

const COLUMNS = [26, 9, 25, 10, 0] as const;

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
  const said = worst === undefined ? 'no data' : `${amount(guard.id, worst.value)}, ${minuteOf(worst.at)}`;
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
  const { episode, shares, letters } = outcome;
  const canaries = [...shares.of].slice(1).map(([name, share]) => `${name} ${percent(share)}`);
  const basis = shares.known ? 'by the recorded Invocations' : 'taken for granted: the file does not say it';
  return [
    `${index + 1}. ${day(episode.from)}: ${episode.guards.join(', ')}`,
    `   traffic before: ${canaries.join(', ')} (${basis})`,
    ...moments(outcome).flatMap(({ at, tag, words }) => tagged(second(at), tag, words)),
    ...letters.flatMap((subject) => tagged('', 'email', `"${subject}"`)),
  ];
};

type Moment = { readonly at: number; readonly tag: string; readonly words: string };

/** In the order of time; what happened at one time, from cause to effect. */
const moments = ({ episode, decisions, inForceAt }: Outcome): readonly Moment[] => {
  const all: Moment[] = [{ at: episode.from, tag: 'alarm', words: `${episode.guards[0]} goes off` }];
  if (inForceAt !== undefined) all.push({ at: inForceAt, tag: 'weights', words: 'the new weights are in force' });
  for (const { at, words } of decisions) all.push({ at, tag: 'decide', words });
  return all.toSorted((one, other) => one.at - other.at);
};

const INDENT = 22;

const tagged = (time: string, tag: string, words: string): readonly string[] =>
  wrap(words, WIDTH - INDENT).map((line, place) =>
    place === 0 ? `   ${time.padEnd(10)}${tag.padEnd(9)}${line}` : `${' '.repeat(INDENT)}${line}`,
  );
