import { guardAlarmPrefix } from '../../contract.ts';
import type { Incident, LetterKind } from '../incident.ts';
import type { Deployment, EndpointName } from '../policy.ts';
import { type Standing, type StormNews, standingOf } from '../storm-news.ts';
import * as commands from './commands.ts';
import { clockTime, dayTime, figure } from './figures.ts';
import { asLine, asSubject, type Letter } from './letter.ts';
import { groupsOf, linesOf, type TellingOfStorm } from './storm-list.ts';

/** All of the storm in one letter, as it stands: the next one says the same of what has changed by then. */
export const stormLetter = (telling: TellingOfStorm): Letter => {
  const { storm, deployment } = telling;
  const audience = audienceOf(storm, deployment);
  const counts = countsOf(storm.members);
  const lines = linesOf(telling);
  return {
    version: 1,
    endpoint: audience[0] ?? '',
    storm: { since: storm.since, tells: storm.news.length, last: storm.isLast, audience },
    headline: asSubject(headlineOf(telling, counts)),
    tone: toneOf(storm, counts),
    seen: seenWords(telling),
    done: asLine(doneWords(telling, counts)),
    ...(storm.isLast ? overWords(counts) : openWords(counts)),
    command: commands.describeAlarmsIn('ALARM', guardAlarmPrefix(deployment.name)),
    ...(lines.length === 0 ? {} : { lines }),
  };
};

type Counts = Readonly<Record<Standing, number>>;

const countsOf = (members: readonly Incident[]): Counts => {
  const of = (standing: Standing): number => members.filter((one) => standingOf(one) === standing).length;
  return {
    failed: of('failed'),
    asks: of('asks'),
    held: of('held'),
    storm: of('storm'),
    shifted: of('shifted'),
    over: of('over'),
    recovered: of('recovered'),
  };
};

/** Endpoints that between them have everybody whom a member's letters go to: an address that many share is one reader. */
const audienceOf = ({ members }: StormNews, { policies }: Deployment): readonly EndpointName[] => {
  const struck = new Set(members.map(({ endpoint }) => endpoint));
  const reached = new Set<string>();
  return policies.flatMap(({ endpoint, contacts: { emails, slackWebhookParameter: slack } }) => {
    const readers = [...emails, ...(slack === undefined ? [] : [slack])];
    if (!struck.has(endpoint) || readers.every((one) => reached.has(one))) return [];
    for (const one of readers) reached.add(one);
    return [endpoint];
  });
};

/** Who sees nothing but this line knows how large it is, and whether somebody is needed. */
const headlineOf = ({ storm, deployment }: TellingOfStorm, counts: Counts): string => {
  const { failed, asks, held, storm: heldForIt, shifted, over, recovered } = counts;
  const size = `${storm.members.length} of ${deployment.policies.length} endpoints since ${clockTime(storm.since).slice(0, 5)} UTC`;
  const parts: readonly (readonly [number, string])[] = storm.isLast
    ? [
        [failed, 'NEED YOU'],
        [recovered, 'recovered'],
        [over, 'over without a shift that held'],
      ]
    : [
        [failed + asks, 'NEED YOU'],
        [held + heldForIt, 'held'],
        [shifted, 'shifted'],
        [over + recovered, 'over'],
      ];
  return `STORM${storm.isLast ? ' OVER' : ''}, ${size}: ${counted(parts)}`;
};

const counted = (parts: readonly (readonly [number, string])[]): string =>
  parts.flatMap(([count, what]) => (count === 0 ? [] : `${count} ${what}`)).join(', ');

const toneOf = ({ isLast }: StormNews, { failed }: Counts): Letter['tone'] => {
  if (!isLast) return 'needs-you';
  return failed > 0 ? 'bad' : 'good';
};

const seenWords = ({ storm: { since, members, news }, deployment }: TellingOfStorm): string => {
  const own = members.filter(({ storm }) => storm === undefined).length;
  const before = own === 0 ? '' : `, ${own} of them before it was seen to be a storm, with letters of their own`;
  const kinds = KINDS.map(([kind, what]) => [news.filter(({ owed }) => owed === kind).length, what] as const);
  return `${figure(members.length)} of ${figure(deployment.policies.length)} guarded endpoints broke their guards since ${dayTime(since)}${before}. New in this letter: ${counted(kinds)}.`;
};

const KINDS: readonly (readonly [LetterKind, string])[] = [
  ['opened', 'broke their guards'],
  ['changed', 'changed'],
  ['reminder', 'open for another day'],
  ['ended', 'ended'],
];

const doneWords = (telling: TellingOfStorm, { failed, asks, held, storm, shifted, over, recovered }: Counts): string =>
  sentences([
    [asks, 'waiting for a person, to shift or to answer'],
    [failed, 'ended without a proof of serving well again: users may still suffer there'],
    [recovered, 'shifted, and proved to have helped'],
    [shifted, 'shifted, and not proved yet'],
    [storm, 'held for the storm: no canary there is shown to be worse than its own stable'],
    [held, `held for other reasons: ${groupsOf(telling)}`],
    [over, 'over without a shift that held: their guards keep again, or somebody else changed them'],
  ]);

const sentences = (parts: readonly (readonly [number, string])[]): string =>
  parts.flatMap(([count, what]) => (count === 0 ? [] : `${figure(count)} ${what}.`)).join(' ');

type Ways = Pick<Letter, 'means' | 'next'>;

const openWords = ({ failed, asks }: Counts): Ways => ({
  means:
    'A cause that the endpoints share is likelier than so many bad canaries. In mode auto, a canary that the metrics show to be at least twice as bad as its own stable loses its traffic by itself; the others keep theirs until the storm is over.',
  next: `Look for what they share and mend that: a feature store, a database, the network, what calls them, the region itself (AWS Health). The command lists every guard that is broken now.${failed + asks === 0 ? '' : ` Then see to the ${figure(failed + asks)} that need a person, the first in the list.`}`,
});

const overWords = ({ failed }: Counts): Ways => ({
  means: 'Of all that storm letters told of, none is open any more. What breaks a guard now is told by itself again.',
  next:
    failed === 0
      ? 'Nothing now. Find out what they shared while it is fresh.'
      : `Look at the ${figure(failed)} that ended without a proof, the first in the list: users may still suffer there.`,
});
