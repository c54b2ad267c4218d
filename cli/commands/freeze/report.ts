import { EVERY_ENDPOINT, type Frozen } from '../../../lambdas/domain/freeze.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { Known } from '../../account/known.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { indented, labelled } from '../../shown/text.ts';
import { iso } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Change } from './change.ts';
import type { Clash } from './switch.ts';

export type Done = Change & {
  readonly value: string;
  readonly clash: Clash;
  readonly unrecorded: string | undefined;
};

export const reportOf = ({ freezeParameter }: Known, { what, endpoint, by, held, after, clash, unrecorded }: Done) => ({
  what,
  endpoint,
  by,
  parameter: freezeParameter,
  before: held.frozen.map(toJson),
  after: after.map(toJson),
  clash: clash?.what ?? null,
  ledger: unrecorded === undefined ? 'recorded' : `not recorded: ${unrecorded}`,
});

const toJson = ({ until, ...rest }: Frozen) => ({ ...rest, until: until === undefined ? 'never' : iso(until) });

const LABEL = 8;

export const rowsOf = (page: Page, { freezeParameter }: Known, done: Done): Rows => [
  headline(page, done),
  '',
  ...frozenRows(page, 'Before', done.held.frozen, done.now),
  ...frozenRows(page, 'Now', done.after, done.now),
  ...(done.clash === undefined
    ? []
    : [
        '',
        ...indented(page, `${done.clash.what}. See what is wanted, and run the command again.`, 0),
        `aws ssm get-parameter-history --name ${freezeParameter}`,
      ]),
  ...(done.unrecorded === undefined
    ? []
    : ['', ...indented(page, `Not recorded in the ledger: ${done.unrecorded}`, 0)]),
  '',
  ...nextRows(page, done),
];

export const named = (endpoint: string): string => (endpoint === EVERY_ENDPOINT ? 'every endpoint' : endpoint);

const headline = ({ paint }: Page, { what, endpoint, clash }: Done): string => {
  if (clash !== undefined) return paint('bad', 'The switch was written, and somebody else wrote it too.');
  const whose = endpoint === EVERY_ENDPOINT ? 'Every endpoint' : endpoint;
  return what === 'frozen'
    ? paint('warn', `${whose} is frozen: nothing is shifted by the automation.`)
    : paint('good', `${whose} is thawed: guards act again.`);
};

export const frozenRows = (page: Page, label: string, frozen: readonly Frozen[], now: Instant): Rows =>
  frozen.length === 0
    ? labelled(page, label, 'nothing is frozen', LABEL)
    : frozen.flatMap((one, place) =>
        labelled(page, place === 0 ? label : '', `${named(one.endpoint)}: ${frozenWords(one, now)}`, LABEL),
      );

const nextRows = (page: Page, { what, endpoint }: Done): Rows => {
  const which = endpoint === EVERY_ENDPOINT ? '--all' : endpoint;
  return what === 'frozen'
    ? [
        ...indented(page, 'People are still told what breaks, and a person can still roll back. To end the freeze:', 0),
        `npx sagemaker-rollback thaw ${which}`,
      ]
    : indented(page, 'A guard that is broken now is acted upon within a minute.', 0);
};
