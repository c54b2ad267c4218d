import { freezeParameterName } from '../contract.ts';
import { decide } from '../domain/decide.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import type { Deployment, EndpointName, Policy } from '../domain/policy.ts';
import { answered, concluded, intended, told } from '../domain/progress.ts';
import type { Verdict } from '../domain/verdict.ts';
import { guardPrefixOf } from '../domain/watch-list.ts';
import type { Ports, Step, Version, Written } from '../ports.ts';
import { type Account, acted, ignored, LEFT, OUTPACED, type Taken } from './account.ts';
import { type Budget, OutOfTurn } from './budget.ts';
import { causeOf, summary } from './facts.ts';
import { type Look, look, type Shared } from './look.ts';
import { logRejected } from './rejected.ts';
import { type Deciding, decisionOf, type Saw, seenBy, withExposure } from './saw.ts';

/** The intent is best effort: no store may keep traffic on a broken model for longer than this. */
const INTENT_WITHIN_MS = 300;

/** Nothing but bookkeeping waits for these. */
export const RECORD_WITHIN_MS = 2_000;

export type World = {
  readonly ports: Ports;
  readonly deployment: Deployment;
  /** Absent: SageMaker may be asked as often as it takes. */
  readonly budget?: Budget;
  /** When this container last looked at which endpoint. */
  readonly lastLooks?: Map<EndpointName, Instant>;
};

/** An event has the sweep behind it, and others behind itself. */
const TURN_WITHIN_MS = 1_000;

/** Why and with what a look is made, where that is more than a trigger. */
export type Occasion = Shared & { readonly why?: string };

/**
 * One look at one endpoint, and the one step that follows from it: look, decide, act, record, tell. `why` is for the
 * ledger's readers: what the trigger was. `mayShift`: it says that an alarm went off.
 */
export const step = async (world: World, policy: Policy, why?: string, mayShift = false): Promise<Taken> => {
  const { budget } = world;
  if (budget !== undefined && !(await budget.take(TURN_WITHIN_MS))) return LEFT;
  try {
    const mutes = mayShift ? world.ports.alarms.mutes?.() : undefined;
    return await lookInTurn(world, policy, { ...(why !== undefined && { why }), ...(mutes && { mutes }) });
  } catch (error) {
    if (error instanceof OutOfTurn) return LEFT;
    throw error;
  }
};

/** The same for a caller that has had its turn. */
export const lookInTurn = async (world: World, policy: Policy, { why, ...shared }: Occasion): Promise<Taken> => {
  world.lastLooks?.set(policy.endpoint, world.ports.clock());
  const looked = await look(world.ports, world.deployment, policy, shared);
  const { looked: heard, verdict, now } = await heardOut(world.ports, looked);
  return { verdict: verdict.kind, account: await act(world, policy, { ...heard, verdict, why, decidedAt: now }) };
};

/** An act that no alarm's event announced: what people have muted is read only now, when it matters. */
const heardOut = async (ports: Ports, looked: Look) => {
  const now = ports.clock();
  const verdict = decide(looked.situation, now);
  const { situation } = looked;
  const acts = verdict.kind === 'roll-back' || verdict.kind === 'prepare';
  if (!acts || situation.mutes !== undefined || ports.alarms.mutes === undefined) return { looked, verdict, now };
  const heard = { ...looked, situation: { ...situation, mutes: await ports.alarms.mutes() } };
  return { looked: heard, verdict: decide(heard.situation, now), now };
};

/** What follows from a verdict, whoever came to it: the shift, the record, the letter. */
export const act = async (world: World, policy: Policy, deciding: Deciding): Promise<Account> => {
  const { situation, version, verdict } = deciding;
  world.ports.log('decided', { endpoint: policy.endpoint, ...summary(verdict) });
  logRejected(world.ports, situation, verdict);
  const saw = seenBy(world.deployment, deciding);
  if (verdict.kind === 'roll-back') return rollBack(world, policy, { verdict, version, saw });
  if (verdict.kind === 'prepare')
    return (await import('./prepare.ts')).prepare(world, policy, { verdict, version, saw });
  if (verdict.kind !== 'nothing') return settleInto(world, policy, { verdict, version, saw });
  if (situation.incident?.owed) return tell(world, policy, { incident: situation.incident, version });
  return ignored(verdict.because);
};

type Held = { readonly incident: Incident; readonly version: Version };

type RollingBack = {
  readonly verdict: Extract<Verdict, { kind: 'roll-back' }>;
  readonly version: Version;
  readonly saw: Saw;
};

const rollBack = async (world: World, policy: Policy, { verdict, version, saw }: RollingBack): Promise<Account> => {
  const { ports } = world;
  const { incident, to } = verdict;
  const intent = intended(incident, to, ports.clock());
  const facts = { from: incident.weightsAtOpen, to, ...causeOf(incident), ...saw.facts };
  const step = entry(ports, { incident: intent, version }, { what: 'intent', facts, ...decisionOf(saw) });
  const written = await ports.ledger.write(step, INTENT_WITHIN_MS);
  if (written === 'outpaced') {
    ports.log('outpaced', { endpoint: policy.endpoint, incident: incident.id });
    return OUTPACED;
  }

  const answer = await ports.endpoints.shift(policy.endpoint, to);
  ports.log('asked for the shift', { endpoint: policy.endpoint, incident: incident.id, to, answer: answer.kind });
  await keep(world, policy, {
    after: await withExposure(ports.log, answered(incident, intent, answer), saw),
    replaces: next(version, written),
    what: answer.kind === 'accepted' ? 'shifted' : `shift-${answer.kind}`,
    facts: { to, answer },
  });
  // Also where another look wrote first: the shift was asked for.
  return acted('roll-back');
};

type Settling = {
  readonly verdict: Exclude<Verdict, { kind: 'nothing' | 'roll-back' | 'prepare' }>;
  readonly version: Version;
  readonly saw: Saw;
};

const settleInto = async (world: World, policy: Policy, { verdict, version, saw }: Settling): Promise<Account> => {
  const before = saw.situation.incident;
  const after = concluded(verdict, world.ports.clock());
  if (before !== undefined && same(before, after))
    return after.owed ? tell(world, policy, { incident: after, version }) : ignored(`still ${verdict.kind}`);
  return keep(world, policy, {
    after: await withExposure(world.ports.log, after, saw),
    replaces: version,
    what: verdict.kind,
    facts: { ...summary(verdict), ...saw.facts },
    ...decisionOf(saw),
  });
};

type Keeping = Pick<Step, 'what' | 'facts' | 'decision'> & { readonly after: Incident; readonly replaces: Version };

export const keep = async (world: World, policy: Policy, { after, replaces, ...kept }: Keeping): Promise<Account> => {
  const step = entry(world.ports, { incident: after, version: replaces }, kept);
  const written = await world.ports.ledger.write(step, RECORD_WITHIN_MS);
  if (written === 'outpaced') return OUTPACED;
  if (after.owed) await tell(world, policy, { incident: after, version: next(replaces, written) });
  return acted(kept.what);
};

/** An undelivered letter stays owed: the next look sends it. Its words are loaded here, since no shift waits for them. */
const tell = async ({ ports, deployment }: World, policy: Policy, { incident, version }: Held): Promise<Account> => {
  const places = {
    guardPrefix: guardPrefixOf(deployment, policy),
    freezeParameter: freezeParameterName(deployment.name),
  };
  const { incidentLetter } = await import('../domain/words/incident-letter.ts');
  const letter = incidentLetter({ incident, policy, places });
  await ports.oncall.publish(letter);
  const facts = { letter: incident.owed, headline: letter.headline };
  const after = told(incident, ports.clock());
  await ports.ledger.write(entry(ports, { incident: after, version }, { what: 'told', facts }), RECORD_WITHIN_MS);
  return acted('told');
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

const same = (one: Incident, other: Incident): boolean => JSON.stringify(one) === JSON.stringify(other);
