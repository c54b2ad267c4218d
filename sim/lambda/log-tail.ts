import { COSTS } from '../costs.ts';
import type { Wires } from '../types.ts';
import { LATEST } from './names.ts';
import type { Running, Slot } from './slot.ts';

/** What Lambda itself and Node need of a function's memory before it does anything, in MiB. */
export const RUNTIME_MB = 64;

/** Bytes of the log that an invocation may be asked to show. */
const TAIL = 4 * 1_024;

/** The last of what an invocation logged, with the lines of the platform, as the plain text format has them. */
export const logTail = ({ clock }: Wires, { declared }: Slot, running: Running): string => {
  const { requestId } = running.invocation;
  const ms = clock.now() - (running.begunAt ?? clock.now());
  const init = running.cold ? `Init Duration: ${COSTS.coldStart.toFixed(2)} ms\t` : '';
  const billed = Math.ceil(ms) + (running.cold ? COSTS.coldStart : 0);
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${ms.toFixed(2)} ms`,
    `Billed Duration: ${billed} ms`,
    `Memory Size: ${declared.memoryMb} MB`,
    `Max Memory Used: ${RUNTIME_MB} MB`,
    init,
  ];
  const lines = [
    `START RequestId: ${requestId} Version: ${LATEST}\n`,
    ...running.log,
    `END RequestId: ${requestId}\n`,
    `${report.join('\t')}\n`,
  ];
  return Buffer.from(lines.join('')).subarray(-TAIL).toString('base64');
};

/** A line of a function's own, as Node's runtime writes it. */
export const logLine = ({ clock }: Wires, requestId: string, text: string): string =>
  `${new Date(clock.now()).toISOString()}\t${requestId}\tINFO\t${text.replace(/\n$/, '')}\n`;
