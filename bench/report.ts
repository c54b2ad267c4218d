import type { Figures } from './figures.ts';
import { CALL_MS } from './stub.ts';
import { table } from './table.ts';
import type { Wall } from './walls.ts';

/** All figures as text, table by table. */
export const report = (figures: Figures): string =>
  [machine(figures), cold(figures), warm(figures), bytes(figures), played(figures), walls(figures)].join('\n\n');

const machine = ({ machine: { cores, node } }: Figures): string =>
  `Medians of one run on ${cores} cores, Node ${node.replace('v', '')}; ratios are to what is shipped. Every call takes ${CALL_MS} ms.`;

const cold = ({ cold: measured }: Figures): string =>
  `${coldTable(measured)}\n* before the shift + the shift + after it. CPU in ms since the process began.`;

const coldTable = (measured: Figures['cold']): string =>
  table(
    ['new process → shift accepted', 'n', 'p50 ms', 'p99 ms', 'ratio', 'CPU: load', 'shift', 'end', 'RSS MB', 'calls*'],
    Object.entries(measured).map(([name, one]) => [
      name,
      `${one.n}`,
      one.p50.toFixed(0),
      one.p99.toFixed(0),
      one.ratio.toFixed(2),
      or(one.cpuToLoad),
      or(one.cpuToShift),
      one.cpu.toFixed(0),
      one.rssMb.toFixed(0),
      one.calls === 0 ? '–' : `${one.callsBeforeShift} + 1 + ${one.calls - one.callsBeforeShift - 1}`,
    ]),
  );

const warm = ({ warm: measured }: Figures): string =>
  table(
    ['warm process, whole invocation', 'n', 'p50 ms', 'p99 ms', 'ratio', 'to shift ms', 'CPU ms', 'calls'],
    Object.entries(measured).map(([name, one]) => [
      name,
      `${one.n}`,
      one.p50.toFixed(1),
      one.p99.toFixed(1),
      one.ratio.toFixed(2),
      one.toShift.toFixed(1),
      one.cpu.toFixed(1),
      `${one.calls}`,
    ]),
  );

const bytes = ({ bytes: measured }: Figures): string =>
  table(
    ['bytes', 'loaded first', 'files', 'later or never', 'files', 'ratio loaded first'],
    Object.entries(measured).map(([name, one]) => [
      name,
      grouped(one.before),
      `${one.filesBefore}`,
      grouped(one.later),
      `${one.files - one.filesBefore}`,
      (one.before / (measured[name.split(',')[0] ?? '']?.before ?? one.before)).toFixed(2),
    ]),
  );

const played = ({ played: measured }: Figures): string => {
  const quiet = measured['quiet']?.perSecond ?? 1;
  return table(
    ['the stand-in', 'n', 'virtual minutes', 'calls', 'minutes a second', 'ratio to quiet'],
    Object.entries(measured).map(([name, one]) => [
      name,
      `${one.n}`,
      one.minutes.toFixed(1),
      `${one.calls}`,
      one.perSecond.toFixed(1),
      (one.perSecond / quiet).toFixed(2),
    ]),
  );
};

const walls = ({ walls: { start, tests } }: Figures): string =>
  table(
    ['wall time', 'seconds', 'ratio to npm start'],
    [
      [`npm start -- --speed max${ended(start)}`, start.seconds.toFixed(1), '1.00'],
      tests === null
        ? ['npm test (no whole run so far: npm test, or npm run bench -- --all)', '–', '–']
        : [`npm test${ended(tests)}`, tests.seconds.toFixed(1), tests.ratio.toFixed(1)],
    ],
  );

const ended = ({ failed, at }: Wall & { readonly at?: string }): string =>
  `${at === undefined ? '' : `, as it was at ${at}`}${failed ? ', which FAILED' : ''}`;

const or = (value: number): string => (value === 0 ? '–' : value.toFixed(0));

const grouped = (value: number): string => value.toLocaleString('en-US');
