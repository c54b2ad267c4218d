import type { Incident } from '../incident.ts';
import type { Deployment, Policy } from '../policy.ts';
import { byUrgency, type Standing, type StormNews, standingOf } from '../storm-news.ts';
import * as commands from './commands.ts';
import { figure } from './figures.ts';
import { causeWords, incidentLetter, type Places, whyHeld } from './incident-letter.ts';
import { asLine } from './letter.ts';

export type TellingOfStorm = {
  readonly storm: StormNews;
  readonly deployment: Deployment;
  readonly placesOf: (policy: Policy) => Places;
};

type Told = { readonly incident: Incident; readonly policy: Policy };

const GROUPS = 3;
const LONGEST = 200;

/** `7 like ads, where stable breaks its own guard too`: the reasons that hold most, each by one that it holds. */
export const groupsOf = (telling: TellingOfStorm): string => {
  const held = told(telling, byUrgency(telling.storm.members)).flatMap(({ incident, policy }) =>
    incident.hold !== undefined && standingOf(incident) === 'held' ? [{ incident, policy, hold: incident.hold }] : [],
  );
  const groups = [...Map.groupBy(held, ({ hold }) => hold.kind).values()].toSorted(
    (one, other) => other.length - one.length,
  );
  const rest = groups.slice(GROUPS).flat().length;
  const largest = groups.slice(0, GROUPS).flatMap((group) =>
    group.slice(0, 1).map(({ incident, policy, hold }) => {
      const why = short(whyHeld({ incident, policy, places: telling.placesOf(policy) }, hold));
      return `${group.length === 1 ? '' : `${group.length} like `}${policy.endpoint}, where ${why}`;
    }),
  );
  return [...largest, ...(rest === 0 ? [] : [`${rest} for others`])].join('; ');
};

const told = ({ deployment }: TellingOfStorm, incidents: readonly Incident[]): readonly Told[] => {
  const policies = new Map(deployment.policies.map((policy) => [policy.endpoint, policy]));
  return incidents.flatMap((incident) => {
    const policy = policies.get(incident.endpoint);
    return policy === undefined ? [] : [{ incident, policy }];
  });
};

const NAMED = 10;

/** Those that are open or ended badly. */
export const linesOf = (telling: TellingOfStorm): readonly string[] => {
  const all = told(telling, byUrgency(telling.storm.members)).filter(({ incident }) => !FINE.has(standingOf(incident)));
  const named = all.slice(0, NAMED).map((one) => short(asLine(lineOf(telling, one))));
  const rest = all.length - named.length;
  return [...named, ...(rest === 0 ? [] : [`and ${figure(rest)} more: ${commands.STATUS}, in a clone`])];
};

/** Of what needs a person, its own letter in short; of the others, what was measured. */
const lineOf = ({ placesOf }: TellingOfStorm, { incident, policy }: Told): string => {
  const common = IN_COMMON[standingOf(incident)];
  if (common !== undefined) return `${policy.endpoint}, ${common}: ${causeWords(incident, policy)}`;
  const { headline, done } = incidentLetter({ incident, policy, places: placesOf(policy) });
  return `${headline}. ${done}`;
};

const IN_COMMON: Partial<Readonly<Record<Standing, string>>> = {
  storm: 'held for the storm',
  shifted: 'shifted and not proved yet',
};

const FINE = new Set<Standing>(['over', 'recovered']);

const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST).trimEnd()} …`);
