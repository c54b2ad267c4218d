import { table } from '../table.ts';
import { FAULT, GROSS, LATER, RATES, ROUGH } from './cells.ts';
import { expected, type Goal, isMet, waldBound } from './goals.ts';
import { FLAGGER, LOADS, type Mitigations, PERIODS, settingName } from './mitigation/mitigate.ts';
import type { Outcome, Outcomes } from './outcome.ts';
import { NAMES } from './rules/index.ts';

export const reportDetection = (outcomes: Outcomes, mitigations: Mitigations, goals: readonly Goal[]): string =>
  [
    `${outcomes.days.toLocaleString('en-US')} days each; a canary with 5 % of the traffic; stable fails 0.5 % of its requests.`,
    ...RATES.map((rate) => rateTable(rate, outcomes)),
    roughTable(outcomes),
    mitigationTable(mitigations),
    goalTable(goals),
  ].join('\n\n');

const BOUND = 'the least possible (Wald)';
const EXPECTED = 'the judge, as explain tells';

const rateTable = (rate: number, { cells, thresholds }: Outcomes): string =>
  table(
    [
      `${rate} req/s: minutes to detect`,
      'threshold',
      '2 %: p50',
      'p90',
      'found',
      '10 %: p50',
      'p90',
      'found',
      'false/24 h',
      'both rise',
    ],
    [
      ...NAMES.map((name) => [
        name,
        thresholds[rate]?.[name]?.toPrecision(3) ?? '–',
        ...minutesOf(cells[`${rate}, fault`]?.[name]),
        ...minutesOf(cells[`${rate}, gross`]?.[name]),
        share(cells[`${rate}, healthy`]?.[name]?.found),
        share(cells[`${rate}, both rise`]?.[name]?.found),
      ]),
      [EXPECTED, '–', ...alone(`${expected(rate, FAULT)}`), ...alone(`${expected(rate, GROSS)}`), '–', '–'],
      [BOUND, '–', ...alone(waldBound(rate, FAULT).toFixed(1)), ...alone(waldBound(rate, GROSS).toFixed(1)), '–', '–'],
    ],
  );

const alone = (value: string): readonly string[] => [value, '–', '–'];

const roughTable = ({ cells }: Outcomes): string =>
  Object.keys(ROUGH)
    .map((name) =>
      table(
        [`10 req/s, ${name}`, '2 %: p50', 'p90', 'found', 'false/24 h'],
        NAMES.map((rule) => [
          rule,
          ...minutesOf(cells[`${name}, fault`]?.[rule]),
          share(cells[`${name}, healthy`]?.[rule]?.found),
        ]),
      ),
    )
    .concat(
      table(
        [`10 req/s, the fault begins after ${LATER / 60} h`, '2 %: p50', 'p90', 'found', 'false before'],
        NAMES.map((rule) => [rule, ...minutesOf(cells['later']?.[rule]), share(cells['later']?.[rule]?.before)]),
      ),
    )
    .join('\n\n');

const minutesOf = (outcome: Outcome | undefined): readonly string[] => [
  minutes(outcome?.median),
  minutes(outcome?.p90),
  share(outcome?.found),
];

const minutes = (value: number | undefined): string => (Number.isFinite(value) ? `${value}` : 'never');

const share = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '–' : `${Number((100 * value).toFixed(2))} %`;

const SETTINGS = LOADS.flatMap((load) => PERIODS.map((period) => settingName(load, period)));

const mitigationTable = (mitigations: Mitigations): string =>
  table(
    ['10 % fail: fault → shift accepted, mean s (of Flagger)', ...SETTINGS],
    Object.entries(mitigations).map(([name, bySetting]) => [
      name,
      ...SETTINGS.map((setting) => {
        const [own, flagger] = [bySetting[setting]?.mean, mitigations[FLAGGER]?.[setting]?.mean];
        return own === undefined || flagger === undefined || !Number.isFinite(own)
          ? 'never'
          : `${own.toFixed(0)} (${(own / flagger).toFixed(2)})`;
      }),
    ]),
  );

const goalTable = (goals: readonly Goal[]): string =>
  table(
    ['goal', 'at most', 'now', ''],
    goals.map((goal) => [
      goal.what,
      `${goal.most}`,
      goal.now.toFixed(goal.most < 0.1 ? 4 : 2),
      isMet(goal) ? 'met' : 'NOT MET',
    ]),
  );
