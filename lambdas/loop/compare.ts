import type { AlarmDefinition } from '../domain/alarm-definition.ts';
import { gaveUpIn } from '../domain/gave-up.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { Alarm, Fleet } from '../domain/model.ts';
import { asksForPinned, pinnedIn, withoutWeight } from '../domain/pinned.ts';
import type { Deployment, Policy } from '../domain/policy.ts';
import { changesOf, promisedDefinition } from '../domain/promised-alarm.ts';
import { backInTraffic, quarantineOf } from '../domain/quarantine.ts';
import {
  changedAlarm,
  comparedEvery,
  comparedNow,
  type Finding,
  findGaps,
  type Gap,
  type Inventory,
  isFirstInHour,
  isOver,
  owesNotice,
} from '../domain/unguarded.ts';
import { watched } from '../domain/watch-list.ts';
import { blindLetter } from '../domain/words/blind-letter.ts';
import { gaveUpLetter, pinnedLetter } from '../domain/words/hands-letters.ts';
import type { Letter } from '../domain/words/letter.ts';
import { quarantineLetter } from '../domain/words/quarantine-letter.ts';
import { unguardedLetter } from '../domain/words/unguarded-letter.ts';
import { allOver } from './all-over.ts';
import { OutOfTurn } from './budget.ts';
import { noteGood } from './recorder.ts';
import { blindOf } from './sight.ts';
import type { World } from './step.ts';

/** Compares what the config promises with what exists, for the endpoints whose turn it is. */
export const compare = async (world: World, { alarms, incidents }: Known): Promise<void> => {
  const now = world.ports.clock();
  const due = world.deployment.policies.filter((_, index, { length }) => comparedNow(index, now, length));
  if (due.length === 0) return;
  const confirmed = await world.ports.oncall.confirmed();
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const comparisons = due.map((policy) => {
    const incident = incidents.find(({ endpoint }) => endpoint === policy.endpoint);
    return compareOne(world, policy, { alarms: byName, confirmed, incident }).catch(leaveIfOutOfTurn);
  });
  await allOver(comparisons, 'comparisons');
};

/** It comes up again in a few minutes. */
const leaveIfOutOfTurn = (error: unknown): void => {
  if (!(error instanceof OutOfTurn)) throw error;
};

/** What the sweep has read already. */
export type Known = { readonly alarms: readonly Alarm[]; readonly incidents: readonly Incident[] };

/** What is missing of all that the deployment promises for the endpoint. */
export const gapsOf = (deployment: Deployment, policy: Policy, inventory: Inventory): readonly Gap[] => {
  const { alarms } = inventory;
  const list = watched(deployment, policy);
  const names = list.map(({ name }) => name);
  if (alarms === 'unread') return findGaps(policy, names, inventory);
  const changed = list.flatMap(({ name, variant, guard }) => {
    const found: AlarmDefinition | undefined = alarms.get(name)?.definition;
    const of = { deployment: deployment.name, endpoint: policy.endpoint, ...(variant !== undefined && { variant }) };
    const promised = promisedDefinition(of, guard);
    const changes = found === undefined || promised === undefined ? [] : changesOf(found, promised);
    return changes.length === 0 ? [] : [changedAlarm(name, changes)];
  });
  return [...findGaps(policy, names, inventory), ...changed];
};

type Shared = {
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly confirmed: ReadonlySet<string>;
  /** The endpoint's newest. */
  readonly incident: Incident | undefined;
};

const compareOne = async (world: World, policy: Policy, { incident, ...shared }: Shared): Promise<void> => {
  const { ports, deployment } = world;
  const fleet = await ports.endpoints.describe(policy.endpoint);
  if (policy.restore) await noteGood(world, policy, { fleet, alarms: shared.alarms });
  const gaps = gapsOf(deployment, policy, { fleet, ...shared });
  await tellOf(world, policy, { about: 'unguarded', found: gaps, letter: () => unguardedLetter(policy, gaps) });
  await tellOfGivenUp(world, policy, { fleet, incident });
  await tellOfPinned(world, policy, { fleet, incident });
  await tellOfBlind(world, policy, fleet);
  const quarantined = quarantineOf(incident, fleet);
  if (quarantined.length === 0) return;
  const back = backInTraffic(quarantined);
  // Its letters say so already, and what is done about it.
  if (isOpen(incident) && back.length > 0 && back.every(({ variant }) => variant === incident.breach?.variant)) return;
  await tellOf(world, policy, { about: 'quarantine', found: back, letter: () => quarantineLetter(policy, back) });
};

/** A hold, or a shift that was taken back, tells of it by itself: this is for when nothing else is wrong. */
const tellOfGivenUp = async (world: World, policy: Policy, { fleet, incident }: Seen): Promise<void> => {
  const found = gaveUpIn(fleet, { newest: incident, now: world.ports.clock() });
  if (found.length > 0)
    await tellOf(world, policy, { about: 'gave-up', found, letter: () => gaveUpLetter(policy, found) });
};

type Seen = { readonly fleet: Fleet | undefined; readonly incident: Incident | undefined };

const tellOfPinned = async (world: World, policy: Policy, { fleet, incident }: Seen): Promise<void> => {
  const { ports, deployment } = world;
  const now = ports.clock();
  const every = comparedEvery(deployment.policies.length);
  if (withoutWeight(fleet).length === 0 || !asksForPinned(incident?.ending?.at, now, every)) return;
  // Of no guard: each metric is paid for, and requests are all that is asked here.
  const traffic = await ports.traffic({ ...policy, guards: [] }, now);
  const found = pinnedIn(fleet, traffic);
  await tellOf(world, policy, { about: 'pinned', found, letter: () => pinnedLetter(policy, found) });
};

const tellOfBlind = async (world: World, policy: Policy, fleet: Fleet | undefined): Promise<void> => {
  const { ports, deployment } = world;
  if (!isFirstInHour(ports.clock(), comparedEvery(deployment.policies.length))) return;
  const found = await blindOf(world, policy, fleet);
  if (found) await tellOf(world, policy, { about: 'blind', found, letter: () => blindLetter(policy, found) });
};

type Findings = {
  readonly about: Finding;
  readonly found: readonly { readonly what: string }[];
  readonly letter: () => Letter;
};

const tellOf = async ({ ports }: World, { endpoint }: Policy, { about, found, letter }: Findings): Promise<void> => {
  const before = await ports.ledger.notice(endpoint, about);
  const now = ports.clock();
  const gaps = found.map(({ what }) => what);
  if (owesNotice(before, found, now)) {
    ports.log(about, { endpoint, gaps: found });
    await ports.oncall.publish(letter());
    await ports.ledger.noticed(endpoint, about, { gaps, toldAt: now });
  } else if (before && isOver(about, { before, gaps, now })) {
    ports.log(OVER[about], { endpoint });
    await ports.ledger.noticed(endpoint, about, { gaps: [], toldAt: now });
  }
};

const OVER: Readonly<Record<Finding, string>> = {
  unguarded: 'guarded again',
  quarantine: 'quarantine kept again',
  pinned: 'pinned no more',
  'gave-up': 'given up no more',
  blind: 'blind no more',
};
