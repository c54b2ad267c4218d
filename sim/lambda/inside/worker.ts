import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Birth, FromWorker, HandlerError, ToWorker } from '../messages.ts';
import { watchActivity } from './activity.ts';
import { installChance } from './chance.ts';
import { holdsTooMuch } from './memory.ts';
import { captureOutput } from './output.ts';
import { watchRequests } from './requests.ts';
import { installTime } from './time.ts';
import { installTimers } from './timers.ts';

type Handler = (event: unknown, context: unknown) => unknown;
type Invocation = Extract<ToWorker, { kind: 'invoke' }>;

const birth = workerData as Birth;
const clock = new Float64Array(birth.clock);
const now = (): number => clock[0] ?? 0;
const post = (message: FromWorker): void => parentPort?.postMessage(message);

let lastSeq = 0;
let requestId = '';
let loaded = false;

installTime(now);
installChance(birth.seed);
const timers = installTimers(now);
captureOutput((text) => post({ kind: 'output', requestId, text }));
const openRequests = watchRequests(
  (seq) => `${birth.environment} ${seq} ${birth.displayName} ${requestId}`,
  () => activity.touched(),
);
const activity = watchActivity(
  // While the bundle loads, only what it waits for can make it rest.
  () => loaded || openRequests().length > 0 || timers.next() !== undefined,
  () => {
    if (holdsTooMuch(birth.memory)) post({ kind: 'swollen' });
    post({ kind: 'idle', seq: lastSeq, open: openRequests(), nextTimer: timers.next() });
  },
);
activity.touched();

const handler = await load();
loaded = true;
post(typeof handler === 'function' ? { kind: 'ready' } : { kind: 'unfit', error: handler });

parentPort?.on('message', (message: ToWorker) => {
  lastSeq = message.seq;
  activity.touched();
  if (message.kind === 'timer') timers.fire();
  else if (typeof handler === 'function') void invoke(handler, message);
});

async function load(): Promise<Handler | HandlerError> {
  try {
    const bundle: Readonly<Record<string, unknown>> = await import(pathToFileURL(birth.file).href);
    const found = bundle[birth.handler];
    if (typeof found === 'function') return found as Handler;
    const errorMessage = `index.${birth.handler} is undefined or not exported`;
    return { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] };
  } catch (cause) {
    return toLoadError(toHandlerError(cause));
  }
}

/** As Node's runtime calls what goes wrong while it loads the code. */
function toLoadError(error: HandlerError): HandlerError {
  const { errorType, errorMessage, trace } = error;
  const named = { errorMessage: `${errorType}: ${errorMessage}`, trace };
  if (errorType === 'SyntaxError') return { errorType: 'Runtime.UserCodeSyntaxError', ...named };
  return /^Cannot find (module|package) /.test(errorMessage)
    ? { errorType: 'Runtime.ImportModuleError', ...named }
    : error;
}

async function invoke(run: Handler, message: Invocation): Promise<void> {
  requestId = message.requestId;
  const context = {
    ...birth.context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Math.floor(now())),
  };
  try {
    const result = await run(JSON.parse(message.payload), context);
    // A function that gives nothing gives null.
    const payload = JSON.stringify(result) ?? 'null';
    post({ kind: 'returned', requestId: message.requestId, payload });
  } catch (cause) {
    post({ kind: 'threw', requestId: message.requestId, error: toHandlerError(cause) });
  }
}

function toHandlerError(cause: unknown): HandlerError {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause), trace: [] };
  return { errorType: cause.name, errorMessage: cause.message, trace: ownTrace(cause.stack ?? '') };
}

/** The function's own part of a trace: from where this file called it on, it tells of the stand-in. */
function ownTrace(stack: string): readonly string[] {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => line.includes(import.meta.url));
  return end < 0 ? lines : lines.slice(0, end);
}
