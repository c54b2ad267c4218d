import type { Guard, Policy } from '../../../lambdas/domain/policy.ts';
import { quarantineOf } from '../../../lambdas/domain/quarantine.ts';
import { currentWeights } from '../../../lambdas/domain/weights.ts';
import { percent, shares } from '../../../lambdas/domain/words/figures.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Tone } from '../../screen/paint.ts';
import { wrap } from '../../screen/wrap.ts';
import { judgedOf, promiseWords } from '../../shown/guards.ts';
import { heldNow } from '../../shown/incident.ts';
import { brokenThen } from '../../shown/mode.ts';
import { indented, labelled, listed } from '../../shown/text.ts';
import { moment, momentAgo } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { afterShift } from './after-words.ts';
import { goodRows } from './good-rows.ts';
import { detectionWords, roleWords, sightOf, sightWords } from './guard-words.ts';
import { limitWords } from './limit-words.ts';
import { mutedOf, mutedWords } from './muted.ts';
import type { Decided, Now } from './now.ts';
import { ownSightsOf, ownSightWords } from './own-sight.ts';
import { toldOf } from './report.ts';
import type { Source } from './source.ts';
import { insteadWords } from './strategy-words.ts';
import { verdictWords } from './verdict-words.ts';

/** What would happen now, why, and what after it. */
export const explainRows = (page: Page, source: Source, now: Now): Rows => [
  page.paint('strong', `${source.policy.endpoint}: what would happen now, and why`),
  ...wrap(`As in ${source.from}. Mode ${source.policy.mode}. ${trafficWords(now)}`, page.width),
  ...[...(source.because === undefined ? [] : [source.because]), ...now.unread].flatMap((sentence) =>
    wrap(sentence, page.width).map((row) => page.paint('bad', row)),
  ),
  ...titled(page, `Decision at ${moment(now.at, now.at)}`, decisionRows(page, source, now)),
  ...titled(page, 'What would make it act', actRows(page, source.policy, now)),
  ...titled(page, 'What would hold it back now', holdRows(page, source, now)),
  ...quarantineRows(page, now),
  ...(source.policy.restore ? titled(page, 'Endpoint configs that served well', goodRows(page, now)) : []),
  ...titled(page, 'Guards', guardsRows(page, source.policy, now)),
  ...titled(page, 'Limits of repeats', bulleted(page, limitWords(source.deployment.limits))),
  ...titled(page, source.policy.restore ? 'After that' : 'After a shift', bulleted(page, afterShift(source.policy))),
];

const titled = ({ paint }: Page, title: string, rows: Rows): Rows => ['', paint('strong', title), ...rows];

const bulleted = (page: Page, texts: readonly string[]): Rows =>
  texts.flatMap((text) => indented(page, text, 4).map((row, place) => (place === 0 ? `  • ${row.trimStart()}` : row)));

const trafficWords = ({ fleet }: Now): string => {
  if (fleet === UNREAD) return 'The traffic could not be read.';
  return fleet === undefined
    ? 'The endpoint does not exist.'
    : `Traffic now: ${shares(currentWeights(fleet))} (${fleet.status}).`;
};

const TONES: Readonly<Record<Decided['verdict']['kind'], Tone>> = {
  nothing: 'plain',
  'roll-back': 'shift',
  prepare: 'shift',
  hold: 'warn',
  watch: 'shift',
  end: 'plain',
};

const decisionRows = (page: Page, source: Source, now: Now): Rows => {
  if (now.decided === undefined)
    return indented(page, source.parts ? 'Nobody can tell: see above.' : 'None: nothing is known to be deployed.', 2);
  const { verdict } = now.decided;
  const tone = TONES[verdict.kind];
  return indented(page, verdictWords(verdict, toldOf(source, now)), 2).map((row) => page.paint(tone, row));
};

const actRows = (page: Page, policy: Policy, { fleet }: Now): Rows => {
  const { guards } = policy;
  const canaries = judgedOf(policy);
  const served =
    fleet === undefined || fleet === UNREAD
      ? canaries
      : canaries.filter((canary) =>
          fleet.variants.some(({ name, desiredWeight }) => name === canary && desiredWeight > 0),
        );
  if (served.length === 0) return indented(page, `Nothing now: ${listed(canaries)} has no traffic to take away.`, 2);
  return indented(
    page,
    `One of the ${guards.length} guards below, broken on ${listed(served)}: its alarm is in ALARM, names a datapoint above the threshold, and the metrics of the endpoint hold such a minute and no better one since. Then ${brokenThen(policy)}, within a second of the alarm's event, or within a minute without it.`,
    2,
  );
};

const holdRows = (page: Page, source: Source, now: Now): Rows => {
  if (now.decided === undefined) return indented(page, 'Unknown.', 2);
  const { obstacles, situation } = now.decided;
  const told = toldOf(source, now);
  const muted = mutedOf(now);
  if (obstacles.length === 0 && muted.length === 0) return indented(page, nothingHolds(source.policy), 2);
  return [
    ...obstacles.flatMap((reason) => {
      const { why, next, command } = heldNow(reason, situation, told);
      const instead = insteadWords(source.policy, reason);
      return [...bulleted(page, [`${why}. ${instead ?? next}`]), ...(instead === undefined ? [`    ${command}`] : [])];
    }),
    ...muted.flatMap((one) => [...bulleted(page, [mutedWords(one, now.at)]), `    ${one.command}`]),
  ];
};

const nothingHolds = ({ restore }: Policy): string =>
  restore === undefined
    ? 'Nothing: a broken guard would lead to a shift.'
    : 'Nothing: a broken guard would bring back an endpoint config.';

const quarantineRows = (page: Page, { at, decided, fleet }: Now): Rows => {
  if (fleet === UNREAD) return [];
  const quarantined = quarantineOf(decided?.situation.incident, fleet);
  if (quarantined.length === 0) return [];
  const texts = quarantined.map(
    ({ variant, incident, since, share }) =>
      `${variant} was rolled back ${momentAgo(since, at)} in ${incident}, and nobody has released it. It has ${percent(share)} of the traffic.`,
  );
  return titled(page, 'In quarantine', bulleted(page, texts));
};

const LABEL = 14;

const guardsRows = (page: Page, policy: Policy, now: Now): Rows => [
  ...indented(page, `Each: ${roleWords(policy, now)}.`, 2),
  ...policy.guards.flatMap((guard) => guardRows(page, policy, { guard, now })),
  '',
  ...indented(
    page,
    "Times are from the first bad request until the alarm: the minutes it takes, up to a minute until CloudWatch sees a minute's metrics (assumed, not measured), and up to a minute until it evaluates the alarm.",
    2,
  ),
];

const guardRows = (page: Page, policy: Policy, { guard, now }: { guard: Guard; now: Now }): Rows => {
  const own = ownSightsOf(guard, now);
  const seen = own?.map((sight) => ownSightWords(sight, guard, now)) ?? requestsSeen(policy, guard, now);
  return [
    '',
    `  ${page.paint('strong', guard.id)}`,
    ...labelled(page, '    broken by', promiseWords(guard), LABEL + 4),
    ...labelled(page, own ? '    seen' : '    traffic', [...new Set(seen)].join('\n'), LABEL + 4),
    ...labelled(page, '    detected', detectionWords(guard), LABEL + 4),
  ];
};

const requestsSeen = (policy: Policy, guard: Guard, now: Now): readonly string[] =>
  judgedOf(policy).map((canary) => {
    const sight = sightOf(guard, canary, now);
    return sight ? sightWords(sight, guard) : 'the metrics could not be read';
  });
