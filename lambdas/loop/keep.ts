import { freezeParameterName } from '../contract.ts';
import { isLeftToSweep, waiting } from '../domain/in-storm.ts';
import type { Incident } from '../domain/incident.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import { told } from '../domain/progress.ts';
import { guardPrefixOf } from '../domain/watch-list.ts';
import type { Places } from '../domain/words/incident-letter.ts';
import type { Letter } from '../domain/words/letter.ts';
import type { Head, Ports, Step, Version, Written } from '../ports.ts';
import { type Account, acted, OUTPACED } from './account.ts';
import { lazily } from './lazily.ts';
import type { World } from './step.ts';

/** Nothing but bookkeeping waits for these. */
export const RECORD_WITHIN_MS = 2_000;

type Held = { readonly incident: Incident; readonly version: Version };

/** Nothing new; but people may not have heard of the incident yet, or the ledger. */
export const owing = async (
  world: World,
  policy: Policy,
  { ahead, ...held }: Held & { readonly ahead: Head['ahead'] | undefined },
): Promise<Account | undefined> => {
  if (await isToTell(world, held)) return tell(world, policy, held);
  if (ahead === undefined) return undefined;
  return keep(world, policy, { after: held.incident, replaces: held.version, what: CAUGHT_UP, facts: {} });
};

/** What only this container knew is in the ledger now that it answers. */
const CAUGHT_UP = 'caught-up';

type Keeping = Pick<Step, 'what' | 'facts' | 'decision'> & { readonly after: Incident; readonly replaces: Version };

export const keep = async (
  world: World,
  policy: Policy,
  { after: concluded, replaces, ...kept }: Keeping,
): Promise<Account> => {
  const after = waiting(concluded, world.ports.clock());
  const step = entry(world.ports, { incident: after, version: replaces }, kept);
  const written = await world.ports.ledger.write(step, RECORD_WITHIN_MS);
  if (written === 'outpaced') return OUTPACED;
  const held =
    written === 'unwritten'
      ? await onceMore(world.ports, after)
      : { incident: after, version: next(replaces, written) };
  if (await isToTell(world, held)) await tell(world, policy, held);
  return acted(kept.what);
};

/**
 * Nothing waits any more, and the table may answer by now: what a container knows alone dies with it. Another container
 * may have gone on meanwhile; then that one's incident stands. Or it has only told people more.
 */
const onceMore = async (ports: Ports, own: Incident): Promise<Held> => {
  const { incident, ahead, version } = await ports.ledger.head(own.endpoint);
  const alone: Held = { incident: own, version: 'unknown' };
  if (incident === undefined || ahead === undefined) return alone;
  const step = entry(ports, { incident, version }, { what: CAUGHT_UP, facts: {} });
  const written = await ports.ledger.write(step, RECORD_WITHIN_MS);
  const isOwn = same(incident, { ...own, told: incident.told });
  return written === 'written' && isOwn ? { incident, version: next(version, written) } : alone;
};

export const same = (one: Incident, other: Incident): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What the ledger does not know no sweep can tell. */
const isToTell = async ({ ports, isToldAlready }: World, { incident, version }: Held): Promise<boolean> => {
  if (incident.owed === undefined) return false;
  if (version !== 'unknown' && isLeftToSweep(incident, ports.clock())) return false;
  return !(await isToldAlready?.(incident));
};

/** An undelivered letter stays owed: the next look sends it. Its words are loaded here, since no shift waits for them. */
const tell = async ({ ports, deployment }: World, policy: Policy, { incident, version }: Held): Promise<Account> => {
  const letter = await letterOf(deployment, policy, incident);
  await ports.oncall.publish(letter);
  const facts = { letter: incident.owed, headline: letter.headline };
  const after = told(incident, ports.clock());
  await ports.ledger.write(entry(ports, { incident: after, version }, { what: 'told', facts }), RECORD_WITHIN_MS);
  return acted('told');
};

const loadWords = lazily(() => import('../domain/words/incident-letter.ts'));

const letterOf = async (deployment: Deployment, policy: Policy, incident: Incident): Promise<Letter> => {
  const { incidentLetter } = await loadWords();
  return incidentLetter({ incident, policy, places: placesOf(deployment, policy) });
};

export const placesOf = (deployment: Deployment, policy: Policy): Places => ({
  guardPrefix: guardPrefixOf(deployment, policy),
  freezeParameter: freezeParameterName(deployment.name),
});

/** Another incident has taken its place in the ledger's head, from which no look would send what it owes. */
export const tellOfReplaced = async (
  { ports, deployment, isToldAlready }: World,
  policy: Policy,
  replaced: Incident,
): Promise<void> => {
  if (await isToldAlready?.(replaced)) return;
  const letter = await letterOf(deployment, policy, replaced);
  await ports.oncall.publish(letter);
  ports.log('told of a replaced incident', { endpoint: policy.endpoint, incident: replaced.id, letter: replaced.owed });
};

export const entry = (
  ports: Ports,
  { incident, version }: Held,
  kept: Pick<Step, 'what' | 'facts' | 'decision'>,
): Step => ({
  incident,
  replaces: version,
  at: ports.clock(),
  ...kept,
});

/** A write without an answer may have happened: counting on would make the next one look outpaced. */
export const next = (version: Version, written: Written): Version =>
  version === 'unknown' || written === 'unwritten' ? 'unknown' : version + 1;
