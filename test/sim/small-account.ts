import { makeIam, type Roles } from '../../sim/iam/iam.ts';
import { makeClock, type SteppedClock } from '../../sim/kernel/clock.ts';
import { makeJournal } from '../../sim/kernel/journal.ts';
import { makeSeeded } from '../../sim/kernel/seeded.ts';
import { type Bus, makeEvents } from '../../sim/services/events/events.ts';
import { makeLogGroups } from '../../sim/services/log-groups.ts';
import { makeParameters, type Parameters } from '../../sim/services/parameters/parameters.ts';
import { makeQueues, type QueueBook } from '../../sim/services/queues/queues.ts';
import { makeTables, type TableBook } from '../../sim/services/tables/tables.ts';
import { makeTopics, type TopicBook } from '../../sim/services/topics/topics.ts';
import { readTemplate } from '../../sim/template/load.ts';
import { provision } from '../../sim/template/provision.ts';
import type { Api, Decision, Faults, JournalLine, MetricSample, Part, Principal, Wires } from '../../sim/types.ts';

export type Invoked = { readonly who: Principal; readonly arn: string; readonly payload: unknown };

export type SmallAccount = {
  readonly wires: Wires;
  readonly clock: SteppedClock;
  readonly iam: Part & Roles;
  readonly events: Part & Bus;
  readonly topics: Part & TopicBook;
  readonly queues: Part & QueueBook;
  readonly parameters: Part & Parameters;
  readonly tables: Part & TableBook;
  readonly invoked: readonly Invoked[];
  readonly metrics: readonly MetricSample[];
  /** Runs what is planned within the next `ms`. */
  readonly pass: (ms: number) => void;
  readonly lines: (kind: JournalLine['kind']) => readonly JournalLine[];
};

export type Options = { readonly functions?: (arn: string) => Decision; readonly faults?: Faults };

export const START = Date.parse('2026-11-20T10:00:00Z');

/** An account with these resources in it, and functions that only note what they are invoked with. */
export const smallAccount = (resources: Readonly<Record<string, unknown>>, options: Options = {}): SmallAccount => {
  const clock = makeClock(START);
  const invoked: Invoked[] = [];
  const metrics: MetricSample[] = [];
  const wires = {
    account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
    clock,
    seeded: makeSeeded(1),
    journal: makeJournal(clock),
    faults: options.faults ?? {},
    metrics: { put: (sample: MetricSample) => void metrics.push(sample) },
    functions: {
      invoke: (who: Principal, arn: string, payload: unknown) => {
        const decision = options.functions?.(arn) ?? { allowed: true };
        if (decision.allowed) invoked.push({ who, arn, payload });
        return decision;
      },
    },
  } as unknown as Wires;
  const [iam, events, topics, queues] = [makeIam(wires), makeEvents(wires), makeTopics(wires), makeQueues(wires)];
  const [parameters, tables] = [makeParameters(wires), makeTables(wires)];
  Object.assign(wires, { iam, events, topics, queues });
  const parts: readonly Part[] = [iam, events, topics, queues, parameters, tables, makeLogGroups(wires)];
  const template = readTemplate({ Resources: resources }, { file: 'small.template.json', assetsDirectory: '/nowhere' });
  provision(
    template,
    parts.flatMap(({ provisioners }) => provisioners),
    wires.account,
  );
  const pass = (ms: number): void => {
    const until = clock.now() + ms;
    for (let next = clock.peek(); next !== undefined && next <= until; next = clock.peek()) clock.step();
    clock.advance(until);
  };
  const lines = (kind: JournalLine['kind']) => wires.journal.lines.filter((line) => line.kind === kind);
  return { wires, clock, iam, events, topics, queues, parameters, tables, invoked, metrics, pass, lines };
};

/** Calls an operation as the wire would once it is decoded and allowed. */
export const call = (part: Part, operation: string, input: unknown): unknown =>
  operationOf(part, operation).run(input as never, { kind: 'person', name: 'test' });

export const needsOf = (part: Part, operation: string, input: unknown) =>
  operationOf(part, operation).needs(input as never);

const operationOf = ({ api }: Part, name: string): Api['operations'][string] => {
  const operation = api?.operations[name];
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  return operation;
};
