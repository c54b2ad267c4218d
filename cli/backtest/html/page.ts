import { stripVTControlCharacters } from 'node:util';
import { dated } from '../../shown/times.ts';
import { guardsOf, minutesTaken, type Told } from '../report.ts';
import { watchName } from '../watch.ts';
import { inUnit, perMonth, speedWords } from '../words.ts';
import { STYLE } from './style.ts';
import { escaped } from './svg.ts';
import { timelinePlot } from './timeline.ts';
import { tradeoffPlot } from './tradeoff.ts';

/** One file that needs no network: tables, and plots as inline SVG. */
export const pageOf = (all: Told): string => {
  const { asked, played, days } = all;
  const { count, rolledBack, held } = played.episodes;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backtest of ${escaped(asked.endpoint)}</title><style>${STYLE}</style></head><body>
<h1>Backtest of ${escaped(asked.endpoint)}</h1>
<p class="quiet">${days.toFixed(1)} days of ${escaped(asked.source)}, ${dated(played.from)} to ${dated(played.until)}</p>
<p>${count === 0 ? 'No guard of a canary went off.' : `It would have rolled back <b class="rolled-back">${rolledBack}</b> times (${(rolledBack / days).toFixed(2)} a day) and held <b class="held">${held}</b> times; ${count} episodes in all.`}</p>
<h2>Thresholds</h2>
<p class="quiet">What each threshold would have cost. Dashed upright: now; <b class="suggested">green</b>: the most sensitive one with at most ${asked.wanted.alarms} false alarm(s) in ${Number(asked.wanted.days.toPrecision(3))} days. ${asked.incidents === undefined ? 'Minutes are expected ones: dashed if 10 %, solid if half of the requests are bad.' : 'Minutes are the median in the labelled incidents.'}</p>
<div class="plots">${all.suggestions.map((one) => `<figure><figcaption>${escaped(one.id)}</figcaption>${tradeoffPlot(one)}</figure>`).join('')}</div>
<details><summary>The same as a table</summary>${suggestionTable(all)}</details>
<h2>What each guard saw</h2>
<p class="quiet">The worst of each stretch; dashed: the threshold. <b class="rolled-back">Rolled back</b>, <b class="held">not rolled back</b>${asked.incidents === undefined ? '' : '; shaded: labelled incidents'}.</p>
${played.alarms.map((run) => `<h3>${escaped(watchName(run.watch))}</h3>${run.judged === 0 ? '<p class="quiet">no data</p>' : timelinePlot(run, all)}`).join('\n')}
<h2>What each guard contributed</h2>${guardTable(all)}
${notPlayedList(all)}
${count === 0 ? '' : `<h2>Episodes</h2>${episodeTable(all)}`}
<h2>Not known</h2><ul>${all.unknown.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>
</body></html>
`;
};

const notPlayedList = ({ notPlayed }: Told): string =>
  notPlayed.length === 0
    ? ''
    : `<h2>Not played</h2><ul>${notPlayed.map(({ guard, why }) => `<li>${escaped(`${guard}: ${why}`)}</li>`).join('')}</ul>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[]): string => {
  const kind = (column: number): string => (numbers.includes(column) ? ' class="number"' : '');
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell, column) => `<${tag}${kind(column)}>${escaped(stripVTControlCharacters(cell))}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`;
};

const episodeTable = ({ played: { episodes } }: Told): string =>
  table(
    ['bad since', 'minutes', 'guards, the first one first', 'what'],
    episodes.told.map((episode) => [
      dated(episode.guards[0]?.badSince ?? episode.from),
      String(minutesTaken(episode)),
      episode.guards.map(watchName).join(', '),
      episode.rolledBackAt === undefined ? (episode.held ?? 'the judge alone') : 'rolled back',
    ]),
    [1],
  );

const guardTable = (all: Told): string =>
  table(
    ['guard', 'alarms', 'in 30 days', 'first', 'alone', 'joined', 'worst'],
    guardsOf(all).map(({ variant, guard, alarms, periods, first, alone, joined, worst, unit }) => [
      variant === null ? guard : `${variant} ${guard}`,
      periods === 0 ? 'no data' : String(alarms),
      perMonth(alarms, all.days),
      String(first),
      String(alone),
      joined === 0 ? 'never' : String(joined),
      worst === null || unit === null ? '–' : inUnit(unit as 'share', worst),
    ]),
    [1, 2, 3, 4, 5, 6],
  );

/** Every second one: the plots have them all. */
const suggestionTable = ({ suggestions, asked }: Told): string =>
  table(
    [
      'guard',
      'threshold',
      '',
      'false alarms',
      'in 30 days',
      asked.incidents === undefined ? 'minutes if 10 % / 50 % are bad' : 'found, median minutes',
    ],
    suggestions.flatMap(({ id, watch, days, choices, now, suggested }) =>
      choices
        .filter((choice, place) => place % 4 === 0 || choice === now || choice === suggested)
        .map((choice) => [
          id,
          inUnit(watch.unit, choice.threshold),
          [choice === now ? 'now' : '', choice === suggested ? 'would do' : '']
            .filter((word) => word !== '')
            .join(', '),
          String(choice.falseAlarms),
          perMonth(choice.falseAlarms, days),
          speedWords(choice),
        ]),
    ),
    [1, 3, 4, 5],
  );
