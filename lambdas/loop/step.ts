import { freezeParameterName } from '../contract.ts';
import { decide } from '../domain/decide.ts';
import type { Cause, Ending, Incident } from '../domain/incident.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import { answered, concluded, intended, told } from '../domain/progress.ts';
import type { Situation } from '../domain/situation.ts';
import type { Verdict } from '../domain/verdict.ts';
import { guardPrefixOf } from '../domain/watch-list.ts';
import type { Ports, Step, Version, Written } from '../ports.ts';
import { type Look, look } from './look.ts';

/** The intent is best effort: no store may keep traffic on a broken model for longer than this. */
const INTENT_WITHIN_MS = 300;

/** Nothing but bookkeeping waits for these. */
const RECORD_WITHIN_MS = 2_000;

export type World = { readonly ports: Ports; readonly deployment: Deployment };

/**
 * One look at one endpoint, and the one step that follows from it: look, decide, act, record, tell. `why` is for the
 * ledger's readers: what the trigger was.
 */
export const step = async (world: World, policy: Policy, why?: string): Promise<Verdict['kind']> => {
  const looked = await look(world.ports, world.deployment, policy);
  const verdict = decide(looked.situation, world.ports.clock());
  await act(world, policy, { ...looked, verdict, why });
  return verdict.kind;
};

/** What follows from a verdict, whoever came to it: the shift, the record, the letter. */
export const act = async (
  world: World,
  policy: Policy,
  { situation, version, verdict, why }: Look & { readonly verdict: Verdict; readonly why?: string | undefined },
): Promise<void> => {
  world.ports.log('decided', { endpoint: policy.endpoint, ...summary(verdict) });
  const before = { incident: situation.incident, version };
  const saw = { ...(why !== undefined && { why }), read: whatWasRead(situation, version) };
  if (verdict.kind === 'roll-back') await rollBack(world, policy, { verdict, version, saw });
  else if (verdict.kind !== 'nothing')
    await settleInto(world, policy, { before, after: concluded(verdict), verdict, saw });
  else if (situation.incident?.owed) await tell(world, policy, { incident: situation.incident, version });
};

type Held = { readonly incident: Incident; readonly version: Version };

const rollBack = async (
  { ports, deployment }: World,
  policy: Policy,
  { verdict, version, saw }: { verdict: Extract<Verdict, { kind: 'roll-back' }>; version: Version; saw: Step['facts'] },
): Promise<void> => {
  const { incident, to } = verdict;
  const intent = intended(incident, to, ports.clock());
  const facts = { from: incident.weightsAtOpen, to, ...causeOf(incident), ...saw };
  const written = await ports.ledger.write(
    entry(ports, { incident: intent, version }, 'intent', facts),
    INTENT_WITHIN_MS,
  );
  if (written === 'outpaced') return ports.log('outpaced', { endpoint: policy.endpoint, incident: incident.id });

  const answer = await ports.endpoints.shift(policy.endpoint, to);
  ports.log('asked for the shift', { endpoint: policy.endpoint, incident: incident.id, to, answer: answer.kind });
  await keep({ ports, deployment }, policy, {
    after: answered(incident, intent, answer),
    replaces: next(version, written),
    what: answer.kind === 'accepted' ? 'shifted' : `shift-${answer.kind}`,
    facts: { to, answer },
  });
};

const settleInto = async (
  world: World,
  policy: Policy,
  {
    before,
    after,
    verdict,
    saw,
  }: {
    before: { incident: Incident | undefined; version: Version };
    after: Incident;
    verdict: Verdict;
    saw: Step['facts'];
  },
): Promise<void> => {
  if (before.incident !== undefined && same(before.incident, after))
    return after.owed ? tell(world, policy, { incident: after, version: before.version }) : undefined;
  await keep(world, policy, {
    after,
    replaces: before.version,
    what: verdict.kind,
    facts: { ...summary(verdict), ...saw },
  });
};

type Keeping = { after: Incident; replaces: Version; what: string; facts: Step['facts'] };

const keep = async (world: World, policy: Policy, { after, replaces, what, facts }: Keeping): Promise<void> => {
  const step = entry(world.ports, { incident: after, version: replaces }, what, facts);
  const written = await world.ports.ledger.write(step, RECORD_WITHIN_MS);
  if (written === 'outpaced') return;
  if (after.owed) await tell(world, policy, { incident: after, version: next(replaces, written) });
};

/** An undelivered letter stays owed: the next look sends it. Its words are loaded here, since no shift waits for them. */
const tell = async ({ ports, deployment }: World, policy: Policy, { incident, version }: Held): Promise<void> => {
  const places = {
    guardPrefix: guardPrefixOf(deployment, policy),
    freezeParameter: freezeParameterName(deployment.name),
  };
  const { incidentLetter } = await import('../domain/words/incident-letter.ts');
  const letter = incidentLetter({ incident, policy, places });
  await ports.oncall.publish(letter);
  const facts = { letter: incident.owed, headline: letter.headline };
  await ports.ledger.write(entry(ports, { incident: told(incident), version }, 'told', facts), RECORD_WITHIN_MS);
};

const entry = (ports: Ports, { incident, version }: Held, what: string, facts: Step['facts']): Step => ({
  incident,
  replaces: version,
  at: ports.clock(),
  what,
  facts,
});

/** A write without an answer may have happened: counting on would make the next one look outpaced. */
const next = (version: Version, written: Written): Version =>
  version === 'unknown' || written === 'unwritten' ? 'unknown' : version + 1;

const same = (one: Incident, other: Incident): boolean => JSON.stringify(one) === JSON.stringify(other);

const summary = (verdict: Verdict): Record<string, unknown> => {
  switch (verdict.kind) {
    case 'nothing':
      return { verdict: verdict.kind, because: verdict.because };
    case 'roll-back':
      return { verdict: verdict.kind, incident: verdict.incident.id, to: verdict.to, ...causeOf(verdict.incident) };
    case 'hold':
      return { verdict: verdict.kind, incident: verdict.incident.id, reason: verdict.reason };
    case 'watch':
      return { verdict: verdict.kind, incident: verdict.incident.id, inForce: verdict.inForce };
    case 'end':
      return { verdict: verdict.kind, incident: verdict.incident.id, ...endingFacts(verdict.ending) };
  }
};

/** Whether the look could do without nothing: what else it needs, it has thrown for. */
const whatWasRead = ({ traffic, freeze }: Situation, version: Version): Step['facts'] => ({
  metrics: traffic !== 'unreadable',
  freeze: freeze !== 'unreadable',
  ledger: version !== 'unknown',
});

const causeOf = ({ breach, byHand }: Cause) => ({ ...(breach && { breach }), ...(byHand && { byHand }) });

const endingFacts = ({ state, because }: Ending): Record<string, unknown> => ({ state, because });
