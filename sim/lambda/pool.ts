import { COSTS } from '../costs.ts';
import type { Outside } from '../kernel/run.ts';
import type { Instant, Principal, Wires } from '../types.ts';
import type { DeclaredFunction } from './declared.ts';
import { errorOfEnding, initTimedOut, timedOut, tooLarge } from './endings.ts';
import type { Report } from './environment.ts';
import { logLine, logTail } from './log-tail.ts';
import { emit, noteInvoke, noteOutput, noteReturn } from './notes.ts';
import {
  type Ended,
  type Invocation,
  type Outcome,
  openSlot,
  type Running,
  type Slot,
  type SlotOptions,
} from './slot.ts';

export type Pool = {
  /** Begins an invocation in a warm environment, or in a new one. `done` is called once. */
  readonly start: (declared: DeclaredFunction, invocation: Invocation, done: (ended: Ended) => void) => void;
  /** How many invocations of the function are under way, by its ARN. */
  readonly running: (functionArn: string) => number;
  /** Lets the function's environments end: those that are idle now, the others with what they run. */
  readonly retire: (functionArn: string) => void;
  readonly principalOf: (accessKeyId: string) => Principal | undefined;
  readonly outside: Outside;
  readonly close: () => void;
};

/** Lambda gives a bundle this long to load. */
const INIT_TIMEOUT_MS = 10_000;

export const makePool = (wires: Wires, options: Omit<SlotOptions, 'clock'>): Pool => {
  const clock = new SharedArrayBuffer(8);
  const time = new Float64Array(clock);
  const slots: Slot[] = [];
  const world: PoolWorld = { wires, wire: options.wire };
  const slotsOf = (arn: string): readonly Slot[] => slots.filter(({ declared }) => declared.arn === arn);

  return {
    start: (declared, invocation, done) => {
      const own = slotsOf(declared.arn);
      const running: Running = { invocation, done, log: [], begunAt: undefined, cold: false };
      const free = own.find(isFree);
      time[0] = wires.clock.now();
      if (free !== undefined) startWarm(world, free, running);
      else slots.push(startCold(world, { ...options, clock }, { declared, running, ordinal: own.length + 1 }));
    },
    running: (arn) => slotsOf(arn).filter(({ running }) => running !== undefined).length,
    retire: (arn) => {
      for (const slot of slotsOf(arn)) {
        slot.retired = true;
        if (slot.running === undefined) slot.environment.kill();
      }
    },
    principalOf: (accessKeyId) =>
      slots.find(({ credentials }) => credentials.accessKeyId === accessKeyId)?.declared.role,
    outside: {
      advancing: (now) => {
        time[0] = now;
      },
      takeUp: () => slots.map((slot) => takeUp(world, slot)).includes(true),
      timer: () => earliestTimer(slots),
    },
    close: () => {
      for (const slot of slots) slot.environment.kill();
    },
  };
};

type PoolWorld = { readonly wires: Wires; readonly wire: SlotOptions['wire'] };

const startWarm = (world: PoolWorld, slot: Slot, running: Running): void => {
  slot.running = running;
  planBegin(world, slot, world.wires.clock.now() + COSTS.warmStart);
};

type ColdStart = { readonly declared: DeclaredFunction; readonly ordinal: number; readonly running: Running };

const startCold = (world: PoolWorld, options: SlotOptions, { declared, ordinal, running }: ColdStart): Slot => {
  const slot = openSlot(world.wires, options, { declared, ordinal });
  slot.running = running;
  world.wires.clock.after(INIT_TIMEOUT_MS, `init of ${slot.environment.id}`, () => giveUpInit(world, slot));
  return slot;
};

const isFree = ({ ready, retired, running, environment }: Slot): boolean =>
  ready && !retired && running === undefined && !environment.dead();

/** Timers of a frozen environment wait until it is thawed. */
const isAwake = ({ ready, running }: Slot): boolean => !ready || running?.begunAt !== undefined;

const earliestTimer = (slots: readonly Slot[]): ReturnType<NonNullable<Outside['timer']>> => {
  const awake = slots.filter(isAwake).map(({ environment }) => ({ environment, time: environment.nextTimer() }));
  const due = awake.flatMap(({ environment, time }) =>
    time === undefined ? [] : [{ time, fire: environment.fireTimer }],
  );
  return due.reduce<(typeof due)[number] | undefined>(
    (first, next) => (first && first.time <= next.time ? first : next),
    undefined,
  );
};

const takeUp = (world: PoolWorld, slot: Slot): boolean => {
  const reports = slot.environment.reports();
  for (const report of reports) take(world, slot, report);
  return reports.length > 0;
};

const take = (world: PoolWorld, slot: Slot, report: Report): void => {
  switch (report.kind) {
    case 'output':
      noteOutput(world.wires, slot.declared, report);
      slot.running?.log.push(logLine(world.wires, report.requestId, report.text));
      break;
    case 'ready':
      slot.ready = true;
      planBegin(world, slot, slot.bornAt + COSTS.coldStart);
      break;
    case 'unfit':
      fail(world, slot, () => ({ kind: 'error', error: report.error }));
      break;
    case 'exited':
      fail(world, slot, (requestId) => ({ kind: 'error', error: errorOfEnding(report.ending, requestId) }));
      break;
    case 'threw':
      end(world, slot, { kind: 'error', error: report.error });
      break;
    case 'returned':
      end(world, slot, outcomeOf(report.payload));
      break;
  }
};

const outcomeOf = (payload: string): Outcome => {
  const error = tooLarge(payload);
  return error === undefined ? { kind: 'ok', payload } : { kind: 'error', error };
};

const planBegin = (world: PoolWorld, slot: Slot, at: Instant): void =>
  world.wires.clock.at(at, `start ${slot.environment.id}`, () => begin(world, slot));

const begin = ({ wires, wire }: PoolWorld, slot: Slot): void => {
  const { running, declared, environment } = slot;
  if (running === undefined || environment.dead()) return;
  const { requestId, payload } = running.invocation;
  noteInvoke(wires, slot, running.invocation);
  const now = wires.clock.now();
  running.begunAt = now;
  running.cold = slot.fresh;
  slot.fresh = false;
  wire.thaw(environment.id);
  environment.invoke(requestId, JSON.stringify(payload), now + declared.timeoutMs);
  wires.clock.after(declared.timeoutMs, `timeout of ${environment.id}`, () => {
    if (slot.running !== running) return;
    fail({ wires, wire }, slot, (id) => ({ kind: 'timeout', error: timedOut(id, declared) }));
  });
};

const giveUpInit = (world: PoolWorld, slot: Slot): void => {
  if (slot.ready || slot.running === undefined) return;
  fail(world, slot, (requestId) => ({ kind: 'timeout', error: initTimedOut(requestId) }));
};

/** The environment is lost with the invocation; the next one starts cold. */
const fail = (world: PoolWorld, slot: Slot, outcomeFor: (requestId: string) => Outcome): void => {
  slot.environment.kill();
  end(world, slot, outcomeFor(slot.running?.invocation.requestId ?? ''));
};

const end = ({ wires, wire }: PoolWorld, slot: Slot, outcome: Outcome): void => {
  const { running, declared } = slot;
  if (running === undefined) return;
  if (running.begunAt === undefined) noteInvoke(wires, slot, running.invocation);
  slot.running = undefined;
  wire.freeze(slot.environment.id);
  noteReturn(wires, { declared, running, outcome });
  emit(wires, declared, 'Errors', outcome.kind === 'ok' ? 0 : 1);
  if (slot.retired) slot.environment.kill();
  running.done({ outcome, logTail: logTail(wires, slot, running) });
};
