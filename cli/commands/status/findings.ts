import { EVERY_ENDPOINT, type Frozen } from '../../../lambdas/domain/freeze.ts';
import { isOpen } from '../../../lambdas/domain/incident.ts';
import { backInTraffic } from '../../../lambdas/domain/quarantine.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Finding } from '../../finding.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { awaitedOf, seenOf } from '../../shown/incident.ts';
import { momentAgo } from '../../shown/times.ts';
import { type Scope, toldOf } from './scope.ts';
import type { Seen } from './survey.ts';

/** All that a person should know now, the worst first. Another source of findings adds its line here. */
export const findingsOf = (scope: Scope): readonly Finding[] =>
  [
    ...scope.survey.endpoints.flatMap((seen) => incidentFindings(scope, seen)),
    ...scope.survey.endpoints.flatMap(gapFindings),
    ...scope.links,
    ...scope.survey.endpoints.flatMap(quarantineFindings),
    ...scope.survey.endpoints.flatMap(drillFindings),
    ...unreadFindings(scope),
    ...freezeFindings(scope),
    ...driftFindings(scope),
  ].toSorted((one, other) => Number(one.weight === 'notice') - Number(other.weight === 'notice'));

const incidentFindings = (scope: Scope, { policy, incident }: Seen): readonly Finding[] => {
  if (!isOpen(incident)) return [];
  const { is, awaited, command } = awaitedOf(incident, toldOf(scope, policy));
  const { endpoint } = policy;
  return [
    {
      weight: 'bad',
      kind: 'incident',
      endpoint,
      what: `${endpoint}: incident ${incident.id}, open since ${momentAgo(incident.openedAt, scope.survey.now)}. ${seenOf(incident, policy)}. ${is}`,
      mend: awaited,
      ...(command !== undefined && { command }),
    },
  ];
};

const gapFindings = ({ policy: { endpoint }, gaps }: Seen): readonly Finding[] =>
  gaps.map(({ what, mend }) => ({ weight: 'bad', kind: 'unguarded', endpoint, what: `${endpoint}: ${what}`, mend }));

const quarantineFindings = ({ policy: { endpoint }, quarantined }: Seen): readonly Finding[] =>
  backInTraffic(quarantined).map(({ variant, share, incident }) => ({
    weight: 'bad',
    kind: 'quarantine',
    endpoint,
    what: `${endpoint}: ${variant} was rolled back in ${incident}, and has ${percent(share)} of the traffic again`,
    mend: `Make what deploys the endpoint agree with the rollback. If ${variant} is mended and this is on purpose, release it:`,
    command: `npx sagemaker-rollback release ${endpoint}`,
  }));

const drillFindings = ({ policy: { endpoint }, drilling, drill }: Seen): readonly Finding[] => {
  const notice = { weight: 'notice', kind: 'drill', endpoint } as const;
  if (drilling)
    return [{ ...notice, what: `${endpoint}: a DRILL is under way. Nothing is wrong.`, mend: 'It ends by itself.' }];
  const broken = drill === undefined || drill === UNREAD ? [] : (drill.result?.broken ?? []);
  if (broken.length === 0) return [];
  const what = `${endpoint}: in the last drill this did not work: ${broken.join(', ')}`;
  return [{ ...notice, what, mend: `npx sagemaker-rollback drill ${endpoint}` }];
};

const unreadFindings = ({ survey: { unread } }: Scope): readonly Finding[] =>
  unread.map((what) => ({
    weight: 'bad',
    kind: 'unread',
    what,
    mend: 'What depends on it is not shown here, and may be ill. Run the command again, or ask for the right that it names.',
  }));

const freezeFindings = ({ survey, deployed }: Scope): readonly Finding[] => {
  const mend = `aws ssm get-parameter-history --name ${deployed.parts.freezeParameter} --query 'Parameters[-1].[Value,LastModifiedUser,LastModifiedDate]'`;
  // One switch for all endpoints: what one of them cannot read, none can.
  if (survey.endpoints.some(({ freeze }) => freeze === 'unreadable'))
    return [
      {
        weight: 'bad',
        kind: 'frozen',
        what: 'The freeze switch cannot be read or understood, and then nothing is shifted',
        mend,
      },
    ];
  return survey.endpoints.flatMap(({ policy: { endpoint }, freeze }): readonly Finding[] => {
    if (freeze === 'off' || freeze === 'unreadable') return [];
    const what = `${endpoint}: rollbacks are ${frozenWords(freeze, survey.now)}`;
    return [
      { weight: 'notice', kind: 'frozen', endpoint, what, mend: freeze.by === undefined ? mend : thawOf(freeze) },
    ];
  });
};

const thawOf = ({ endpoint }: Frozen): string =>
  `npx sagemaker-rollback thaw ${endpoint === EVERY_ENDPOINT ? '--all' : endpoint}`;

const driftFindings = ({ drift }: Scope): readonly Finding[] =>
  drift.map((what) => ({
    weight: 'notice',
    kind: 'drift',
    what,
    mend: 'See it with npx cdk diff; it holds once it is deployed.',
  }));
