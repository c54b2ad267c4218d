import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { exposureWords } from '../../../lambdas/domain/words/exposure.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import type { Tone } from '../../screen/paint.ts';
import { wrap } from '../../screen/wrap.ts';
import { endingOf, type Guarded, seenOf } from '../../shown/incident.ts';
import { labelled, numbered } from '../../shown/text.ts';
import { ago, dated, lasting, moment } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import type { Past, PastIncident } from './past.ts';
import { stepWords } from './step-words.ts';

const LABEL = 12;

export type Told = { readonly policy: Guarded; readonly now: Instant };

export type Listed = { readonly shown: readonly Past[]; readonly more: boolean };

export const listRows = (page: Page, endpoint: string, { shown, more, told }: Listed & { told: Told }): Rows => {
  const kinds = shown.flatMap((one) => ('past' in one ? [one.past.drill] : []));
  const [incidents, drills] = [false, true].map((drill) => kinds.filter((one) => one === drill).length);
  return [
    ...wrap(
      `${endpoint}: ${numbered(incidents ?? 0, 'incident')}${drills ? `, ${numbered(drills, 'drill')}` : ''}${more ? ', and older ones (--limit)' : ''}, the newest first.`,
      page.width,
    ),
    ...shown.flatMap((one) => [
      '',
      ...('past' in one ? incidentRows(page, one.past, told) : otherRows(page, one.entry)),
    ]),
  ];
};

const otherRows = (page: Page, entry: Entry): Rows =>
  wrap(`${dated(entry.at)}  ${entry.what}: ${stepWords(entry)}`, page.width);

const incidentRows = (page: Page, past: PastIncident, told: Told): Rows => {
  const { id, incident, steps } = past;
  const title = page.paint('strong', past.drill ? `DRILL ${id}` : id);
  if (incident === undefined && past.drill)
    return [
      title,
      ...steps.flatMap((step) => labelled(page, '  ended', `${dated(step.at)}, ${stepWords(step)}`, LABEL)),
    ];
  if (incident === undefined)
    return [
      title,
      ...labelled(
        page,
        '  opened',
        `${dated(steps[0]?.at ?? 0)}, by another version: its entries cannot be read here`,
        LABEL,
      ),
    ];
  const rows = [
    ['  opened', openedWords(incident, told.now)],
    // The alarm of a drill was set by hand: nothing was seen.
    ...(past.drill ? [] : [['  seen', seenOf(incident, told.policy)]]),
    ['  done', doneWords(incident, steps)],
    ...servedRows(incident),
    ['  ended', endingOf(incident) ?? 'not yet: it is open'],
    ['  messages', String(incident.told)],
  ].flatMap(([label = '', text = '']) => labelled(page, label, text, LABEL));
  return [title, ...rows.map((row) => (row.trimStart().startsWith('ended') ? page.paint(toneOf(incident), row) : row))];
};

const servedRows = (incident: Incident): readonly (readonly string[])[] => {
  const words = exposureWords(incident);
  return words === undefined ? [] : [['  users', words]];
};

const toneOf = ({ ending }: Incident): Tone => {
  if (ending === undefined) return 'bad';
  return ending.state === 'RECOVERED' || ending.because === 'breach-over' ? 'good' : 'warn';
};

const openedWords = ({ openedAt, ending }: Incident, now: Instant): string =>
  `${dated(openedAt)} (${ago(openedAt, now)})${ending === undefined ? '' : `, over after ${lasting(ending.at - openedAt)}`}`;

/** The shift, or why there was none. */
const doneWords = ({ shift, openedAt, ending }: Incident, steps: readonly Entry[]): string => {
  const ordered = steps.findLast(({ what }) => what === 'ordered');
  if (shift === undefined && ordered !== undefined) return `${stepWords(ordered)}, at ${moment(ordered.at, openedAt)}`;
  if (shift === undefined) {
    const held = steps.findLast(({ what }) => what === 'hold');
    return held === undefined
      ? 'nothing was shifted'
      : stepWords(held).replace(/^HOLD, shift nothing/, 'nothing was shifted');
  }
  const times = shift.attempts === 1 ? '' : `, ${shift.attempts} times`;
  const force =
    shift.inForceAt === undefined
      ? ending === undefined
        ? 'not in force yet'
        : 'never seen in force'
      : `in force at ${moment(shift.inForceAt, openedAt)}`;
  return `SageMaker was asked for ${shares(shift.wanted)} at ${moment(shift.requestedAt, openedAt)}${times}, ${force}`;
};

/** One incident, step by step. */
export const timelineRows = (page: Page, past: PastIncident, told: Told): Rows => [
  ...incidentRows(page, past, told),
  '',
  ...table(page, {
    head: ['time', 'after', 'step', 'what'],
    rows: past.steps.map((step) => [
      moment(step.at, past.steps[0]?.at ?? step.at),
      `+${lasting(step.at - (past.steps[0]?.at ?? step.at))}`,
      step.what,
      stepWords(step),
    ]),
  }),
];
