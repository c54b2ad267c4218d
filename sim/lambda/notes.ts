import type { Wires } from '../types.ts';
import type { DeclaredFunction } from './declared.ts';
import type { HandlerError } from './messages.ts';
import type { Invocation, Outcome, Running, Slot } from './slot.ts';

/** Where Lambda unpacks a bundle; the journal must not tell where it lies on this machine. */
const TASK_ROOT = '/var/task';

export const noteInvoke = (wires: Wires, { declared, fresh }: Slot, { requestId, attempt }: Invocation): void => {
  wires.journal.write('invoke', { function: declared.displayName, requestId, attempt, cold: fresh });
  emit(wires, declared, 'Invocations', 1);
  emit(wires, declared, 'Throttles', 0);
};

/** What a function prints reaches nobody when its role may not write it: Lambda itself says nothing then. */
export const noteOutput = (wires: Wires, declared: DeclaredFunction, output: Output): void => {
  if (!mayLog(wires, declared)) return;
  const text = scrub(declared, output.text).replace(/\n$/, '');
  const facts = { function: declared.displayName, requestId: output.requestId };
  wires.journal.write('log', { ...facts, ...(parsed(text) ?? { text }) });
};

const mayLog = ({ account, iam, journal }: Wires, { role, displayName, logGroup }: DeclaredFunction): boolean => {
  const resource = `arn:${account.partition}:logs:${account.region}:${account.id}:log-group:${logGroup}:log-stream:any`;
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
    const decision = iam.judge(role, { action, resource });
    if (decision.allowed) continue;
    journal.write('missing-hop', {
      hop: 'grant',
      from: displayName,
      to: `${action} on ${logGroup}`,
      why: decision.why,
    });
    return false;
  }
  return true;
};
type Output = { readonly requestId: string; readonly text: string };

export const noteReturn = (wires: Wires, { declared, running, outcome }: Ended): void => {
  const ms = wires.clock.now() - (running.begunAt ?? wires.clock.now());
  measure(wires, declared, { name: 'Duration', unit: 'Milliseconds', value: ms });
  wires.journal.write('return', {
    function: declared.displayName,
    requestId: running.invocation.requestId,
    outcome: outcome.kind,
    ms,
    ...(outcome.kind === 'ok' ? {} : { error: describe(declared, outcome.error) }),
  });
};
type Ended = { readonly declared: DeclaredFunction; readonly running: Running; readonly outcome: Outcome };

/** Lambda counts by function; each invocation gives a 0 or a 1. */
export const emit = (wires: Wires, declared: DeclaredFunction, metric: string, value: 0 | 1): void =>
  measure(wires, declared, { name: metric, unit: 'Count', value });

type Measured = { readonly name: string; readonly unit: string; readonly value: number };

export const measure = (wires: Wires, declared: DeclaredFunction, { name, unit, value }: Measured): void =>
  wires.metrics.put({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: declared.name },
    at: wires.clock.now(),
    unit,
    values: [[value, 1]],
  });

export const scrubError = (declared: DeclaredFunction, error: HandlerError): HandlerError => ({
  errorType: error.errorType,
  errorMessage: scrub(declared, error.errorMessage),
  trace: error.trace.map((line) => scrub(declared, line)),
});

const describe = (declared: DeclaredFunction, { errorType, errorMessage }: HandlerError): string =>
  scrub(declared, `${errorType}: ${errorMessage}`);

const scrub = ({ directory }: DeclaredFunction, text: string): string => text.replaceAll(directory, TASK_ROOT);

/** Names that the journal's own line has; a log's entry of that name is kept as `log.name`. */
const TAKEN = ['at', 'kind', 'function', 'requestId'];

const parsed = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, item]) => [TAKEN.includes(name) ? `log.${name}` : name, item]));
  } catch {
    return undefined;
  }
};
