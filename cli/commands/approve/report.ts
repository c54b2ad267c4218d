import type { Answer } from '../../../lambdas/domain/answer.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { IN_SHORT } from '../../../lambdas/domain/words/endings.ts';
import { clockTime } from '../../../lambdas/domain/words/figures.ts';
import { restoredInShort } from '../../../lambdas/domain/words/restore.ts';
import { heldWords } from '../../shown/incident.ts';
import { indented, labelled } from '../../shown/text.ts';
import { iso, lasting } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Followed, Result } from './follow.ts';
import { toldOf } from './picture.ts';
import type { Scene } from './scene.ts';
import { inForceAt, startedAt } from './started.ts';

export type Done = {
  readonly answer: Answer;
  /** Why the function could not be woken. */
  readonly asleep: string | undefined;
  /** Absent: nobody waited. */
  readonly followed?: Followed;
};

export const reportOf = ({ policy, incident: before }: Scene, { answer, asleep, followed }: Done) => {
  const incident = followed?.incident ?? before;
  const { shift, ending, hold } = incident;
  return {
    endpoint: policy.endpoint,
    incident: incident.id,
    answer: answer.kind,
    plan: answer.plan,
    by: answer.by,
    at: iso(answer.at),
    until: iso(answer.until),
    late: isLate(answer, before),
    reason: answer.reason ?? null,
    asleep: asleep ?? null,
    result: followed?.result ?? 'ANSWERED',
    because: ending?.because ?? null,
    hold: hold?.kind ?? null,
    askedAt: shift === undefined ? null : iso(shift.requestedAt),
    inForceAt: shift?.inForceAt === undefined ? null : iso(shift.inForceAt),
    endedAt: ending === undefined ? null : iso(ending.at),
  };
};

export const isLate = ({ at }: Pick<Answer, 'at'>, { approveUntil }: Incident): boolean =>
  approveUntil !== undefined && at >= approveUntil;

const LABEL = 10;

export const rowsOf = (page: Page, scene: Scene, done: Done): Rows => {
  const { answer, followed, asleep } = done;
  const incident = followed?.incident ?? scene.incident;
  const [tone, text] = headline(scene, answer, { incident, result: followed?.result });
  return [
    ...indented(page, text, 0).map((row) => page.paint(tone, row)),
    '',
    ...labelled(page, 'Answer', `${answer.by}, ${clockTime(answer.at)}`, LABEL),
    ...timeRows(page, answer, incident),
    ...labelled(page, 'Ledger', `incident ${incident.id}`, LABEL),
    ...(asleep === undefined
      ? []
      : labelled(page, 'Function', `not woken: ${asleep} It looks within a minute.`, LABEL)),
    ...nextRows(page, scene, followed),
  ];
};

type Shown = { readonly incident: Incident; readonly result: Result | undefined };
type Tone = Parameters<Page['paint']>[0];

const headline = (scene: Scene, { kind }: Answer, { incident, result }: Shown): readonly [Tone, string] => {
  const { endpoint, stable, restore } = scene.policy;
  if (result === undefined)
    return ['good', `${incident.id} is ${kind === 'approve' ? 'approved' : 'declined'}. The function does the rest.`];
  if (result === 'RECOVERED')
    return restore
      ? ['good', `RECOVERED ${endpoint}: ${shortOf(incident)}.`]
      : ['good', `RECOVERED: all traffic of ${endpoint} is on ${stable}, and it is proved.`];
  if (result === 'HELD')
    return [
      'warn',
      `HELD: it is approved, and something else speaks against a ${restore ? 'restore' : 'shift'} of ${endpoint}.`,
    ];
  if (result === 'OPEN') return ['bad', `OPEN: the function has not made it true yet. Is it alive?`];
  const isWanted = kind === 'decline' && incident.ending?.because === 'declined';
  return [isWanted ? 'good' : 'bad', `${result} ${endpoint}: ${shortOf(incident)}.`];
};

const shortOf = (incident: Incident): string =>
  restoredInShort(incident) ?? (incident.ending === undefined ? '' : IN_SHORT[incident.ending.because]);

const timeRows = (page: Page, { at }: Answer, incident: Incident): Rows => {
  const [started, inForce] = [startedAt(incident), inForceAt(incident)];
  const { ending } = incident;
  if (started === undefined) return [];
  const after = (time: number): string => `${clockTime(time)}, ${lasting(time - at)} after the answer`;
  return [
    ['Asked', after(started)],
    ['In force', inForce === undefined ? 'not that anybody saw' : after(inForce)],
    ['Proved', ending?.because === 'proved' ? after(ending.at) : 'no'],
  ].flatMap(([label = '', text = '']) => labelled(page, label, text, LABEL));
};

const nextRows = (page: Page, scene: Scene, followed: Followed | undefined): Rows => {
  const { endpoint, restore } = scene.policy;
  if (followed?.result === 'HELD' && followed.incident.hold !== undefined) {
    const { why, next, command } = heldWords(followed.incident.hold, followed.incident, toldOf(scene));
    return ['', ...indented(page, `Nothing was shifted: ${why}. ${next}`, 0), command];
  }
  return followed?.result === 'OPEN'
    ? [
        '',
        ...indented(page, 'See how it stands, and roll back by hand if users suffer:', 0),
        `npx sagemaker-rollback status ${endpoint}`,
        ...(restore ? [] : [`npx sagemaker-rollback rollback ${endpoint}`]),
      ]
    : [];
};
