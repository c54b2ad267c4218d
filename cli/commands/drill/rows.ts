import { duration } from '../../screen/figures.ts';
import type { Tone } from '../../screen/paint.ts';
import { wrap } from '../../screen/wrap.ts';
import { indented, listed, mendRows } from '../../shown/text.ts';
import { dated } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import type { DrillReport } from './report.ts';

const TONES: Readonly<Record<DrillReport['hops'][number]['state'], Tone>> = {
  worked: 'good',
  broken: 'bad',
  'not reached': 'quiet',
  'not known': 'warn',
};

export const rowsOf = (page: Page, report: DrillReport): Rows => [
  ...headRows(page, report),
  '',
  ...table(page, {
    head: ['hop', 'result', 'after', 'what was seen'],
    rows: report.hops.map(({ hop, state, afterSeconds, says }) => [
      hop,
      page.paint(TONES[state], state),
      afterSeconds === undefined ? '' : duration(afterSeconds * 1_000),
      says,
    ]),
    right: [2],
  }),
  ...causeRows(page, report),
  '',
  ...closingRows(page, report),
];

const headRows = ({ width, paint }: Page, { endpoint, drill, worked, hops }: DrillReport): Rows => {
  const named = (state: string): string => listed(hops.filter((one) => one.state === state).map(({ hop }) => hop));
  const firstWrong = hops.some(({ state }) => state === 'broken') ? 'broken' : 'not known';
  const head = worked
    ? `DRILL of ${endpoint}: every hop worked.`
    : `DRILL of ${endpoint}: ${firstWrong === 'broken' ? 'broken' : 'not known'}: ${named(firstWrong)}.`;
  const what = `${drill.id}, by ${drill.by}, at ${dated(Date.parse(drill.at))}. Alarm: ${drill.alarm}`;
  return [
    ...wrap(head, width).map((row) => paint(worked ? 'good' : 'bad', row)),
    ...wrap(what, width).map((row) => paint('quiet', row)),
  ];
};

/** What is broken, why, and what to do. */
const causeRows = (page: Page, { hops }: DrillReport): Rows =>
  hops.flatMap(({ hop, causes = [] }) =>
    causes.flatMap(({ what, mend }) => [
      '',
      ...wrap(`${hop}: ${what}`, page.width).map((row) => page.paint('bad', row)),
      ...mendRows(page, mend, 2),
    ]),
  );

/** No metric of AWS knows what only the people know. */
const unasked = (hops: DrillReport['hops']): readonly string[] => {
  const told = hops.filter(({ hop, state }) => state === 'worked' && (hop === 'page' || hop === 'message'));
  return told.length === 0 || hops.some(({ hop }) => hop === 'arrived')
    ? []
    : [
        `Not known here: whether anybody read the ${listed(told.map(({ hop }) => hop))}. Ask them, or drill with --ask.`,
      ];
};

const closingRows = (page: Page, { traffic, recorded, unread, hops, endpoint }: DrillReport): Rows =>
  [
    ...(traffic === undefined ? ['No traffic was moved.'] : [traffic]),
    ...unasked(hops),
    recorded
      ? `Recorded: npx sagemaker-rollback history ${endpoint} has it, and status shows its age.`
      : 'Not recorded.',
    ...unread,
  ].flatMap((sentence) => indented(page, sentence, 0));
