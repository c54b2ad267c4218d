import { kindOf } from '../../../lambdas/domain/guards/index.ts';
import { limitOf } from '../../../lambdas/domain/guards/limit.ts';
import { isOpen } from '../../../lambdas/domain/incident.ts';
import { MINUTE, type Minute, measure } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import type { Quarantined } from '../../../lambdas/domain/quarantine.ts';
import { paired, type Watched } from '../../../lambdas/domain/watch-list.ts';
import { amount, percent, plusWords } from '../../../lambdas/domain/words/figures.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Finding } from '../../finding.ts';
import { grouped } from '../../screen/figures.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { bandWords, type Health, healthOf } from '../../shown/guards.ts';
import { endingOf } from '../../shown/incident.ts';
import { modeWords } from '../../shown/mode.ts';
import { tellWords } from '../../shown/tell.ts';
import { labelled, numbered } from '../../shown/text.ts';
import { ago, lasting, momentAgo } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import { findingRows } from './finding-rows.ts';
import { deploymentRows, trafficWords } from './fleet-rows.ts';
import { brokenFor } from './links.ts';
import type { Newest } from './newest.ts';
import type { Scope } from './scope.ts';
import { strategyRows } from './strategy-rows.ts';
import type { Seen } from './survey.ts';

const LABEL = 12;

type Shown = { readonly findings: readonly Finding[]; readonly newest: Newest };

/** One endpoint in full: what is, each guard on each variant, what to do. */
export const endpointRows = (page: Page, scope: Scope, { findings, newest }: Shown): Rows =>
  scope.survey.endpoints.flatMap((seen) => [
    headline(page, seen, scope),
    ...deploymentRows(page, scope),
    '',
    ...factRows(page, scope, seen),
    '',
    ...guardRows(page, seen, { newest, now: scope.survey.now }),
    ...findingRows(page, findings),
  ]);

const headline = (
  { paint }: Page,
  { policy: { endpoint }, gaps, incident, quarantined }: Seen,
  { survey: { unread }, links }: Scope,
): string => {
  const broken = gaps.length + brokenFor(links, endpoint).length;
  if (isOpen(incident)) return paint('bad', `${endpoint}: an incident is open.`);
  if (broken > 0) return paint('bad', `${endpoint} is not fully guarded: ${numbered(broken, 'gap')}.`);
  const back = quarantined.find(({ share }) => share > 0);
  if (back !== undefined) return paint('bad', `${endpoint}: ${back.variant} was rolled back, and has traffic again.`);
  if (unread.length > 0) return paint('bad', `${endpoint}: not everything could be read.`);
  return paint('good', `${endpoint} is guarded, and no incident is open.`);
};

const factRows = (page: Page, { survey: { now } }: Scope, seen: Seen): Rows =>
  [
    ['Mode', modeWords(seen.policy)],
    ['Traffic', trafficWords(seen)],
    ['Endpoint', fleetWords(seen)],
    ...strategyRows(seen, now),
    ['Incident', incidentWords(seen, now)],
    ...seen.quarantined.map((one) => ['Quarantine', quarantineWords(one, now)]),
    ['Freeze', freezeWords(seen, now)],
    ['Last drill', drillWords(seen, now)],
    ['Tells', tellWords(seen.policy)],
  ].flatMap(([label = '', text = '']) => labelled(page, label, text, LABEL));

const fleetWords = ({ fleet }: Seen): string => {
  if (fleet === UNREAD) return 'not read';
  if (fleet === undefined) return 'does not exist';
  const instances = fleet.variants.flatMap(({ name, instances: count }) =>
    count === undefined ? [] : [`${name} ${numbered(count, 'instance')}`],
  );
  return [`${fleet.status}, endpoint config ${fleet.config}`, ...instances].join(', ');
};

const incidentWords = ({ incident, isIncidentKnown }: Seen, now: number): string => {
  if (incident === undefined) return isIncidentKnown ? 'none is recorded' : 'not read';
  const { id, openedAt, ending } = incident;
  const since = momentAgo(openedAt, now);
  if (ending === undefined) return `${id} is open since ${since}`;
  return `none is open. The last one, ${id}, opened ${since}, took ${lasting(ending.at - openedAt)} and ended ${endingOf(incident)}.`;
};

const quarantineWords = ({ variant, incident, since, share }: Quarantined, now: number): string =>
  `${variant} was rolled back ${momentAgo(since, now)} in ${incident}, and nobody has released it; it has ${percent(share)} of the traffic`;

const drillWords = ({ drill, drilling }: Seen, now: number): string => {
  if (drilling) return 'under way';
  if (drill === UNREAD) return 'not read';
  if (drill === undefined) return 'never';
  const { at, result } = drill;
  const ended =
    result === undefined
      ? 'was broken off'
      : result.worked
        ? 'every hop worked'
        : `broken: ${result.broken.join(', ')}`;
  return `${momentAgo(at, now)}, ${ended}`;
};

const freezeWords = ({ freeze }: Seen, now: number): string => {
  if (freeze === 'off') return 'off';
  return freeze === 'unreadable' ? 'cannot be read: it counts as frozen' : frozenWords(freeze, now);
};

const TONES = { well: 'plain', broken: 'bad', blind: 'warn', missing: 'bad' } as const satisfies Record<Health, string>;

type Measured = { readonly newest: Newest; readonly now: number };

const guardRows = (page: Page, { watched, alarms }: Seen, { newest, now }: Measured): Rows => {
  const found = alarms === UNREAD ? [] : paired(watched, [...alarms.values()]);
  return table(page, {
    head: ['guard', 'variant', 'is', 'since', 'allowed', 'newest minute'],
    rows: watched.map((one) => {
      const own = found.find(({ alarm }) => alarm.name === one.name);
      const health = healthOf(own);
      return [
        one.guard.id,
        one.variant ?? 'none named',
        alarms === UNREAD ? 'not read' : page.paint(TONES[health], health),
        own === undefined ? '–' : ago(own.alarm.transitionedAt, now),
        allowed(one),
        newest.report === null ? 'not read' : minuteWords(one.guard, one.variant && newest.of(one.variant), now),
      ];
    }),
  });
};

const allowed = ({ guard }: Watched): string => {
  const limit = limitOf(guard);
  if (limit === undefined) return '–';
  if (guard.anomalyBand) return bandWords(limit);
  return guard.below === undefined ? `${amount(guard, limit)}${plusWords(guard)}` : `at least ${amount(guard, limit)}`;
};

/** A minute that began longer ago than this is not how things are now. */
const FRESH = 4 * MINUTE;

const minuteWords = (guard: Guard, minute: Minute | undefined, now: number): string => {
  if (kindOf(guard).reading(guard) === undefined) return '–';
  if (minute === undefined) return 'no requests';
  const measured = `${amount(guard, measure(guard, minute))} of ${grouped(minute.requests)}`;
  return now - minute.start < FRESH ? measured : `${measured}, ${ago(minute.start, now)}`;
};
