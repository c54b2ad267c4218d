import { SECOND } from '../../lambdas/domain/model.ts';
import {
  CONSENT,
  EVERYTHING,
  FALLING_BACK,
  type Happening,
  RAISING,
  REPEATS,
  THEMES,
  TWO_CANARIES,
} from './alphabets.ts';
import { HAPPENINGS } from './events.ts';
import type { Machine } from './explore.ts';
import { looked, verdictIn, WELL } from './look.ts';
import * as settings from './setting.ts';
import { QUIET, type State } from './state.ts';

const after = (setting: settings.Setting, start: State, names: readonly Happening[]): State => {
  let state = start;
  for (const name of names) {
    const happened = HAPPENINGS[name]({ ...state, now: state.now + SECOND });
    if (happened === undefined) throw new Error(`${name}: it cannot happen now`);
    state = looked(happened, verdictIn(happened, setting), { setting, way: WELL });
  }
  return state;
};

const TURNS_BAD: readonly Happening[] = ['a minute bad on canary', 'a minute bad on canary'];

/**
 * All is well; two bad minutes of the canary are measured, and its alarm will say so with the next event; and it has said
 * so, so that something is asked for.
 */
const startsIn = (setting: settings.Setting, quiet = QUIET): readonly State[] => {
  const well = after(setting, quiet, ['a good minute']);
  const bad = after(setting, well, TURNS_BAD);
  return [well, bad, after(setting, bad, ['the alarm of canary changes'])];
};

/** From a canary that is bad to one that is bad again, its weight restored by another hand. */
const ROUND: readonly Happening[] = [
  'the alarm of canary changes',
  'the change is applied',
  'a good minute',
  'a good minute',
  'a good minute',
  'the alarm of canary changes',
  'a person restores the first weights',
  ...TURNS_BAD,
];

/** After one round; after another one as soon as the cooldown lets it; and after a third one, much later. */
const repeated = (setting: settings.Setting): readonly State[] => {
  const once = after(setting, QUIET, ['a good minute', ...TURNS_BAD, ...ROUND]);
  const twice = after(setting, once, [...TURNS_BAD, ...ROUND]);
  return [once, twice, after(setting, twice, ['a long time', ...TURNS_BAD, ...ROUND])];
};

const auto = { setting: settings.AUTO, starts: startsIn(settings.AUTO) };
const approve = { setting: settings.APPROVE, starts: startsIn(settings.APPROVE) };
const limited = { setting: settings.LIMITED, starts: repeated(settings.LIMITED) };
const scaling = { setting: settings.SCALING, starts: startsIn(settings.SCALING, { ...QUIET, stableInstances: 1 }) };
const fallingBack = { setting: settings.FALLING_BACK, starts: startsIn(settings.FALLING_BACK) };

/** All that can happen is too much to be followed far. */
export const WIDE = 'all that can happen';

/** Eight kinds of event each, but for the wide one. */
export const MACHINES: Readonly<Record<string, Machine>> = {
  [WIDE]: { ...auto, events: EVERYTHING, mirrored: true },
  'two canaries': { ...auto, events: TWO_CANARIES, mirrored: true },
  ...Object.fromEntries(Object.entries(THEMES).map(([name, events]) => [name, { ...auto, events }])),
  'mode approve': { ...approve, events: CONSENT },
  'limits of repeats': { ...limited, events: REPEATS },
  'scale, then shift': { ...scaling, events: RAISING },
  'fall back': { ...fallingBack, events: FALLING_BACK },
};
