import { DEFAULTS } from '../../../infra/config/guards.ts';
import type { RollbackConfig } from '../../../infra/config/shape.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import { counted } from '../../screen/figures.ts';
import { wrap } from '../../screen/wrap.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Entry } from './entry.ts';
import { bullet } from './overview.ts';
import type { Place } from './place.ts';
import { inMs } from './reasons.ts';
import type { Seen, SeenEndpoint, Unfit } from './seen.ts';
import type { Suggestion } from './suggest.ts';

export type Report = Seen & {
  /** How far back the metrics were read. */
  readonly days: number;
  /** Null: nothing was written. */
  readonly file: string | null;
  /** Null: there is nothing to guard. */
  readonly config: RollbackConfig | null;
  readonly suggestions: readonly (Suggestion & Pick<SeenEndpoint, 'endpoint'>)[];
  readonly notes: readonly string[];
};

type Looked = Pick<Report, 'days'>;

/** No endpoint can be guarded as it is: said plainly, and what would help. */
export const nothingToGuard = (seen: Seen, { days }: Looked): Outcome<Report> => ({
  report: { ...seen, days, file: null, config: null, suggestions: [], notes: [] },
  rows: (page) => nothingRows(page, seen),
  exit: EXIT.notWell,
});

const nothingRows = ({ width, paint }: Page, { region, endpoints }: Seen): Rows => {
  const isAny = (kind: Unfit['kind']) => endpoints.some(({ unfit }) => unfit?.kind === kind);
  const mend = isAny('shadowed') ? SHADOWED : isAny('unread') ? UNREADABLE : ELSEWHERE;
  const what =
    endpoints.length === 0
      ? `There is no endpoint in ${region}, and nothing was written.`
      : 'No endpoint here can be guarded as it is, and nothing was written.';
  return [...wrap(what, width).map((row) => paint('strong', row)), ...wrap(mend, width)];
};

const UNREADABLE = 'What could not be read may well be fit. docs/cli/init.md has the rights that init needs.';

const ELSEWHERE = 'Look whether the account and the Region are the right ones: --profile, --region.';

const SHADOWED =
  'A shadow variant answers no user, and there is no other one to shift traffic to. docs/canary-variant.md adds a canary without a break; then run init again.';

export type Done = {
  readonly seen: Seen;
  readonly days: number;
  readonly place: Place;
  readonly entries: readonly Entry[];
  readonly config: RollbackConfig;
  readonly text: string;
  readonly notes: readonly string[];
};

export const written = ({ seen, days, place, entries, config, text, notes }: Done): Outcome<Report> => ({
  report: {
    ...seen,
    days,
    file: place.file ?? null,
    config,
    suggestions: entries.map(({ choice, suggestion }) => ({ endpoint: choice.endpoint.endpoint, ...suggestion })),
    notes,
  },
  // Printed, the config is all that goes to stdout, so that it can be sent to a file.
  rows: (page) => (place.file === undefined ? [text.trimEnd()] : writtenRows(page, { place, entries, notes })),
});

const writtenRows = (page: Page, { place, entries, notes }: Pick<Done, 'place' | 'entries' | 'notes'>): Rows => [
  page.paint(
    'strong',
    `${place.existed ? 'Replaced' : 'Wrote'} ${place.file}: ${counted(entries.length, 'endpoint')}, mode observe`,
  ),
  ...entries.flatMap((entry) => ['', ...entryRows(page, entry)]),
  '',
  ...noteRows(page, notes),
  page.paint('strong', 'Next'),
  ...nextSteps(place).flatMap((step, index) => numbered(page, index + 1, step)),
];

export const noteRows = (page: Page, notes: readonly string[]): Rows =>
  notes.length === 0 ? [] : [page.paint('warn', 'Worth knowing'), ...notes.flatMap((note) => bullet(page, note)), ''];

const entryRows = ({ width, paint }: Page, { choice, suggestion }: Entry): Rows => {
  const { errors, latency, minRequests } = suggestion;
  const guards = [
    `more than ${percent(errors.above)} of requests plus ${DEFAULTS.errorsPlus} answered 5XX`,
    ...(latency === undefined ? [] : [`p${latency.percentile} latency above ${inMs(latency.aboveMs)}`]),
  ];
  const goes =
    choice.canaries.length === 0
      ? 'Its last good endpoint config comes back'
      : `Traffic goes from ${choice.canaries.join(', ')} back to ${choice.stable}`;
  const sentence = `${goes} on ${guards.join(', or ')}, in two of three minutes with at least ${minRequests.value} requests.${worseWords(choice)}`;
  return [paint('strong', choice.endpoint.endpoint), ...wrap(sentence, width - 2).map((row) => `  ${row}`)];
};

const worseWords = ({ canaries }: Entry['choice']): string =>
  canaries.length === 0 ? '' : ' It also does once the judge finds a canary worse than stable.';

const nextSteps = ({ file, isDeployed }: Place): readonly string[] => [
  `Read ${file}: each threshold has its reason beside it.`,
  ...(isDeployed ? [] : [`npm run synth and npx cdk read the clone's rollback.config.ts: put it there.`]),
  'npm run synth checks it; npx cdk deploy deploys it (the first time in an account: npx cdk bootstrap).',
  'Each address confirms the two mails that AWS sends.',
  "Watch for a week in mode observe, which changes nothing. When you agree with what it would have done, set mode: 'auto' and deploy.",
];

const numbered = ({ width }: Page, number: number, text: string): Rows =>
  wrap(text, width - 5).map((row, place) => `${place === 0 ? `  ${number}. ` : '     '}${row}`);
