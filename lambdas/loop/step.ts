import { decide } from '../domain/decide.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import type { Deployment, EndpointName, Policy } from '../domain/policy.ts';
import { answered, concluded, intended } from '../domain/progress.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Ports, Version } from '../ports.ts';
import { type Account, acted, ignored, LEFT, OUTPACED, type Taken } from './account.ts';
import { type Budget, OutOfTurn } from './budget.ts';
import { causeOf, summary } from './facts.ts';
import { entry, keep, next, owing, same, tellOfReplaced } from './keep.ts';
import { lazily } from './lazily.ts';
import { type Look, look, type Shared } from './look.ts';
import { logRejected } from './rejected.ts';
import { type Deciding, decisionOf, type Saw, seenBy, withExposure } from './saw.ts';

/** The intent is best effort: no store may keep traffic on a broken model for longer than this. */
const INTENT_WITHIN_MS = 300;

export type World = {
  readonly ports: Ports;
  readonly deployment: Deployment;
  /** Absent: SageMaker may be asked as often as it takes. */
  readonly budget?: Budget;
  /** When this container last looked at which endpoint. */
  readonly lastLooks?: Map<EndpointName, Instant>;
  /** Of a sweep's looks: its storm letter, once the topic took it, is the one that the incident owes. */
  readonly isToldAlready?: (incident: Incident) => Promise<boolean>;
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
  const { ports, deployment, lastLooks } = world;
  const begunAt = ports.clock();
  const looked = await look(ports, deployment, policy, shared).finally(() =>
    // No later than now, by a clock that the reads may have set right.
    lastLooks?.set(policy.endpoint, Math.min(begunAt, ports.clock())),
  );
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
  const { situation, verdict } = deciding;
  world.ports.log('decided', { endpoint: policy.endpoint, ...summary(verdict) });
  logRejected(world.ports, situation, verdict);
  const replaced = replacedBy(verdict, situation.incident);
  if (replaced?.owed === undefined) return follow(world, policy, deciding);
  const isWaitedFor = verdict.kind === 'roll-back' || verdict.kind === 'prepare';
  // In the order in which things came about, and again by the next look if the topic does not take it.
  if (!isWaitedFor) await tellOfReplaced(world, policy, replaced);
  const account = await follow(world, policy, deciding);
  if (isWaitedFor && account !== OUTPACED) await tellOfReplaced(world, policy, replaced);
  return account;
};

const replacedBy = (verdict: Verdict, before: Incident | undefined): Incident | undefined =>
  verdict.kind === 'nothing' || verdict.incident.id === before?.id ? undefined : before;

const loadPrepare = lazily(() => import('./prepare.ts'));

const follow = async (world: World, policy: Policy, deciding: Deciding): Promise<Account> => {
  const { situation, version, ahead, verdict } = deciding;
  const saw = seenBy(world.deployment, deciding);
  if (verdict.kind === 'roll-back') return rollBack(world, policy, { verdict, version, saw });
  if (verdict.kind === 'prepare') return (await loadPrepare()).prepare(world, policy, { verdict, version, saw });
  if (verdict.kind !== 'nothing') return settleInto(world, policy, { verdict, version, ahead, saw });
  const { incident } = situation;
  return (incident && (await owing(world, policy, { incident, version, ahead }))) ?? ignored(verdict.because);
};

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
  readonly ahead: Look['ahead'] | undefined;
  readonly saw: Saw;
};

const settleInto = async (
  world: World,
  policy: Policy,
  { verdict, version, ahead, saw }: Settling,
): Promise<Account> => {
  const before = saw.situation.incident;
  const after = concluded(verdict, world.ports.clock());
  if (before !== undefined && same(before, after))
    return (await owing(world, policy, { incident: after, version, ahead })) ?? ignored(`still ${verdict.kind}`);
  return keep(world, policy, {
    after: await withExposure(world.ports.log, after, saw),
    replaces: version,
    what: verdict.kind,
    facts: { ...summary(verdict), ...saw.facts },
    ...decisionOf(saw),
  });
};
