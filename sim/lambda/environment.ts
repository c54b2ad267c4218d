import { Worker } from 'node:worker_threads';
import type { Stillness } from '../kernel/stillness.ts';
import type { Instant } from '../types.ts';
import type { Birth, FromWorker, HandlerError, IdleReport, ToWorker } from './messages.ts';

/** What came out of an environment, in its own order. */
export type Report =
  | Exclude<FromWorker, IdleReport | { kind: 'swollen' }>
  | { readonly kind: 'exited'; readonly ending: Ending };

/** Why a thread ended by itself. */
export type Ending =
  | { readonly kind: 'killed' }
  | { readonly kind: 'uncaught'; readonly error: HandlerError }
  | { readonly kind: 'status'; readonly code: number };

export type EnvironmentOptions = {
  readonly birth: Birth;
  readonly env: Readonly<Record<string, string>>;
  /** Of the heap. */
  readonly memoryMb: number;
  readonly stillness: Stillness;
  /** What of this environment is on the wire, as the server sees it. */
  readonly onWire: { readonly of: (id: string) => readonly number[]; readonly connected: (id: string) => boolean };
};

/** One worker thread, which stands for one execution environment of a function. */
export type Environment = {
  readonly id: string;
  readonly invoke: (requestId: string, payload: string, deadline: Instant) => void;
  /** When the earliest of its timers is due; undefined also when it is dead. */
  readonly nextTimer: () => Instant | undefined;
  readonly fireTimer: () => void;
  /** What it reported since the last call. */
  readonly reports: () => readonly Report[];
  /** Ends the thread; nothing is reported any more. */
  readonly kill: () => void;
  readonly dead: () => boolean;
};

export const startEnvironment = (options: EnvironmentOptions): Environment => {
  const { birth, stillness } = options;
  const inbox: Report[] = [];
  const state: State = { sent: 0, idle: undefined, killed: false, ending: false, exited: false };
  const worker = spawn(options);
  listen(worker, state, { report: (what) => inbox.push(what), touched: stillness.touched });
  stillness.watch(() => unrestOf(options, state));

  const send = (message: Unnumbered): void => {
    state.sent += 1;
    worker.postMessage({ ...message, seq: state.sent } satisfies ToWorker);
  };
  return {
    id: birth.environment,
    invoke: (requestId, payload, deadline) => send({ kind: 'invoke', requestId, payload, deadline }),
    nextTimer: () => (state.killed || state.exited ? undefined : state.idle?.nextTimer),
    fireTimer: () => send({ kind: 'timer' }),
    reports: () => inbox.splice(0),
    kill: () => {
      if (state.killed || state.exited) return;
      state.killed = true;
      inbox.length = 0;
      void worker.terminate();
    },
    dead: () => state.killed || state.exited,
  };
};

type Ears = { readonly report: (what: Report) => void; readonly touched: () => void };

const listen = (worker: Worker, state: State, { report, touched }: Ears): void => {
  let ending: Ending | undefined;
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'idle') state.idle = message;
    else if (message.kind === 'swollen') {
      ending = { kind: 'killed' };
      state.ending = true;
      void worker.terminate();
    } else if (!state.killed) report(message);
    touched();
  });
  worker.on('error', (error: unknown) => {
    ending = endingBy(error);
  });
  worker.on('exit', (code) => {
    state.exited = true;
    if (!state.killed) report({ kind: 'exited', ending: ending ?? { kind: 'status', code } });
    touched();
  });
};

type Unnumbered =
  | Omit<Extract<ToWorker, { kind: 'invoke' }>, 'seq'>
  | Omit<Extract<ToWorker, { kind: 'timer' }>, 'seq'>;

type State = {
  sent: number;
  idle: IdleReport | undefined;
  killed: boolean;
  /** It holds too much memory, and is about to exit. */
  ending: boolean;
  exited: boolean;
};

/** The thread gets the given variables and nothing of the host's environment. */
const spawn = ({ birth, env, memoryMb }: EnvironmentOptions): Worker => {
  // A thread cannot have a time zone of its own, and Lambda's is UTC.
  process.env['TZ'] = 'UTC';
  return new Worker(entry(process.env['NODE_COMPILE_CACHE']), {
    workerData: birth,
    env: { ...env },
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
};

/** A thread takes up what Node compiled before only if it asks for that itself, and its variables are the function's. */
const entry = (compiled: string | undefined): URL => {
  const inside = new URL('./inside/worker.ts', import.meta.url);
  if (!compiled) return inside;
  const [cache, main] = [compiled, inside.href].map((text) => JSON.stringify(text));
  const code = `import { enableCompileCache } from 'node:module'; enableCompileCache(${cache}); await import(${main});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
};

/**
 * A thread rests when it has dealt with all that it was sent and both ends of the wire agree on which of its requests
 * are open: then no reply can be on its way to it, and no request on its way here.
 */
const unrestOf = ({ birth, onWire }: EnvironmentOptions, state: State): string | undefined => {
  const { environment: id } = birth;
  if (state.exited) return onWire.connected(id) ? `${id}: its connections are closing` : undefined;
  if (state.killed || state.ending) return `${id}: its thread is ending`;
  if (state.idle === undefined) return `${id}: loading`;
  if (state.idle.seq !== state.sent) return `${id}: running (told ${state.sent}, done ${state.idle.seq})`;
  const [inside, outside] = [state.idle.open.join(' '), onWire.of(id).join(' ')];
  return inside === outside ? undefined : `${id}: its open requests are [${inside}] inside, [${outside}] on the wire`;
};

/** A thread whose heap is full is ended by Node itself. */
const endingBy = (error: unknown): Ending => {
  if (!(error instanceof Error))
    return { kind: 'uncaught', error: { errorType: typeof error, errorMessage: String(error), trace: [] } };
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'killed' };
  const trace = (error.stack ?? '').split('\n').filter((line) => line !== '');
  return { kind: 'uncaught', error: { errorType: error.name, errorMessage: error.message, trace } };
};
