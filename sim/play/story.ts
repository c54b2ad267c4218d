import type { Instant, JournalLine } from '../types.ts';
import type { EndState, Facts, Story } from './scenario.ts';
import { isBreachOf } from './stage.ts';

/** Reads a play's journal back: what its summary says, and what its expectations ask. */
export const readStory = (lines: readonly JournalLine[], endpoint: string, weights: Story['weights']): Story => {
  const ending = lines.findLast((line) => matches(line, { kind: 'log', message: 'decided', verdict: 'end', endpoint }));
  const ownShifts = lines.filter(isShiftOf(endpoint));
  const [shift] = ownShifts;
  return {
    endState: (ending?.['state'] as EndState | undefined) ?? null,
    faultAt: timeOf(lines.find(({ kind }) => kind === 'story')?.at),
    breachAt: timeOf(lines.find(isBreachOf(endpoint))?.at),
    shiftRequestedAt: timeOf(shift?.['sentAt']),
    provedAt: ending?.['state'] === 'RECOVERED' ? timeOf(ending.at) : null,
    sequentialCallsBeforeShift: shift ? roundsBefore(lines, shift) : null,
    messages: lines.filter((line) => matches(line, { kind: 'call', api: 'sns', operation: 'Publish', outcome: 'ok' }))
      .length,
    awsCalls: countCalls(lines),
    shifts: ownShifts.length,
    weights,
    has: (kind, facts) => lines.some((line) => matches(line, { kind, ...facts })),
  };
};

const SHIFT = 'UpdateEndpointWeightsAndCapacities';

/** The second function changes capacities by the same operation, and never a weight. */
const isShiftOf =
  (endpoint: string) =>
  (line: JournalLine): boolean =>
    matches(line, {
      kind: 'call',
      operation: SHIFT,
      outcome: 'ok',
      resource: (arn) => String(arn).toLowerCase().endsWith(`:endpoint/${endpoint.toLowerCase()}`),
      function: (name) => !/Strategist/.test(String(name)),
    });

const matches = (line: JournalLine, facts: Facts): boolean =>
  Object.entries(facts).every(([name, wanted]) => {
    const seen = line[name];
    if (typeof wanted === 'function') return wanted(seen);
    return wanted instanceof RegExp ? wanted.test(String(seen)) : seen === wanted;
  });

const timeOf = (text: unknown): Instant | null => (typeof text === 'string' ? Date.parse(text) : null);

type Span = { readonly from: Instant; readonly to: Instant };

/** The longest chain of calls, each sent only after the one before was answered, that came before the shift. */
const roundsBefore = (lines: readonly JournalLine[], shift: JournalLine): number => {
  const spans = lines
    .filter((line) => matches(line, { kind: 'call', requestId: String(shift['requestId']) }))
    .map(
      (line): Span => ({ from: timeOf(line['sentAt']) ?? 0, to: (timeOf(line['sentAt']) ?? 0) + Number(line['ms']) }),
    )
    .filter(({ from }) => from < (timeOf(shift['sentAt']) ?? 0))
    .sort((one, other) => one.to - other.to);
  const chains: (Span & { readonly length: number })[] = [];
  for (const span of spans) {
    const before = chains.filter(({ to }) => to <= span.from).map(({ length }) => length);
    chains.push({ ...span, length: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...chains.map(({ length }) => length));
};

const countCalls = (lines: readonly JournalLine[]): Record<string, number> => {
  const calls = lines.filter(({ kind, ...line }) => kind === 'call' && line['api'] !== 'slack');
  const groups = Map.groupBy(calls, (line) => String(line['operation']));
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.length] as const).sort(byName));
};

const byName = ([one]: readonly [string, number], [other]: readonly [string, number]): number => (one < other ? -1 : 1);
