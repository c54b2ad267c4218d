import type { Wires } from '../../types.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmDefinition, defineAlarm } from './alarm-definition.ts';
import type { AlarmProperties } from './alarm-schema.ts';
import { type Announcer, makeAnnouncer } from './alarms/announce.ts';
import { type History, makeHistory } from './alarms/history.ts';
import { type Members, makeMembers } from './alarms/members.ts';
import { type Birth, type MetricAlarm, makeMetricAlarm, type Surroundings } from './alarms/metric-alarm.ts';
import { makeTags, type Tags } from './alarms/tags.ts';
import type { Detectors } from './anomalies/detectors.ts';
import type { Metric, MetricStore } from './metric-store.ts';

/** The account's alarms. Composite alarms join by way of `members`, and hear of the others from the `announcer`. */
export type Alarms = {
  readonly members: Members;
  readonly announcer: Announcer;
  readonly history: History;
  readonly tags: Tags;
  readonly arnOf: (name: string) => string;
  /** A template's alarm. Throws when the name is taken. */
  readonly deploy: (name: string, given: AlarmProperties, birth: Birth) => void;
  /** PutMetricAlarm: creates or updates. */
  readonly put: (name: string, given: AlarmProperties) => void;
  readonly delete: (name: string) => void;
  /** The metric alarms. */
  readonly all: () => readonly Alarm[];
  readonly find: (name: string) => Alarm | undefined;
  readonly blind: () => readonly BlindAlarm[];
};

/** An alarm on a metric that never had a datapoint, although the metric has some under other dimensions. */
export type BlindAlarm = {
  readonly alarm: string;
  readonly metric: Metric;
  readonly seenUnder: readonly Metric['dimensions'][];
};

export const makeAlarms = (wires: Wires, store: MetricStore, detectors: Detectors): Alarms => {
  const metricAlarms = new Map<string, MetricAlarm>();
  const members = makeMembers();
  const tags = makeTags();
  const history = makeHistory(() => wires.clock.now());
  const around: Surroundings = { wires, store, detectors, history, announcer: makeAnnouncer(wires, history) };
  const arnOf = (name: string) =>
    `arn:${wires.account.partition}:cloudwatch:${wires.account.region}:${wires.account.id}:alarm:${name}`;

  const define = (name: string, given: AlarmProperties): AlarmDefinition => {
    const queryId = wires.seeded.id(`cloudwatch/query/${name}`);
    return defineAlarm({ name, arn: arnOf(name), queryId }, given, wires.account);
  };
  const create = (definition: AlarmDefinition, birth: Birth): void => {
    const alarm = makeMetricAlarm(around, definition, birth);
    metricAlarms.set(definition.name, alarm);
    members.add(alarm.member);
  };
  return {
    members,
    announcer: around.announcer,
    history,
    tags,
    arnOf,
    deploy: (name, given, birth) => {
      if (members.find(name) !== undefined) throw new Error(`alarm ${name} is there twice`);
      const { Tags: born = [], ...rest } = given;
      create(define(name, { ...rest, AlarmName: name }), birth);
      if (born.length > 0) tags.add(arnOf(name), born);
    },
    put: (name, given) => {
      members.claim(name, 'MetricAlarm');
      const present = metricAlarms.get(name);
      if (present === undefined) create(define(name, given), { told: true });
      else if (!isSame(present.now().definition.given, given)) present.reconfigure(define(name, given));
    },
    delete: (name) => {
      metricAlarms.delete(name);
      members.remove(name);
      tags.forget(arnOf(name));
    },
    all: () => [...metricAlarms.values()].map((alarm) => alarm.now()),
    find: (name) => metricAlarms.get(name)?.now(),
    blind: () => [...metricAlarms.values()].flatMap((alarm) => blindMetrics(alarm.now().definition, store)),
  };
};

/** Whether a put says what is said already. Members may come in any order; a default is not what says the same. */
const isSame = (one: AlarmProperties, other: AlarmProperties): boolean => sorted(one) === sorted(other);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const blindMetrics = ({ name, queries }: AlarmDefinition, store: MetricStore): readonly BlindAlarm[] =>
  queries.flatMap((query) => {
    if (query.kind !== 'metric' || store.everSeen(query.metric)) return [];
    const seenUnder = store.dimensionsOf(query.metric.namespace, query.metric.name);
    return seenUnder.length === 0 ? [] : [{ alarm: name, metric: query.metric, seenUnder }];
  });
