import { isOpen } from '../../../lambdas/domain/incident.ts';
import { currentWeights } from '../../../lambdas/domain/weights.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Finding } from '../../finding.ts';
import { wrap } from '../../screen/wrap.ts';
import { isFrozen } from '../../shown/freeze.ts';
import { listed, numbered } from '../../shown/text.ts';
import { ago, dated } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import { findingRows } from './finding-rows.ts';
import { brokenFor } from './links.ts';
import { countHealth } from './report.ts';
import type { Scope } from './scope.ts';
import type { Seen } from './survey.ts';

/** What is, in one sentence; the endpoints; what to do. */
export const fleetRows = (page: Page, scope: Scope, findings: readonly Finding[]): Rows => [
  ...summaryRows(page, scope),
  ...deploymentRows(page, scope),
  '',
  ...table(page, {
    head: ['endpoint', 'mode', 'traffic now', 'guards', 'last drill', 'state'],
    rows: scope.survey.endpoints.map((seen) => [
      seen.policy.endpoint,
      seen.policy.mode,
      trafficWords(seen),
      guardWords(seen),
      drillWords(seen, scope.survey.now),
      stateWords(page, seen, scope),
    ]),
    flexible: 2,
  }),
  ...findingRows(page, findings),
];

const summaryRows = ({ width, paint }: Page, { survey: { endpoints, unread }, links }: Scope): Rows => {
  const open = endpoints.filter(({ incident }) => isOpen(incident)).length;
  const back = endpoints.flatMap(({ quarantined }) => quarantined.filter(({ share }) => share > 0)).length;
  const unguarded = endpoints.filter((seen) => isUnguarded(seen, links)).length;
  const troubles = [
    ...(open > 0 ? [`${numbered(open, 'incident')} ${open === 1 ? 'is' : 'are'} open`] : []),
    ...(unguarded > 0
      ? [
          `${unguarded} of ${numbered(endpoints.length, 'endpoint')} ${unguarded === 1 ? 'is' : 'are'} not fully guarded`,
        ]
      : []),
    ...(back > 0
      ? [
          `${numbered(back, 'variant')} that ${back === 1 ? 'was' : 'were'} rolled back ${back === 1 ? 'has' : 'have'} traffic again`,
        ]
      : []),
    ...(unread.length > 0 ? ['not everything could be read'] : []),
  ];
  const well = `${endpoints.length === 1 ? 'The endpoint is' : `All ${endpoints.length} endpoints are`} guarded, and no incident is open.`;
  const told = listed(troubles);
  const text = troubles.length === 0 ? well : `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
  return wrap(text, width).map((row) => paint(troubles.length === 0 ? 'good' : 'bad', row));
};

export const deploymentRows = ({ width, paint }: Page, { deployed, survey }: Scope): Rows =>
  wrap(
    `Stack ${deployed.stack}, ${deployed.status}, version ${deployed.version}, changed ${dated(deployed.changedAt)} (${ago(deployed.changedAt, survey.now)}).`,
    width,
  ).map((row) => paint('quiet', row));

/** `stable 95 %, canary 5 %`, and what SageMaker is at if it is not `InService`. */
export const trafficWords = ({ fleet }: Seen): string => {
  if (fleet === UNREAD) return 'not read';
  if (fleet === undefined) return 'does not exist';
  const now = shares(currentWeights(fleet));
  return fleet.status === 'InService' ? now : `${now} (${fleet.status})`;
};

/** `8 well`, or a line for each health that some guard is in. */
export const guardWords = (seen: Seen): string => {
  const counts = countHealth(seen);
  if (counts === undefined) return 'not read';
  const lines = Object.entries(counts).flatMap(([health, count]) => (count > 0 ? [`${count} ${health}`] : []));
  return lines.join('\n');
};

/** How long ago the last one was: `12 days`, or that it did not go well. */
const drillWords = ({ drill }: Seen, now: number): string => {
  if (drill === undefined) return 'never';
  if (drill === UNREAD) return 'not read';
  const age = ago(drill.at, now);
  return drill.result?.worked === true ? age : `${age}\n${drill.result === undefined ? 'broken off' : 'broken'}`;
};

const isUnguarded = ({ gaps, policy }: Seen, links: Scope['links']): boolean =>
  gaps.length > 0 || brokenFor(links, policy.endpoint).length > 0;

const stateWords = ({ paint }: Page, seen: Seen, { links }: Scope): string => {
  const { incident, isIncidentKnown, freeze, drilling, quarantined } = seen;
  const lines = [
    ...(isOpen(incident) ? [paint('bad', 'INCIDENT')] : []),
    ...(isIncidentKnown ? [] : [paint('bad', 'not read')]),
    ...(quarantined.some(({ share }) => share > 0) ? [paint('bad', 'QUARANTINE')] : []),
    ...(drilling ? [paint('warn', 'drill')] : []),
    ...(isUnguarded(seen, links) ? [paint('bad', 'UNGUARDED')] : []),
    ...(isFrozen(freeze) ? [paint('warn', 'frozen')] : []),
    ...(freeze === 'unreadable' ? [paint('bad', 'freeze unclear')] : []),
  ];
  return lines.length === 0 ? 'guarded' : lines.join('\n');
};
