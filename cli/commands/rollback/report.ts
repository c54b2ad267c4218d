import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Weights } from '../../../lambdas/domain/model.ts';
import { suspectsOf } from '../../../lambdas/domain/quarantine.ts';
import { shareOf } from '../../../lambdas/domain/weights.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { IN_SHORT } from '../../../lambdas/domain/words/endings.ts';
import { clockTime, shares } from '../../../lambdas/domain/words/figures.ts';
import { asLine } from '../../../lambdas/domain/words/letter.ts';
import { indented, labelled, listed, numbered } from '../../shown/text.ts';
import { iso, lasting } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Scene } from './scene.ts';

/** `THERE`: nothing was to be done. `ACCEPTED`: nobody waited. `IN_FORCE`: no guard can prove more. */
export type Result = 'THERE' | 'ACCEPTED' | 'IN_FORCE' | 'OPEN' | NonNullable<Incident['ending']>['state'];

export type Done = {
  readonly before: Weights;
  readonly incident: Incident | undefined;
  readonly result: Result;
  readonly warnings: readonly string[];
};

export const resultOf = ({ ending, shift }: Incident): Result =>
  ending?.state ?? (shift?.inForceAt === undefined ? 'OPEN' : 'IN_FORCE');

export const reportOf = (scene: Scene, { before, incident, result, warnings }: Done) => {
  const { reach, order, heard } = scene;
  const { shift, ending } = incident ?? {};
  return {
    endpoint: reach.policy.endpoint,
    to: order.to,
    by: order.by,
    policy: reach.from,
    result,
    because: ending?.because ?? null,
    incident: incident?.id ?? null,
    before: inShares(before),
    askedAt: shift === undefined ? null : iso(shift.requestedAt),
    inForceAt: shift?.inForceAt === undefined ? null : iso(shift.inForceAt),
    endedAt: ending === undefined ? null : iso(ending.at),
    warnings,
    ledger: recorded(scene, incident),
    letters: heard.letters,
    untold: heard.untold ?? null,
  };
};

const inShares = (weights: Weights) =>
  Object.fromEntries(Object.keys(weights).map((variant) => [variant, Number(shareOf(variant, weights).toFixed(6))]));

const recorded = ({ heard }: Scene, incident: Incident | undefined): string => {
  if (incident === undefined) return 'nothing to record';
  return heard.unrecorded === undefined ? 'recorded' : `not recorded: ${heard.unrecorded}`;
};

const LABEL = 10;

export const rowsOf = (page: Page, scene: Scene, done: Done): Rows => [
  ...headline(page, scene, done),
  ...(done.incident === undefined
    ? []
    : ['', ...timeRows(page, done, done.incident), ...recordRows(page, scene, done.incident)]),
  ...nextRows(page, scene, done),
];

const headline = ({ paint, width }: Page, { reach, order: { to } }: Scene, { result, incident }: Done): Rows => {
  const { endpoint } = reach.policy;
  const all = `all traffic of ${endpoint} is on ${to}`;
  const because = incident?.ending && IN_SHORT[incident.ending.because];
  const said = ((): readonly [Parameters<typeof paint>[0], string] => {
    switch (result) {
      case 'THERE':
        return ['good', `Nothing to do: ${all} already, and nothing is under way.`];
      case 'ACCEPTED':
        return [
          'warn',
          `ACCEPTED: SageMaker took the change. Whether it comes into force, and helps, is not known yet.`,
        ];
      case 'RECOVERED':
        return ['good', `RECOVERED: ${all}, and it is proved.`];
      case 'IN_FORCE':
        return ['warn', `IN FORCE: ${all}. Nothing guards ${to}, so that nobody can prove that it helped.`];
      case 'OPEN':
        return ['bad', `NOT SEEN YET: the change was asked for, and is not in force.`];
      default:
        return ['bad', `${result} ${endpoint}: ${because}.`];
    }
  })();
  return indented({ paint, width }, said[1], 0).map((row) => paint(said[0], row));
};

const timeRows = (page: Page, { before }: Done, { shift, ending, weightsAtOpen }: Incident): Rows => {
  if (shift === undefined) return [];
  const asked = shift.requestedAt;
  const after = (at: number): string => `${clockTime(at)}, ${lasting(at - asked)} after it was asked for`;
  const from = Object.keys(before).length > 0 ? before : weightsAtOpen;
  return [
    ['Before', shares(from)],
    ['Asked', `${clockTime(asked)}: ${shares(shift.wanted)}${shift.attempts > 1 ? `, ${shift.attempts} times` : ''}`],
    ['In force', shift.inForceAt === undefined ? 'not that anybody saw' : after(shift.inForceAt)],
    [
      'Proved',
      ending?.because === 'proved' ? `${after(ending.at)}: a whole minute in which no other variant served` : 'no',
    ],
  ].flatMap(([label = '', text = '']) => labelled(page, label, text, LABEL));
};

const recordRows = (page: Page, { heard }: Scene, { id }: Incident): Rows => [
  ...labelled(
    page,
    'Ledger',
    heard.unrecorded === undefined ? `incident ${id}` : `NOT recorded: ${asLine(heard.unrecorded)}`,
    LABEL,
  ),
  ...labelled(page, 'On-call', toldWords(heard), LABEL),
];

const toldWords = ({ letters, untold }: Scene['heard']): string => {
  if (untold !== undefined) return `NOT told: ${asLine(untold)}. Tell them yourself.`;
  return letters === 0 ? 'told by the functions, not from here' : `${numbered(letters, 'message')} sent from here`;
};

const nextRows = (page: Page, { reach }: Scene, { result, incident }: Done): Rows => {
  const { endpoint } = reach.policy;
  if (result === 'THERE' || incident === undefined) return [];
  const suspects = suspectsOf(incident);
  const them = listed(suspects);
  const inForce = incident.shift?.inForceAt !== undefined;
  return [
    '',
    ...(inForce
      ? indented(
          page,
          `${them} ${suspects.length > 1 ? 'still run and are' : 'still runs and is'} billed. A Terraform or CDK apply of the endpoint may bring the old weights back: make its code agree.`,
          0,
        )
      : indented(page, 'See what became of it:', 0)),
    ...(inForce
      ? [
          ...indented(page, 'Once traffic there is on purpose again:', 0),
          ...suspects.map((one) => commands.release(endpoint, one)),
        ]
      : [commands.describeEndpoint(endpoint)]),
  ];
};
