import { COSTS } from '../../../costs.ts';
import type { Instant, Wires } from '../../../types.ts';
import { type Alarm, type HandSet, INITIAL_REASON, type Member, type Standing } from '../alarm.ts';
import type { AlarmDefinition } from '../alarm-definition.ts';
import type { Detectors } from '../anomalies/detectors.ts';
import { closestBound } from '../bar.ts';
import { described } from '../describe-alarms.ts';
import { evaluateAlarm, evaluationInterval, samplesOf } from '../evaluate-alarm.ts';
import type { MetricStore } from '../metric-store.ts';
import { reasonData, reasonText } from '../reason.ts';
import type { Announcer } from './announce.ts';
import { configurationSummary, configurationUpdate, type Operation } from './documents.ts';
import type { History } from './history.ts';
import { actionsOf, configurationEvent, configuredIn, portraitOf } from './portrait.ts';

/** What a metric alarm needs around it. */
export type Surroundings = {
  readonly wires: Wires;
  readonly store: MetricStore;
  readonly detectors: Detectors;
  readonly history: History;
  readonly announcer: Announcer;
};

export type MetricAlarm = {
  readonly member: Member;
  readonly now: () => Alarm;
  /** The state stays; nothing happens when nothing changes. */
  readonly reconfigure: (definition: AlarmDefinition) => void;
};

export type Birth = {
  /** Whether EventBridge hears of it: what a template holds was there before the world began to run. */
  readonly told: boolean;
};

/** An alarm that evaluates itself until it is removed. */
export const makeMetricAlarm = (around: Surroundings, definition: AlarmDefinition, { told }: Birth): MetricAlarm => {
  const { wires } = around;
  const born = wires.clock.now();
  let alarm: Alarm = { definition, configuredAt: born, standing: unchecked(born) };
  const evaluations = makeSchedule(wires, definition.name, (at) => {
    ensureDetector(around.detectors, alarm.definition);
    const change = verdictOf(alarm, around, at);
    if (change !== undefined) turn(change);
  });
  const turn = (change: Change): void => {
    const from = alarm.standing;
    alarm = { ...alarm, standing: change.to };
    writeTransition(wires, { ...alarm, standing: from }, change);
    around.announcer.announce({ alarm: portraitOf(alarm), from, to: change.to });
  };
  const configure = (next: AlarmDefinition): void => {
    const before = alarm;
    alarm = { ...alarm, definition: next, configuredAt: wires.clock.now() };
    tellConfiguration(around, { operation: 'update', alarm, before, told: true });
  };

  tellConfiguration(around, { operation: 'create', alarm, told });
  evaluations.start(evaluationInterval(definition));
  const member: Member = {
    type: 'MetricAlarm',
    name: definition.name,
    arn: definition.arn,
    standing: () => alarm.standing,
    actions: () => actionsOf(alarm.definition.given),
    children: () => [],
    dependsOn: () => [],
    describe: () => described(alarm),
    set: (to) => {
      if (alarm.standing.state !== to.state) turn({ to: byHand(to, wires.clock.now()), value: null });
    },
    enable: (enabled) => {
      if (member.actions().enabled === enabled) return;
      const { definition: current } = alarm;
      configure({ ...current, given: { ...current.given, ActionsEnabled: enabled } });
    },
    remove: () => {
      evaluations.stop();
      tellConfiguration(around, { operation: 'delete', alarm, told: true });
    },
  };
  return {
    member,
    now: () => alarm,
    reconfigure: (next) => {
      const interval = evaluationInterval(alarm.definition);
      configure(next);
      if (evaluationInterval(next) !== interval) evaluations.start(evaluationInterval(next));
    },
  };
};

const unchecked = (now: Instant): Standing => ({ state: 'INSUFFICIENT_DATA', reason: INITIAL_REASON, since: now });

const byHand = ({ state, reason, reasonData: data }: HandSet, since: Instant): Standing => ({
  state,
  reason,
  ...(data !== undefined && { reasonData: data }),
  since,
});

/** `value` is the newest datapoint that was judged, `bound` what it was held against, of an alarm on a band. */
type Change = { readonly to: Standing; readonly value: number | null; readonly bound?: number | undefined };

const verdictOf = (
  { definition, standing }: Alarm,
  { store, detectors: { expects } }: Surroundings,
  now: Instant,
): Change | undefined => {
  const seen = evaluateAlarm(definition, { store, expects }, now);
  const { state, judged } = seen.judgement;
  if (state === 'retain' || state === standing.state) return undefined;

  const reason = reasonText(definition, state, seen);
  const data = reasonData(definition, seen, (start) => samplesOf(definition, store, start));
  const newest = judged[0] ?? Number.NaN;
  const value = seen.values[newest];
  return {
    to: { state, reason, reasonData: data, since: now },
    value: value ?? null,
    bound: closestBound(definition.bar, value, seen.bounds[newest]),
  };
};

const writeTransition = (wires: Wires, { definition, standing }: Alarm, { to, value, bound }: Change): void =>
  wires.journal.write('alarm', {
    alarm: definition.name,
    from: standing.state,
    to: to.state,
    reason: to.reason,
    value,
    threshold: definition.given.Threshold ?? bound ?? null,
  });

/** Documented: whoever deletes a model and leaves the alarm, finds it made again. */
const ensureDetector = (detectors: Detectors, { bar, queries, watched }: AlarmDefinition): void => {
  const query = bar.kind === 'band' ? queries.find(({ id }) => id === watched) : undefined;
  if (query?.kind === 'metric') detectors.put(query);
};

/** Evaluations at a phase of the alarm's own, drawn at each start. */
const makeSchedule = ({ clock, seeded }: Wires, name: string, evaluate: (at: Instant) => void) => {
  let current = 0;
  const from = (at: Instant, interval: number, run: number): void =>
    clock.at(at, `evaluation of alarm ${name}`, () => {
      if (run !== current) return;
      evaluate(at);
      from(at + interval, interval, run);
    });
  return {
    start: (interval: number): void => {
      current += 1;
      from(clock.now() + Math.floor(seeded.random(`cloudwatch/phase/${name}`)() * interval), interval, current);
    },
    stop: (): void => {
      current += 1;
    },
  };
};

type Configuration = {
  readonly operation: Operation;
  readonly alarm: Alarm;
  readonly before?: Alarm;
  readonly told: boolean;
};

const tellConfiguration = (around: Surroundings, { operation, alarm, before, told }: Configuration): void => {
  const { wires, history } = around;
  const { name } = alarm.definition;
  history.add({
    type: 'MetricAlarm',
    name,
    at: wires.clock.now(),
    kind: 'ConfigurationUpdate',
    summary: configurationSummary(name, operation),
    data: configurationUpdate(operation, configuredIn(alarm), before && configuredIn(before)),
  });
  if (!told) return;
  const event = configurationEvent(operation, alarm, before);
  wires.clock.after(COSTS.alarmToEvents, `event of alarm ${name}`, () => wires.events.put(event));
};
