import { findDrilled } from '../domain/drill.ts';
import { freezeOf } from '../domain/freeze.ts';
import { type Alarm, type Instant, SECOND } from '../domain/model.ts';
import type { Mutes } from '../domain/mutes.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import type { Situation } from '../domain/situation.ts';
import { canStorm, type Storm, stormIn } from '../domain/storm.ts';
import { paired, watched } from '../domain/watch-list.ts';
import type { Head, Ports } from '../ports.ts';
import { measured } from './measured.ts';

export type Look = { readonly situation: Situation } & Pick<Head, 'version' | 'ahead'>;

/** What a sweep has read for all its looks. */
export type Shared = {
  readonly alarms?: readonly Alarm[];
  /** Read while the look goes on; absent: not asked for. */
  readonly mutes?: Promise<Mutes>;
};

/**
 * Everything that a decision needs, read at this moment and in one round: what a trigger says is never believed. What time
 * it is, is known after the reads only.
 */
export const look = async (
  ports: Ports,
  deployment: Deployment,
  policy: Policy,
  shared: Shared = {},
): Promise<Look> => {
  const askedAt = ports.clock();
  const list = watched(deployment, policy);
  const [fleet, alarms, asked, reading, head, answer, storm, mutes, good] = await Promise.all([
    ports.endpoints.describe(policy.endpoint),
    shared.alarms ?? ports.alarms.named(list.map(({ name }) => name)),
    measured(ports, policy, { list, now: askedAt }),
    ports.freeze(),
    ports.ledger.head(policy.endpoint),
    policy.mode === 'approve' ? ports.ledger.answer(policy.endpoint) : undefined,
    stormAround(ports, deployment, policy),
    shared.mutes,
    goodOf(ports, policy),
  ]);
  const now = ports.clock();
  const metrics = wasSet(askedAt, now) ? await measured(ports, policy, { list, now }) : asked;
  const guarded = deployment.policies.map(({ endpoint }) => endpoint);
  const freeze = freezeOf({ endpoint: policy.endpoint, guarded, hold: head.incident?.hold }, reading, now);
  const seen = {
    policy,
    fleet,
    alarms: paired(list, alarms),
    ...metrics,
    incident: head.incident,
    freeze,
    ...(answer && { answer }),
    ...(deployment.limits && { limits: deployment.limits }),
    ...(storm && { storm }),
    ...(mutes && { mutes }),
    ...(good && { good }),
  };
  const { version, ahead } = head;
  const judged = await judgedIn(ports, seen, now);
  const situation = { ...seen, ...(judged && { judged }) };
  return { situation: await withOrder(ports, situation), version, ...(ahead && { ahead }) };
};

/** No function runs for so long. */
const LONGEST_RUN = 30 * SECOND;

/** AWS's replies set the clock right meanwhile: then other minutes were asked for than those that count. */
const wasSet = (before: Instant, after: Instant): boolean => after < before || after - before > LONGEST_RUN;

const goodOf = async ({ goodConfigs }: Ports, { endpoint, restore }: Policy): Promise<Situation['good']> => {
  if (restore === undefined) return undefined;
  const known = await goodConfigs.known(endpoint);
  return known === 'unreadable' ? known : known.good;
};

/** Only a fleet can have a storm: a smaller deployment reads nothing for it. */
const stormAround = async (
  { ledger, clock }: Ports,
  { limits, policies }: Deployment,
  { endpoint }: Policy,
): Promise<Storm | undefined> => {
  if (limits === undefined || !canStorm(policies.length)) return undefined;
  const heads = await ledger.heads(policies.map((policy) => policy.endpoint));
  return stormIn(heads, { limits: limits.storm, of: policies.length, endpoint, now: clock() });
};

/**
 * Of a canary that the judge calls worse the look judges by itself, in a second round of reads: what took the judge minutes
 * or hours to see can wait for that, and no other look has to.
 */
const judgedIn = async (ports: Ports, situation: Situation, now: Instant): Promise<Situation['judged']> => {
  const broken = situation.alarms.filter(({ guard, alarm }) => guard.compares && alarm.state === 'ALARM');
  if (broken.length === 0 || ports.history === undefined) return undefined;
  const { judgedAnew } = await import('./judged-anew.ts');
  return judgedAnew(ports.history, situation, { broken, now });
};

/** Also of a drill's order: nothing real waits for it. */
const withOrder = async ({ ledger }: Ports, situation: Situation): Promise<Situation> => {
  const order = findDrilled(situation) && (await ledger.drill(situation.policy.endpoint));
  return order === undefined ? situation : { ...situation, order };
};
