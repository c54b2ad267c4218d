import type { Policy } from '../policy.ts';
import type { HoldReason } from '../reasons.ts';
import { ASKS, later } from './asks.ts';
import { BRAKES } from './brake-holds.ts';
import * as commands from './commands.ts';
import { clockTime, dayTime, percent } from './figures.ts';
import { HANDS } from './hands.ts';
import { RESTORES } from './restore-holds.ts';
import { STRATEGIES } from './strategy-holds.ts';
import { UNNAMED } from './unnamed-holds.ts';

/** What a hold tells people: why nothing was shifted, what that means, what to do, and the command for it. */
export type HoldWords = {
  readonly why: string;
  readonly means: string;
  readonly next: string;
  /** What takes the reason away, whatever would be done then: `next` ends with it. */
  readonly mend?: string;
  readonly command: string;
};

/** What the words may refer to. */
export type Scene = {
  readonly policy: Policy;
  /** Id of the incident. */
  readonly incident: string;
  readonly alarm: string;
  /** People have been told of this very hold before. */
  readonly lasts?: boolean;
  readonly guardPrefix: string;
  readonly freezeParameter: string;
  /** The command that sends all traffic to stable by hand. */
  readonly shift: string;
};

type Teller<Reason> = (reason: Reason, scene: Scene) => HoldWords;

export const holdWords = <Kind extends HoldReason['kind']>(
  reason: Extract<HoldReason, { kind: Kind }>,
  scene: Scene,
): HoldWords => {
  const words = (HOLDS[reason.kind as Kind] as Teller<typeof reason>)(reason, scene);
  return words.mend === undefined ? words : { ...words, next: `${words.next} ${words.mend}` };
};

/** Of an alarm that is not ours nobody here knows its type. */
const described = ({ alarm, policy }: Scene): string =>
  policy.guards.some(({ existing }) => existing?.name === alarm)
    ? commands.describeAnyAlarm(alarm)
    : commands.describeAlarm(alarm);

const KEEPS = 'The canary keeps its traffic, and every minute is looked at again.';

const sharedCause = (scene: Scene): Pick<HoldWords, 'means' | 'next'> => ({
  means:
    'A cause that both share is likelier than a bad canary (a feature store, a database, the callers). Shifting would put everybody on a sick model.',
  next: `Look for what both variants depend on. ${later(scene, 'If stable gets well and the canary does not, traffic goes to stable by itself.')}`,
});

/** ` by ana until 2026-01-05 12:00:00 UTC: "sale"`; nothing where a person typed no more than a name. */
const frozenWords = ({ by, reason, until }: Extract<HoldReason, { kind: 'frozen' }>): string =>
  [
    by === undefined ? '' : ` by ${by}`,
    until === undefined ? '' : ` until ${dayTime(until)}`,
    reason === undefined ? '' : `: "${reason}"`,
  ].join('');

/** One sentence per reason; leaving one out is a compile error. */
const HOLDS: { readonly [Kind in HoldReason['kind']]: Teller<Extract<HoldReason, { kind: Kind }>> } = {
  ...ASKS,
  ...HANDS,
  ...BRAKES,
  ...RESTORES,
  ...STRATEGIES,
  ...UNNAMED,
  'endpoint-busy': ({ status, since }, scene) => ({
    why: `the endpoint is ${status}, and SageMaker takes one change at a time${since === undefined || !scene.lasts ? '' : `; it has been like this since ${clockTime(since)} at least`}`,
    means: `${KEEPS} ${later(scene, 'Once the endpoint is InService again, traffic goes to stable by itself.')}`,
    next:
      scene.policy.mode === 'auto'
        ? 'Nothing, unless the next message does not come: no call cancels a running change of an endpoint.'
        : 'Wait until it is InService: no call cancels a running change. Then judge for yourself, and shift by hand if users suffer.',
    command: commands.describeEndpoint(scene.policy.endpoint),
  }),
  frozen: (frozen, scene) => ({
    why: `rollbacks are frozen${frozenWords(frozen)}`,
    means: later(
      scene,
      `The canary keeps its traffic until the freeze ${frozen.until === undefined ? 'is lifted' : 'ends'} or a person moves the weights.`,
    ),
    next: `${frozen.by === undefined ? 'Ask who froze it, and shift' : 'Ask them, or shift'} by hand with the command if users suffer.`,
    mend: `To lift the freeze: ${commands.thaw(scene.policy.endpoint)} in a clone, or set the SSM parameter ${scene.freezeParameter} to off.`,
    command: scene.shift,
  }),
  'freeze-unreadable': (_, scene) => ({
    why: `the freeze switch, SSM parameter ${scene.freezeParameter}, could not be read, and then it counts as frozen`,
    means: later(scene, 'The canary keeps its traffic until the switch can be read or a person moves the weights.'),
    next: 'Shift by hand with the command if users suffer.',
    mend: 'The parameter must say off, all, or names of guarded endpoints.',
    command: scene.shift,
  }),
  'no-breaching-datapoint': (_, scene) => ({
    why: 'the alarm names no datapoint above its threshold: somebody set its state by hand',
    means: 'There is no sign of a worse canary. CloudWatch corrects the alarm at its next evaluation.',
    next: 'Nothing, if it was a test. Otherwise find out who may call SetAlarmState.',
    command: described(scene),
  }),
  drill: (_, { alarm }) => ({
    why: 'this is a drill, and no traffic is moved in it',
    means:
      'You read this because the alarm, the rule, the function and this message work. That was tested, and nothing else.',
    next: 'Nothing.',
    command: commands.describeAlarm(alarm),
  }),
  'metrics-disagree': (_, { alarm }) => ({
    why: "the metrics of the alarm's own minutes show no bad one",
    means: 'The alarm contradicts what it watches, so that it is not acted upon. '.concat(KEEPS),
    next: "Compare the alarm's reason with the endpoint's metrics; it may have been set by hand.",
    command: commands.describeAlarm(alarm),
  }),
  'better-since': (_, scene) => ({
    why: 'the newest minute that was measured keeps the guard again, and the alarm only has not caught up',
    means: `${KEEPS} ${later(scene, 'If it gets worse again, traffic goes to stable.')}`,
    next: 'Nothing now. Find out what happened while it is fresh.',
    command: commands.describeAlarm(scene.alarm),
  }),
  'common-cause': ({ before, after, since }, scene) => ({
    why: `the canary is worse than stable, and stable itself went from ${percent(before)} to ${percent(after)} since ${dayTime(since)}`,
    ...sharedCause(scene),
    command: commands.describeAlarm(scene.alarm),
  }),
  'stable-missing': (_, { policy }) => ({
    why: `the endpoint has no variant named ${policy.stable}, which the config calls stable`,
    means: 'There is nowhere safe to send traffic, so the canary keeps it.',
    next: 'Move traffic to a variant that you trust, and correct stable in the config.',
    command: commands.describeEndpoint(policy.endpoint),
  }),
  'stable-without-instances': (_, scene) => ({
    why: `${scene.policy.stable} has no instances`,
    means: 'Traffic sent there would fail, so the canary keeps it.',
    next: `Give stable instances. ${later(scene, 'Once it has some, traffic goes there by itself.')}`,
    command: commands.addInstance(scene.policy.endpoint, scene.policy.stable),
  }),
  'stable-unwell': ({ alarms }, scene) => ({
    why: `stable breaks its own guard too (${alarms.join(', ')})`,
    ...sharedCause(scene),
    command: commands.describeAlarmsOf(scene.guardPrefix),
  }),
  'stable-worsening': ({ guards }, scene) => ({
    why: `stable breaks the same promises in its newest minutes (${guards.join(', ')}), though its alarm has not gone off yet`,
    ...sharedCause(scene),
    command: commands.describeAlarmsOf(scene.guardPrefix),
  }),
  'stable-unknown': ({ guards }, { guardPrefix }) => ({
    why: `stable's own guards do not say that it is well (${guards.join(', ')} missing or not evaluated)`,
    means: 'Nobody knows whether stable is better, so the canary keeps its traffic.',
    next: 'See why the guards are silent; deploy again if an alarm is missing. Shift by hand if you know that stable is well.',
    command: commands.describeAlarmsOf(guardPrefix),
  }),
  'stable-stale': ({ share, atLeast }, { shift }) => ({
    why: `stable carried only ${percent(share)} of the traffic when this began, and ${percent(atLeast)} is the least that counts as proven`,
    means:
      'The variant called stable is hardly used any more: it may be old, cold or too small. The canary keeps its traffic.',
    next: 'If you trust stable with everything, run the command. If the canary is what you run now, name it stable in the config.',
    command: shift,
  }),
  'load-unknown': ({ bound }, { shift }) => ({
    why: `the traffic could not be read, so that nobody knows whether stable stays below ${bound} requests a minute and instance`,
    means: KEEPS,
    next: 'If you know that stable can take it all, run the command.',
    command: shift,
  }),
  'shift-refused': ({ message }, { shift }) => ({
    why: `SageMaker refused the change: ${message}`,
    means: `${KEEPS} The change is asked for again each time.`,
    next: 'If that names a missing permission, bring it back: npx cdk deploy --revert-drift. Meanwhile shift by hand with the command.',
    command: shift,
  }),
};
