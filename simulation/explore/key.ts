import { hash } from 'node:crypto';
import { isOpen } from '../../lambdas/domain/incident.ts';
import { shiftsBefore } from '../../lambdas/domain/limits.ts';
import { sameTraffic } from '../../lambdas/domain/weights.ts';
import { incidentIn } from './key-incident.ts';
import { bits, LONG_AGO, leftIn, type Names, sharesIn, sinceIn, waitedIn } from './key-parts.ts';
import { GUARD, type Setting } from './setting.ts';
import type { Measured, Name, State } from './state.ts';

/**
 * Equal for states from which the same follows, whatever comes: what no rule and no law can ask for any more is not in it.
 *
 * - Times are told by the questions that are put to them: in which minute (as long ago as any is kept), and which of two
 *   came first where a rule compares them. What is waited for is told by the minutes since then.
 * - Requests are told by whether there were any: all variants together have the same load in each minute.
 * - Names of incidents, and figures that only words show, are left out; so is what an incident that ended was.
 */
export const keyIn = ({ setting, mirrored }: Explorable): ((state: State) => string) =>
  mirrored
    ? (state) => digest(smaller(textOf(state, setting, NAMES), textOf(state, setting, MIRRORED)))
    : (state) => digest(textOf(state, setting, NAMES));

/** `mirrored`: so are the keys of states that are each other's mirror image, with the one canary in the other's place. */
type Explorable = { readonly setting: Setting; readonly mirrored?: boolean };

const smaller = (one: string, other: string): string => (one < other ? one : other);

const NAMES: Names = ['stable', 'canary', 'second'];
const MIRRORED: Names = ['stable', 'second', 'canary'];

/** Millions of them have to lie in memory: 128 bits, in a character for each eight. */
const digest = (text: string): string => hash('md5', text, 'binary');

const textOf = (state: State, setting: Setting, names: Names): string =>
  [
    endpointIn(state, names),
    handsIn(state, names),
    ...names.map((name) => minutesIn(state, name)),
    alarmsIn(state, names),
    incidentIn({ state, names, setting }),
    answerIn(state),
    setting.limits === undefined ? '' : repeatsIn(state),
  ].join('|');

const endpointIn = (state: State, names: Names): string => {
  const { status, weights, desired, stableInstances, growingTo, metrics, freeze, faults, modifiedAt } = state;
  return [
    status,
    sharesIn(weights, names),
    sharesIn(desired, names),
    stableInstances,
    growingTo,
    metrics,
    typeof freeze === 'string' ? freeze : 'frozen',
    faults,
    sinceIn(state, modifiedAt),
  ].join();
};

/** For a law: when another hand did something, and what would undo that. */
const handsIn = (state: State, names: Names): string => {
  const { handAt, seen, config, desired } = state;
  const isSeen = config === seen.config && sameTraffic(desired, seen.desired) && handAt === seen.handAt;
  const before = isSeen
    ? ''
    : `${bits(config === seen.config)}${sharesIn(seen.desired, names)},${sinceIn(state, seen.handAt)}`;
  return `${sinceIn(state, handAt)},${before}`;
};

/**
 * The newest, and each bad one: of stable, which has traffic in every minute, as many as its guard looks at. Once a shift
 * is in force, also who was silent since.
 */
const minutesIn = (state: State, name: Name): string => {
  const minutes = state.minutes[name];
  const shift = isOpen(state.incident) ? state.incident.shift : undefined;
  const isTold = (one: Measured): boolean =>
    one === minutes.at(-1) ||
    one.start >= (shift?.inForceAt ?? Number.POSITIVE_INFINITY) ||
    (one.bad && (name !== 'stable' || sinceIn(state, one.start) <= GUARD.outOfPeriods));
  return minutes.map((one) => (isTold(one) ? `${sinceIn(state, one.start)}${one.bad ? 'b' : 'g'}` : '')).join('');
};

const alarmsIn = (state: State, [stable, one, other]: Names): string => {
  const isFirst = state.alarms[one].transitionedAt < state.alarms[other].transitionedAt;
  const [first, second] = [alarmIn(state, one), alarmIn(state, other)];
  return [state.alarms[stable].state, first, second, first !== '' && second !== '' && bits(isFirst)].join();
};

const alarmIn = (state: State, name: Name): string => {
  const { state: is, transitionedAt, evidence } = state.alarms[name];
  if (is === 'OK') return '';
  const { modifiedAt, handAt, seen } = state;
  const isLate = bits(transitionedAt >= modifiedAt);
  if (evidence === undefined) return isLate;
  const { from } = evidence;
  return `${isLate}${bits(from >= modifiedAt, from >= handAt, from >= seen.handAt)}${sinceIn(state, from)}`;
};

/** An answer to what is over, or was never asked, counts as none. */
const answerIn = (state: State): string => {
  const { answer, incident, config } = state;
  if (answer === undefined || !isOpen(incident) || answer.incident !== incident.id) return '';
  return [answer.kind, bits(answer.plan.startsWith(`${config}: `)), leftIn(state, answer.until)].join();
};

/** Shifts of our own before this one, as the rules and as the laws remember them. */
const repeatsIn = (state: State): string => {
  const { incident, shifted, config, now } = state;
  const { shifts = [] } = isOpen(incident) ? incident : shiftsBefore(incident, now);
  const told = [shifts, shifted].map((list) =>
    list
      .map((one) => `${waitedIn(state, one.at, LONG_AGO)}${bits(one.config === config, one.incident === incident?.id)}`)
      .join('+'),
  );
  return told.join();
};
