import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cpuMs, onShift } from './shift-seen.ts';

/** A warm environment: handles the same event again and again, and reports on descriptor 3 once it is warm. */
const [, , file = '', event = '{}', context = '{}', warmUp = '0', times = '0'] = process.argv;

let shiftedAt = 0;
onShift(() => {
  shiftedAt = performance.now();
});
const { handler } = await import(pathToFileURL(file).href);

const invoke = async (): Promise<{ readonly toShift: number; readonly whole: number }> => {
  const began = performance.now();
  await handler(JSON.parse(event), JSON.parse(context));
  return { toShift: shiftedAt - began, whole: performance.now() - began };
};

for (let count = 0; count < Number(warmUp); count += 1) await invoke();
const cpuBefore = cpuMs();
const invocations: Awaited<ReturnType<typeof invoke>>[] = [];
for (let count = 0; count < Number(times); count += 1) invocations.push(await invoke());
const cpuEach = (cpuMs() - cpuBefore) / Number(times);
const rssMb = process.resourceUsage().maxRSS / 1_024;
writeSync(3, JSON.stringify({ invocations, cpuEach, rssMb }));
process.exit(0);
