import { wrap } from '../screen/wrap.ts';
import { indented, listed, numbered } from '../shown/text.ts';
import { dated } from '../shown/times.ts';
import type { Page, Rows } from '../terminal/page.ts';
import { table } from '../terminal/table.ts';
import type { Episode } from './episodes.ts';
import { guardsOf, labelledOf, minutesTaken, type Told } from './report.ts';
import { watchName } from './watch.ts';
import { inUnit, minutesWords, perMonth, speedWords } from './words.ts';

/** So many episodes are read. */
const MOST_SHOWN = 12;

export const backtestRows = (page: Page, all: Told): Rows => [
  ...opening(page, all),
  '',
  ...episodeRows(page, all),
  page.paint('strong', 'What each guard contributed'),
  '',
  ...guardRows(page, all),
  '',
  ...notPlayedRows(page, all),
  page.paint('strong', 'Thresholds'),
  '',
  ...suggestionRows(page, all),
  '',
  page.paint('strong', 'Not known'),
  ...all.unknown.flatMap((one) => indented(page, one, 2)),
];

const opening = (page: Page, all: Told): Rows => {
  const { asked, days, played } = all;
  const { count, rolledBack, held } = played.episodes;
  const quiet = count === 0 ? 'No guard of a canary went off.' : '';
  return [
    page.paint('strong', `Backtest of ${asked.endpoint}`),
    ...wrap(`${days.toFixed(1)} days of ${asked.source}, ${dated(played.from)} to ${dated(played.until)}.`, page.width),
    ...wrap(
      quiet ||
        `It would have rolled back ${numbered(rolledBack, 'time')} (${(rolledBack / days).toFixed(2)} a day), and held ${numbered(held, 'time')}; ${numbered(count, 'episode')} in all.`,
      page.width,
    ),
    ...labelledWords(all).flatMap((sentence) => wrap(sentence, page.width)),
  ];
};

const labelledWords = (all: Told): readonly string[] => {
  const labelled = labelledOf(all);
  if (labelled === null) return [];
  const { rolledBack, missed, medianMinutes, falseAlarms } = labelled;
  const speed = medianMinutes === null ? '' : `, ${minutesWords(medianMinutes)} minutes after they began (median)`;
  return [
    `Of ${numbered(labelled.labelled, 'labelled incident')} it would have rolled back ${rolledBack}${speed}, and missed ${missed}; ${numbered(falseAlarms, 'episode')} besides.`,
  ];
};

const episodeRows = (page: Page, { played: { episodes } }: Told): Rows => {
  if (episodes.count === 0) return [];
  const shown = episodes.told.slice(0, MOST_SHOWN);
  const rest = episodes.count - shown.length;
  return [
    ...table(page, {
      head: ['bad since', 'after', 'first', 'what'],
      right: [1],
      rows: shown.map((episode) => [
        dated(episode.guards[0]?.badSince ?? episode.from).replace(/:\d\d UTC$/, ''),
        `${minutesTaken(episode)} min`,
        nameOf(episode.guards[0]),
        whatOf(episode),
      ]),
    }),
    ...(rest > 0 ? [page.paint('quiet', `and ${rest} more; --json has the first 100`)] : []),
    '',
  ];
};

const nameOf = (guard: Episode['guards'][number] | undefined): string => (guard === undefined ? '' : watchName(guard));

const whatOf = (episode: Episode): string => {
  const others = episode.guards.slice(1).map(nameOf);
  const also = others.length === 0 ? '' : `; then ${listed(others)}`;
  const label = episode.incident === undefined ? '' : ` (incident ${episode.incident + 1})`;
  if (episode.rolledBackAt !== undefined) return `ROLLED BACK${label}${also}`;
  if (episode.held !== undefined) return `${episode.held}${label}${also}`;
  return `the judge alone; no deployed guard asks it${label}${also}`;
};

const guardRows = (page: Page, all: Told): Rows =>
  table(page, {
    head: ['guard', 'alarms', '/30 d', 'first', 'alone', 'joined', 'worst'],
    right: [1, 2, 3, 4, 5, 6],
    flexible: 0,
    rows: guardsOf(all).map(({ variant, guard, alarms, periods, first, alone, joined, worst, unit }) => [
      variant === null ? guard : `${variant} ${guard}`,
      periods === 0 ? 'no data' : String(alarms),
      perMonth(alarms, all.days),
      ...(joined === 0 ? ['', '', 'never'] : [first, alone, joined].map(String)),
      worst === null || unit === null ? '–' : inUnit(unit as 'share', worst),
    ]),
  });

const notPlayedRows = (page: Page, { notPlayed }: Told): Rows =>
  notPlayed.length === 0
    ? []
    : [
        page.paint('strong', 'Not played'),
        ...notPlayed.flatMap(({ guard, why }) => indented(page, `${guard}: ${why}`, 2)),
        '',
      ];

const suggestionRows = (page: Page, { suggestions, asked }: Told): Rows => {
  const { wanted, incidents } = asked;
  const speed = incidents === undefined ? 'minutes' : 'found, minutes';
  return [
    ...wrap(
      `For at most ${numbered(wanted.alarms, 'false alarm')} in ${numbered(wanted.days, 'day')}, the most sensitive of the thresholds that were tried on ${restsOn(suggestions)}. Beside each, the minutes until the alarm: ${incidents === undefined ? 'expected, when 10 % / half of the requests are bad' : 'their median in the labelled incidents'}.`,
      page.width,
    ),
    '',
    ...table(page, {
      head: ['guard', 'now', '/30 d', speed, 'would do', '/30 d', speed],
      right: [1, 2, 3, 4, 5, 6],
      flexible: 0,
      rows: suggestions.map(({ id, watch, days, now, suggested }) => [
        id,
        inUnit(watch.unit, now.threshold),
        perMonth(now.falseAlarms, days),
        speedWords(now),
        ...(suggested === undefined
          ? ['none', '', '']
          : [inUnit(watch.unit, suggested.threshold), perMonth(suggested.falseAlarms, days), speedWords(suggested)]),
      ]),
    }),
  ];
};

const restsOn = (suggestions: Told['suggestions']): string =>
  listed([...new Set(suggestions.flatMap(({ variants }) => variants))]);
