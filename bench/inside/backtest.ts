import { readFileSync, writeSync } from 'node:fs';

/**
 * Loaded before the command: reports on descriptor 3 how much memory it took. Where Node exposes its garbage collector, that is
 * what was alive when it was looked at last, with the history nearly at its end; else the process's own peak.
 */
const EVERY_MS = 500;

const collect: unknown = Reflect.get(globalThis, 'gc');
let alive = 0;
if (typeof collect === 'function')
  setInterval(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    alive = heapUsed + external;
  }, EVERY_MS).unref();

/** Of this process alone: what getrusage tells begins with what its parent held. */
const peakKb = (): number =>
  process.platform === 'linux'
    ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

process.on('exit', () => {
  writeSync(3, JSON.stringify({ aliveMb: alive / 2 ** 20, rssMb: peakKb() / 1_024, cpuSeconds: cpuSeconds() }));
});
