import type { Choice, Suggestion } from '../suggest.ts';
import { inUnit } from '../words.ts';
import { line, linear, logarithmic, type Point, path, type Scale, svg, text } from './svg.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT] = [460, 250, 58, 14];
/** Two panels above one another, which share the thresholds. */
const [UPPER, LOWER] = [
  [112, 18],
  [216, 134],
] as const;

/** Most minutes that are drawn: an alarm that takes a day finds nothing in time. */
const MOST_MINUTES = 1_440;

/** What each threshold costs: false alarms above, minutes until the alarm below. */
export const tradeoffPlot = ({ id, watch, days, choices, now, suggested }: Suggestion): string => {
  const thresholds = choices.map(({ threshold }) => threshold);
  const [least, largest] = [Math.min(...thresholds), Math.max(...thresholds)];
  const x = (least > 0 ? logarithmic : linear)([least, largest], [LEFT, WIDTH - RIGHT]);
  const rates = choices.map(({ falseAlarms }) => (falseAlarms * 30) / Math.max(days, 1e-9));
  const most = Math.max(1, ...rates);
  const rate = linear([0, Math.sqrt(most)], UPPER);
  const minutes = logarithmic([0.5, MOST_MINUTES], LOWER);
  const marks = [
    { kind: 'now', choice: now },
    ...(suggested === undefined ? [] : [{ kind: 'suggested', choice: suggested }]),
  ];
  return svg([WIDTH, HEIGHT], `${id}: what each threshold costs`, [
    ...axes(minutes, most),
    ...marks.map(({ kind, choice }) => line([x(choice.threshold), UPPER[1]], [x(choice.threshold), LOWER[0]], kind)),
    `<path class="curve" d="${path(choices.map(({ threshold }, place) => [x(threshold), rate(Math.sqrt(rates[place] ?? 0))] as const))}"/>`,
    ...speeds(choices).map(
      ({ kind, of }) =>
        `<path class="${kind}" d="${path(choices.map((one) => pointAt(one, of(one), { x, minutes })))}"/>`,
    ),
    ...(['start', 'middle', 'end'] as const).map((anchor, place) => {
      const threshold = thresholds[Math.floor(((choices.length - 1) * place) / 2)] ?? watch.threshold;
      return text([x(threshold), HEIGHT - 18], inUnit(watch.unit, threshold), `text-anchor="${anchor}"`);
    }),
  ]);
};

const pointAt = (
  { threshold }: Choice,
  found: number | null | undefined,
  { x, minutes }: { readonly x: Scale; readonly minutes: Scale },
): Point | undefined =>
  found === null || found === undefined || found > MOST_MINUTES ? undefined : [x(threshold), minutes(found)];

/** What was found in labelled incidents, or, without any, what is expected. */
const speeds = (choices: readonly Choice[]) =>
  choices.some(({ found }) => found !== undefined)
    ? [{ kind: 'half', of: ({ found }: Choice) => found?.minutes }]
    : [
        { kind: 'tenth', of: ({ detects }: Choice) => detects?.tenth },
        { kind: 'half', of: ({ detects }: Choice) => detects?.half },
      ];

const axes = (minutes: Scale, most: number): readonly string[] => [
  line([LEFT, UPPER[0]], [WIDTH - RIGHT, UPPER[0]], 'axis'),
  line([LEFT, LOWER[0]], [WIDTH - RIGHT, LOWER[0]], 'axis'),
  text([LEFT - 6, UPPER[1] + 8], `${Number(most.toPrecision(2))}`, 'text-anchor="end"'),
  text([LEFT - 6, UPPER[0]], '0', 'text-anchor="end"'),
  text([LEFT + 4, UPPER[1] - 6], 'false alarms in 30 days', 'class="caption"'),
  ...[1, 10, 100, 1_000].flatMap((count) => [
    line([LEFT, minutes(count)], [WIDTH - RIGHT, minutes(count)], 'grid'),
    text([LEFT - 6, minutes(count) + 4], `${count} min`, 'text-anchor="end"'),
  ]),
  text([LEFT + 4, LOWER[1] - 6], 'minutes until the alarm', 'class="caption"'),
];
