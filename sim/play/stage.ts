import type { Behaviour } from '../traffic/behaviour.ts';
import type { JournalLine } from '../types.ts';
import type { World } from '../world.ts';
import { answersOn } from './answers.ts';
import { handsOn } from './hands.ts';
import { type Health, makeHealth } from './health.ts';
import { HEALTHY } from './healthy.ts';
import { type Measures, measuresOn } from './measures.ts';
import type { Scenario, Stage } from './scenario.ts';

const MINUTE = 60_000;
const SECOND = 1_000;

/** Every guard sees data, so that a blind one stands out. */
const QUIET_CANARY_SHARE = 0.05;

/** What a stage is set for. */
export type Setting = Pick<
  Scenario,
  'endpoint' | 'canaryShare' | 'requestsPerMinute' | 'publishedEverySeconds' | 'prepares'
>;

/** No story: a canary with little traffic, and nothing wrong with it. */
export const EVERYDAY: Setting = {
  endpoint: 'fraud-detector',
  canaryShare: QUIET_CANARY_SHARE,
  requestsPerMinute: 3_000,
};

/** The endpoints that the template's alarms guard, each with its guarded variants: stable, then its canaries. */
export const guardedEndpoints = ({ cloudwatch }: World): ReadonlyMap<string, readonly string[]> => {
  const guarded = new Map<string, string[]>();
  for (const { definition } of cloudwatch.alarms()) {
    const [, endpoint, variant] = /\/guard\/([^/]+)\/([^/]+)\//.exec(definition.name) ?? [];
    if (endpoint === undefined || variant === undefined) continue;
    const variants = guarded.get(endpoint) ?? [];
    guarded.set(endpoint, variants.includes(variant) ? variants : [...variants, variant]);
  }
  return guarded;
};

/** The guarded endpoints, their users and their secrets, as they are before the story starts. */
export const furnish = (world: World, scenario: Setting): void => {
  world.parameters.put('/sagemaker-rollback/slack-webhook', world.slackWebhook, 'SecureString');
  for (const [name, [stable = '', ...canaries]] of guardedEndpoints(world)) {
    const isMeant = name === scenario.endpoint;
    const share = isMeant ? scenario.canaryShare : QUIET_CANARY_SHARE;
    const { publishedEverySeconds: every } = scenario;
    world.sagemaker.create({
      name,
      configName: `${name}-config-7`,
      ...(isMeant && every !== undefined && { publishedEverySeconds: every }),
      ...(canaries.length === 0 && { roleArn: world.addRole(`${name}-model`, 'sagemaker.amazonaws.com') }),
      variants: [
        { name: stable, weight: 1 - share * canaries.length, instances: 3 },
        ...canaries.map((canary) => ({ name: canary, weight: share, instances: 1 })),
      ],
    });
    for (const variant of [stable, ...canaries]) world.traffic.behave(name, variant, HEALTHY);
    world.traffic.offer(name, { requestsPerMinute: scenario.requestsPerMinute, slowAboveMs: SLOW_ABOVE_MS });
  }
  scenario.prepares?.(measuresOf(world));
};

/** One for each world: what a script publishes takes the place of what was published before it. */
const measures = new WeakMap<World, Measures>();

const measuresOf = (world: World): Measures => {
  const made = measures.get(world) ?? measuresOn(world);
  measures.set(world, made);
  return made;
};

/** The demo's latency guards allow this much. */
export const SLOW_ABOVE_MS = 500;

/** An evaluation that happens to come at once takes back what was set by hand, before anybody saw it. */
const PATIENCE = 2 * SECOND;

/** The stage of a story that starts now. */
export const makeStage = (world: World, scenario: Scenario, health: Health = makeHealth(world.wires.clock)): Stage => {
  const { wires } = world;
  const { endpoint } = scenario;
  const start = wires.clock.now();
  const behaviours = new Map<string, Behaviour>();
  return {
    ...handsOn(world, endpoint),
    ...answersOn(world, endpoint),
    ...measuresOf(world),
    endpoint,
    at: (minute, act) => wires.clock.at(start + minute * MINUTE, `the script at minute ${minute}`, act),
    afterBreach: (seconds, act) =>
      onFirst(wires.journal.onLine, isBreachOf(endpoint), () =>
        wires.clock.after(seconds * SECOND, 'the script after the breach', act),
      ),
    story: (text) => wires.journal.write('story', { text }),
    behaves: (variant, change) => {
      const behaviour = { ...(behaviours.get(variant) ?? HEALTHY), ...change };
      behaviours.set(variant, behaviour);
      health.note(variant, behaviour);
      world.traffic.behave(endpoint, variant, behaviour);
    },
    behavesElsewhere: (other, variant, change) => world.traffic.behave(other, variant, { ...HEALTHY, ...change }),
    movesWeights: (who, weights) => world.sagemaker.changeWeights(who, endpoint, weights),
    changesInstances: (who, variant, instances) =>
      world.sagemaker.changeCapacity(who, endpoint, { variant, instances }),
    autoscales: (variant, bounds) => world.autoscaling.keepWithin(endpoint, variant, bounds),
    putsParameter: (name, value) => world.parameters.put(name, value),
    setsAlarm: (alarm, reason) => {
      const set = () => world.cloudwatch.setAlarmState(alarm, 'ALARM', reason);
      const setAgain = () => world.cloudwatch.alarm(alarm).standing.state === 'ALARM' || set();
      set();
      wires.clock.after(PATIENCE, 'a person looks whether the alarm stayed', setAgain);
    },
  };
};

/** The other endpoints have a life of their own: a guard of theirs that goes off is not the scenario's breach. */
export const isBreachOf =
  (endpoint: string) =>
  ({ kind, ...line }: JournalLine): boolean =>
    kind === 'alarm' && line['to'] === 'ALARM' && String(line['alarm']).includes(`/guard/${endpoint}/`);

const onFirst = (
  onLine: (listener: (line: JournalLine) => void) => void,
  wanted: (line: JournalLine) => boolean,
  act: () => void,
): void => {
  let seen = false;
  onLine((line) => {
    if (seen || !wanted(line)) return;
    seen = true;
    act();
  });
};
