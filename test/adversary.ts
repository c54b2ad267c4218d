import { obey } from '../lambdas/domain/by-hand.ts';
import { decide } from '../lambdas/domain/decide.ts';
import type { Ending, Incident } from '../lambdas/domain/incident.ts';
import { type Alarm, type Fleet, MINUTE, type Minute, SECOND, type Weights } from '../lambdas/domain/model.ts';
import { answered, concluded, intended, type ShiftAnswer, told } from '../lambdas/domain/progress.ts';
import type { Situation } from '../lambdas/domain/situation.ts';
import type { Verdict } from '../lambdas/domain/verdict.ts';
import { shareOf } from '../lambdas/domain/weights.ts';
import { ANA, at, BAD_TRAFFIC, guardAlarms, minute, NOW, policy, situation, variant } from './builders.ts';
import type { Happening } from './story.ts';

export type Shifted = { readonly incident: string; readonly from: Weights; readonly to: Weights };
export type Ended = { readonly incident: Incident; readonly ending: Ending; readonly world: World };

/** An endpoint under a bad canary, with everything that looks at it or meddles with it. */
export type World = {
  readonly now: number;
  readonly weights: Weights;
  readonly desired: Weights;
  readonly updating: boolean;
  readonly config: number;
  readonly modifiedAt: number;
  readonly failing: number;
  readonly alarm: Pick<Alarm, 'state' | 'transitionedAt'>;
  readonly freeze: Situation['freeze'];
  readonly traffic: Readonly<Record<'stable' | 'canary', readonly Minute[]>>;
  readonly incident: Incident | undefined;
  readonly shifts: readonly Shifted[];
  readonly endings: readonly Ended[];
  /** The id of the incident of each letter that was delivered. */
  readonly letters: readonly string[];
};

const BEGINNING: World = {
  now: NOW,
  weights: { stable: 90, canary: 10 },
  desired: { stable: 90, canary: 10 },
  updating: false,
  config: 1,
  modifiedAt: at(-60),
  failing: 0.1,
  alarm: { state: 'ALARM', transitionedAt: at(9.5) },
  freeze: 'off',
  traffic: BAD_TRAFFIC,
  incident: undefined,
  shifts: [],
  endings: [],
  letters: [],
};

/** What the world has become after all that happened. */
export const play = (story: readonly Happening[]): World => {
  let world = BEGINNING;
  for (const happening of story) world = { ...world, ...changes(world, happening) };
  return world;
};

const changes = (world: World, happening: Happening): Partial<World> => {
  const { now } = world;
  switch (happening.kind) {
    case 'time passes':
      return passing(world, happening.seconds);
    case 'look':
      return looked(world, happening);
    case 'a person orders':
      return ordered(world, happening);
    case 'the change is applied':
      return world.updating ? { updating: false, weights: world.desired, modifiedAt: now } : {};
    case 'the change is taken back':
      return world.updating ? { updating: false, desired: world.weights, modifiedAt: now } : {};
    case 'another hand':
      return world.updating ? {} : { updating: true, desired: happening.weights, modifiedAt: now };
    case 'a deployment':
      return { config: world.config + 1, modifiedAt: now };
    case 'the canary fails':
      return { failing: happening.ratio };
    case 'the alarm says':
      return happening.state === world.alarm.state ? {} : { alarm: { state: happening.state, transitionedAt: now } };
    case 'the switch says':
      return { freeze: happening.freeze };
  }
};

const passing = (world: World, seconds: number): Partial<World> => {
  const now = world.now + seconds * SECOND;
  const begun = Math.floor(world.now / MINUTE) * MINUTE;
  const whole = begun + MINUTE <= now ? [begun] : [];
  return { now, traffic: whole.reduce((traffic, start) => measured(world, traffic, start), world.traffic) };
};

const measured = ({ weights, failing }: World, traffic: World['traffic'], start: number): World['traffic'] => {
  const canary = Math.round(1_000 * shareOf('canary', weights));
  return {
    stable: [...traffic.stable, minute(start, 1_000 - canary, 4)],
    canary: canary > 0 ? [...traffic.canary, minute(start, canary, canary * failing)] : traffic.canary,
  };
};

const fleetOf = ({ weights, desired, updating, config, modifiedAt }: World): Fleet => ({
  status: updating ? 'Updating' : 'InService',
  config: `config-${config}`,
  variants: Object.entries(weights).map(([name, weight]) =>
    variant(name, weight, { desiredWeight: desired[name] ?? weight }),
  ),
  lastModifiedAt: modifiedAt,
});

const seenIn = (world: World): Situation => {
  const { incident, freeze, traffic } = world;
  const alarms = guardAlarms(policy(), { canary: world.alarm });
  return situation({ fleet: fleetOf(world), alarms, traffic, incident, freeze });
};

/** As the command line does it: what is over is ended first. */
const ordered = (before: World, order: Extract<Happening, { kind: 'a person orders' }>): Partial<World> => {
  const over = decide(seenIn(before), before.now);
  const world = { ...before, ...(over.kind === 'end' ? settled(before, over) : {}) };
  const asked = obey(seenIn(world), { by: ANA, to: policy().stable }, world.now);
  if (asked.kind !== 'roll-back') return world;
  const acted = { ...world, ...rolledBack(world, asked, order) };
  return { ...acted, ...(order.delivered ? delivered(acted) : {}) };
};

const looked = (world: World, look: Extract<Happening, { kind: 'look' }>): Partial<World> => {
  const verdict = decide(seenIn(world), world.now);
  if (verdict.kind === 'prepare') throw new Error('the policy here shifts weights and nothing else');
  const acted = verdict.kind === 'roll-back' ? rolledBack(world, verdict, look) : settled(world, verdict);
  return { ...acted, ...(look.delivered ? delivered({ ...world, ...acted }) : {}) };
};

const settled = (world: World, verdict: Exclude<Verdict, { kind: 'roll-back' | 'prepare' }>): Partial<World> => {
  if (verdict.kind === 'nothing') return {};
  const incident = concluded(verdict, world.now);
  if (verdict.kind !== 'end') return { incident };
  return { incident, endings: [...world.endings, { incident, ending: verdict.ending, world }] };
};

const rolledBack = (
  world: World,
  { incident, to }: Extract<Verdict, { kind: 'roll-back' }>,
  { answer, effect }: Extract<Happening, { kind: 'look' | 'a person orders' }>,
): Partial<World> => {
  const said: ShiftAnswer =
    answer === 'accepted' || answer === 'busy' ? { kind: answer } : { kind: answer, message: '' };
  const moves = answer === 'accepted' || (answer === 'lost' && effect);
  return {
    incident: answered(incident, intended(incident, to, world.now), said),
    shifts: [...world.shifts, { incident: incident.id, from: world.desired, to }],
    ...(moves ? { updating: true, desired: to, modifiedAt: world.now } : {}),
  };
};

const delivered = ({ incident, letters, now }: World): Partial<World> =>
  incident?.owed ? { incident: told(incident, now), letters: [...letters, incident.id] } : {};
