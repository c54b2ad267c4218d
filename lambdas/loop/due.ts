import type { Incident } from '../domain/incident.ts';
import { isJudged } from '../domain/judged.ts';
import type { Instant } from '../domain/model.ts';
import type { Deployment, EndpointName, Policy } from '../domain/policy.ts';
import { watched } from '../domain/watch-list.ts';
import type { Known } from './compare.ts';

/** An endpoint that a sweep has to look at. */
export type Due = {
  readonly policy: Policy;
  /** When the newest of its canaries' alarms went off; absent: it is due for its incident alone. */
  readonly alarmedAt?: Instant;
  /** The endpoint's newest. */
  readonly incident?: Incident;
};

/** What a sweep has read, and of which endpoints this container has something to write. */
type Swept = Known & { readonly unwritten: readonly EndpointName[] };

/** Those with a canary's guard in ALARM, those whose incident is open or owes a letter, and those with an unwritten one. */
export const dueOf = (deployment: Deployment, { alarms, incidents, unwritten }: Swept): readonly Due[] => {
  const alarmed = new Map(
    alarms.filter(({ state }) => state === 'ALARM').map(({ name, transitionedAt }) => [name, transitionedAt]),
  );
  const newest = new Map<EndpointName, Incident>(incidents.map((incident) => [incident.endpoint, incident]));
  return deployment.policies.flatMap((policy) => {
    const own = watched(deployment, policy).filter(({ variant }) => isJudged(policy, variant));
    const since = own.flatMap(({ name }) => alarmed.get(name) ?? []);
    const incident = newest.get(policy.endpoint);
    const isQuiet = since.length === 0 && !isUnsettled(incident) && !unwritten.includes(policy.endpoint);
    if (isQuiet) return [];
    return [{ policy, ...(since.length > 0 && { alarmedAt: Math.max(...since) }), ...(incident && { incident }) }];
  });
};

const isUnsettled = (incident: Incident | undefined): boolean =>
  incident !== undefined && (incident.ending === undefined || incident.owed !== undefined);

/** Its alarm may lead to a shift, for all that is known before the look. */
export const wantsShift = ({ policy, alarmedAt, incident }: Due): boolean =>
  alarmedAt !== undefined &&
  policy.mode !== 'observe' &&
  (incident?.ending !== undefined || incident?.shift === undefined);
