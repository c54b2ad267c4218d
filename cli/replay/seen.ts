import { setImmediate } from 'node:timers/promises';
import type { GetMetricDataOutput } from '@aws-sdk/client-cloudwatch';
import { guardAlarmPrefix } from '../../lambdas/contract.ts';
import type { Deployment, Policy } from '../../lambdas/domain/policy.ts';
import type { Template } from '../../sim/template/template.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { alarmsOnly } from './alarms-only.ts';
import { type Columns, matchColumns } from './columns.ts';
import { feed } from './feed.ts';
import { type Guard, guardsOf, wantedOf } from './guards.ts';
import type { Recording } from './read/recording.ts';
import { nameOf } from './wanted.ts';

export type Replayed = {
  readonly template: Template;
  readonly deployment: Deployment;
  readonly policy: Policy;
  /** Whose metrics the columns are that name no variant; undefined where nobody can tell. */
  readonly variant: string | undefined;
  readonly recording: Recording;
  /** Told how far it is, 0..1. */
  readonly onProgress?: (done: number) => void;
};

/** A span in which a guard's alarm was in ALARM; `until` is undefined when it still is at the recording's end. */
export type Spell = { readonly from: number; readonly until?: number; readonly value: number | null };

export type Seen = {
  readonly guard: Guard;
  /** What it watches and the file does not have; it cannot be played then. */
  readonly lacks: readonly string[];
  /** Minutes in which it could be judged. */
  readonly minutes: number;
  /** In the alarm's own unit. */
  readonly worst?: { readonly value: number; readonly at: number };
  readonly spells: readonly Spell[];
  /** Starts of the periods in which it was above its threshold. */
  readonly bad: readonly number[];
};

/** A guard that lacks a metric, or never had all of them in one minute, promises nothing. */
export const isBlind = ({ lacks, minutes }: Seen): boolean => lacks.length > 0 || minutes === 0;

export type Watched = { readonly guards: readonly Seen[] } & Columns;

/** What lies behind the recording's end until every alarm has seen all of it. */
const ECHO = 5 * 60_000;

/** The first pass: the endpoint's alarms alone, over the whole recording. */
export const watch = async (replayed: Replayed): Promise<Watched> => {
  const { template, deployment, policy, recording, variant, onProgress } = replayed;
  const { from, to } = recording;
  const prefix = `${guardAlarmPrefix(deployment.name)}${policy.endpoint}/`;
  const alarms = alarmsOnly(template, prefix);
  const world = await makeWorld({ template: alarms, seed: 1, start: from, faults: {}, keepsJournal: false });
  try {
    const guards = guardsOf(world, deployment, policy);
    const matched = matchColumns(recording, {
      name: policy.endpoint,
      variants: [policy.stable, ...policy.canaries],
      variant,
      wanted: wantedOf(guards),
      others: deployment.policies.map(({ endpoint }) => endpoint).filter((one) => one !== policy.endpoint),
    });
    const ledger = guards.map((guard) => openEntry(guard, matched));
    listen(world, ledger);
    const onMinute = (end: number): void => {
      if ((end - from) % CHUNK === 0 || end >= to) for (const entry of ledger) account(world, entry, end);
      onProgress?.((end - from) / (to - from));
    };
    feed(world, { columns: matched.columns, from, to, onMinute });
    await world.run({ until: to + ECHO, pace: oftenAside() });
    return { ...matched, guards: ledger };
  } finally {
    await world.close();
  }
};

const STEPS_AT_ONCE = 5_000;

/** Nothing in this world waits for anything real: without a pause now and then, nobody could stop it. */
const oftenAside = () => {
  let steps = 0;
  return (): Promise<void> | undefined => {
    steps += 1;
    return steps % STEPS_AT_ONCE === 0 ? setImmediate() : undefined;
  };
};

/** Values are asked for in pieces of this length: CloudWatch forgets, and a file may be longer than its memory. */
const CHUNK = 24 * 60 * 60_000;

type Entry = { -readonly [Key in keyof Seen]: Seen[Key] } & { accountedUntil: number; spells: Spell[]; bad: number[] };

const openEntry = (guard: Guard, { columns }: Columns): Entry => {
  const there = new Set(columns.map(({ wanted }) => nameOf(wanted)));
  const lacks = guard.wanted.map(nameOf).filter((name) => !there.has(name));
  return { guard, lacks, minutes: 0, spells: [], bad: [], accountedUntil: 0 };
};

/** Adds what the guard's own expression said since the last time. */
const account = (world: World, entry: Entry, until: number): void => {
  const { guard, accountedUntil } = entry;
  const from = Math.max(accountedUntil, until - CHUNK);
  entry.accountedUntil = until;
  if (entry.lacks.length > 0) return;
  for (const { value, at } of pointsOf(world, guard, { from, until })) {
    entry.minutes += guard.periodSeconds / 60;
    if (value > guard.threshold) entry.bad.push(at);
    if (entry.worst === undefined || value > entry.worst.value) entry.worst = { value, at };
  }
};

type Point = { readonly value: number; readonly at: number };

const pointsOf = (
  world: World,
  { queries }: Guard,
  { from, until }: { from: number; until: number },
): readonly Point[] => {
  const read = world.cloudwatch.api?.operations['GetMetricData'];
  if (read === undefined) throw new Error('the small AWS has no GetMetricData');
  const input = {
    MetricDataQueries: queries,
    StartTime: new Date(from),
    EndTime: new Date(until),
    ScanBy: 'TimestampAscending',
  };
  const { MetricDataResults: [result] = [] } = read.run(input as never, READER) as GetMetricDataOutput;
  return (result?.Values ?? []).map((value, index) => ({ value, at: result?.Timestamps?.[index]?.getTime() ?? 0 }));
};

const READER = { kind: 'person', name: 'replay' } as const;

const listen = ({ wires }: World, ledger: readonly Entry[]): void =>
  wires.journal.onLine((line) => {
    if (line.kind !== 'alarm') return;
    const entry = ledger.find(({ guard }) => guard.alarm === line['alarm']);
    const at = Date.parse(line.at);
    if (line['to'] === 'ALARM') entry?.spells.push({ from: at, value: line['value'] as number | null });
    else if (line['from'] === 'ALARM') closeSpell(entry?.spells ?? [], at);
  });

const closeSpell = (spells: Spell[], until: number): void => {
  const last = spells.pop();
  if (last !== undefined) spells.push({ ...last, until });
};
