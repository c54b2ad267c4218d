import { table } from '../table.ts';
import { timesPlayed } from './history.ts';
import type { Recorded } from './records.ts';
import type { Backtested } from './run.ts';

export type Goal = { readonly what: string; readonly most: number; readonly now: number };

/** A history, and one that is many times as long. */
export type Lengths = { readonly short: Backtested; readonly long: Backtested };

export const goalsOf = ({ short, long }: Lengths): readonly Goal[] => [
  { what: `seconds for ${short.days} days`, most: 10, now: short.seconds },
  // A row has 22 figures of eight bytes: not a tenth of them may be kept.
  {
    what: 'bytes alive for each further row',
    most: 16,
    now: ((long.aliveMb - short.aliveMb) * 2 ** 20) / (long.rows - short.rows),
  },
];

export const isMet = ({ most, now }: Goal): boolean => now <= most;

export const reportBacktest = (lengths: Lengths, records: readonly Recorded[]): string => {
  const { short, long } = lengths;
  const row = (what: string, of: (one: Backtested) => number, digits = 0): readonly string[] => [
    what,
    ...[short, long].map((one) => of(one).toLocaleString('en-US', fixed(digits))),
    (of(long) / of(short)).toFixed(2),
  ];
  return [
    `${records.length} recorded series, a figure a minute and each ${timesPlayed(records, short.days)} to ${timesPlayed(records, long.days)} times over: recorded were two weeks, every five minutes.`,
    table(
      [`${short.guards} guards, ${short.alarms} alarms`, `${short.days} days`, `${long.days} days`, 'ratio'],
      [
        row('rows', ({ rows }) => rows),
        row('episodes', ({ episodes }) => episodes),
        row('seconds', ({ seconds }) => seconds, 1),
        row('seconds of CPU', ({ cpuSeconds }) => cpuSeconds, 1),
        row('alive near the end, MB', ({ aliveMb }) => aliveMb, 1),
        row('peak of the process, MB', ({ rssMb }) => rssMb),
      ],
    ),
    table(
      ['goal', 'at most', 'now', ''],
      goalsOf(lengths).map((goal) => [
        goal.what,
        String(goal.most),
        goal.now.toFixed(2),
        isMet(goal) ? 'met' : 'NOT MET',
      ]),
    ),
  ].join('\n\n');
};

const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
