import { COSTS } from '../../costs.ts';
import type { Instant, Wires } from '../../types.ts';
import { type Alarm, INITIAL_REASON, type Standing, type Transition } from './alarm.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { evaluateAlarm } from './evaluate-alarm.ts';
import type { AlarmState } from './judge.ts';
import type { Metric, MetricStore } from './metric-store.ts';
import { reasonData, reasonText } from './reason.ts';

export type Alarms = {
  readonly add: (definition: AlarmDefinition) => void;
  readonly all: () => readonly Alarm[];
  readonly find: (name: string) => Alarm | undefined;
  /** By hand. Does nothing when the alarm is in that state; the next evaluation has its own opinion. */
  readonly set: (name: string, to: HandSet) => void;
  readonly blind: () => readonly BlindAlarm[];
};

export type HandSet = { readonly state: AlarmState; readonly reason: string; readonly reasonData?: string };

/** An alarm on a metric that never had a datapoint, although the metric has some under other dimensions. */
export type BlindAlarm = {
  readonly alarm: string;
  readonly metric: Metric;
  readonly seenUnder: readonly Metric['dimensions'][];
};

/** `tell` hears of every transition, and of nothing else. */
export const makeAlarms = (wires: Wires, store: MetricStore, tell: (transition: Transition) => void): Alarms => {
  const alarms = new Map<string, Alarm>();
  const book: Book = { wires, store, alarms, tell };
  return {
    add: (definition) => {
      const { name } = definition;
      if (alarms.has(name)) throw new Error(`alarm ${name} is there twice`);
      const now = wires.clock.now();
      alarms.set(name, { definition, configuredAt: now, standing: unchecked(now) });
      const phase = Math.floor(wires.seeded.random(`cloudwatch/phase/${name}`)() * COSTS.alarmEvaluation);
      evaluateFrom(book, name, now + phase);
    },
    all: () => [...alarms.values()],
    find: (name) => alarms.get(name),
    set: (name, to) => {
      const alarm = present(alarms, name);
      if (alarm.standing.state !== to.state)
        change(book, alarm, { to: { ...to, since: wires.clock.now() }, value: null });
    },
    blind: () => [...alarms.values()].flatMap(({ definition }) => blindMetrics(definition, store)),
  };
};

type Book = {
  readonly wires: Wires;
  readonly store: MetricStore;
  readonly alarms: Map<string, Alarm>;
  readonly tell: (transition: Transition) => void;
};

/** `value` is the newest datapoint that was judged. */
type Change = { readonly to: Standing; readonly value: number | null };

const evaluateFrom = (book: Book, name: string, at: Instant): void =>
  book.wires.clock.at(at, `evaluation of alarm ${name}`, () => {
    const alarm = present(book.alarms, name);
    const verdict = verdictOf(alarm, book.store, at);
    if (verdict !== undefined) change(book, alarm, verdict);
    evaluateFrom(book, name, at + COSTS.alarmEvaluation);
  });

const change = ({ wires, alarms, tell }: Book, alarm: Alarm, changed: Change): void => {
  alarms.set(alarm.definition.name, { ...alarm, standing: changed.to });
  writeTransition(wires, alarm, changed);
  tell({ alarm: alarm.definition, configuredAt: alarm.configuredAt, from: alarm.standing, to: changed.to });
};

const present = (alarms: ReadonlyMap<string, Alarm>, name: string): Alarm => {
  const alarm = alarms.get(name);
  if (alarm === undefined) throw new Error(`there is no alarm "${name}"; there are: ${[...alarms.keys()].join(', ')}`);
  return alarm;
};

const unchecked = (now: Instant): Standing => ({ state: 'INSUFFICIENT_DATA', reason: INITIAL_REASON, since: now });

const verdictOf = ({ definition, standing }: Alarm, store: MetricStore, now: Instant): Change | undefined => {
  const seen = evaluateAlarm(definition, store, now);
  const { state, judged } = seen.judgement;
  if (state === 'retain' || state === standing.state) return undefined;

  const reason = reasonText(definition, state, seen);
  const newest = judged[0];
  const to: Standing = { state, reason, reasonData: reasonData(definition, seen), since: now };
  return { to, value: newest === undefined ? null : (seen.values[newest] ?? null) };
};

const writeTransition = (wires: Wires, { definition, standing }: Alarm, { to, value }: Change) =>
  wires.journal.write('alarm', {
    alarm: definition.name,
    from: standing.state,
    to: to.state,
    reason: to.reason,
    value,
    threshold: definition.given.Threshold,
  });

const blindMetrics = ({ name, queries }: AlarmDefinition, store: MetricStore): readonly BlindAlarm[] =>
  queries.flatMap((query) => {
    if (query.kind !== 'metric' || store.everSeen(query.metric)) return [];
    const seenUnder = store.dimensionsOf(query.metric.namespace, query.metric.name);
    return seenUnder.length === 0 ? [] : [{ alarm: name, metric: query.metric, seenUnder }];
  });
