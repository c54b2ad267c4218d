import type { Brake } from '../incident.ts';
import { ACTIONS_DISABLED } from '../mutes.ts';
import type { HoldReason } from '../reasons.ts';
import { later } from './asks.ts';
import * as commands from './commands.ts';
import { dayTime } from './figures.ts';
import type { HoldWords, Scene } from './holds.ts';

type Tellers = {
  readonly [Kind in Brake]: (reason: Extract<HoldReason, { kind: Kind }>, scene: Scene) => HoldWords;
};

const KEEPS = 'The canary keeps its traffic.';

/** Holds of a shift that would be no good although everything speaks for it. */
export const BRAKES: Tellers = {
  muted: ({ rule, until }, scene) => ({
    why:
      rule === ACTIONS_DISABLED
        ? 'somebody disabled the actions of the alarm, and so wants nothing to come of it'
        : `somebody muted the alarm by the mute rule ${rule}${until === undefined ? '' : ` until ${dayTime(until)}`}`,
    means: `${KEEPS} ${later(scene, 'If the canary is still bad once the alarm is heard again, traffic goes to stable by itself.')}`,
    next: 'Ask who muted it. Shift by hand if users suffer; or let the alarm be heard again with the command.',
    command: rule === ACTIONS_DISABLED ? commands.enableAlarm(scene.alarm) : commands.unmute(rule),
  }),
  storm: ({ endpoints, of }, scene) => ({
    why: `this is a storm: ${endpoints} of ${of} guarded endpoints opened incidents, and this canary is not shown to be worse than its own stable`,
    means: `A cause that the endpoints share is likelier than so many bad canaries. ${later(scene, 'Where the metrics show a canary at least twice as bad as its stable, traffic goes to stable by itself.')}`,
    next: 'Look for what the endpoints share. The storm is over when few of them are left in it: their guards are kept again, or traffic was shifted. To shift this one by hand: the command.',
    command: scene.shift,
  }),
  'cooling-down': ({ until }, scene) => ({
    why: `this endpoint config was rolled back before, and the endpoint cools down until ${dayTime(until)}`,
    means: `${KEEPS} ${later(scene, 'If the canary is still bad then, traffic goes to stable by itself.')}`,
    next: 'Ask who gave the canary its traffic again so soon. Shift by hand with the command if users suffer.',
    command: scene.shift,
  }),
  flapping: ({ shifts, withinMinutes, until }, scene) => ({
    why: `this endpoint was rolled back ${shifts} times within ${withinMinutes} minutes, and each time the canary got its traffic again: the next rollback by itself is allowed at ${dayTime(until)}`,
    means: `${KEEPS} Something gives the canary its traffic back; another shift would only go on with that. Until then this stays one incident, and nothing more is told of it unless somebody acts.`,
    next: `Find who or what moves the weights (CloudTrail: UpdateEndpoint, UpdateEndpointWeightsAndCapacities) and stop it, then shift by hand. On purpose: take the canary's bad version out, or ${commands.freeze(scene.policy.endpoint)} in a clone. ${later(scene, 'If the canary is still bad at that time, traffic goes to stable by itself.')}`,
    command: scene.shift,
  }),
  'budget-spent': ({ shifts, most, until }, scene) => ({
    why: `this endpoint was rolled back ${shifts} times in 24 hours, and its config allows ${most} a day: the next rollback by itself is allowed at ${dayTime(until)}`,
    means: `${KEEPS} Only a new endpoint config is rolled back before that time.`,
    next: `Take the canary out for good: a person's shift is not limited. ${later(scene, 'If the canary is still bad at that time, traffic goes to stable by itself.')}`,
    command: scene.shift,
  }),
};
