import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cpuMs, onShift } from './shift-seen.ts';

/**
 * A process that stands for a cold environment: loads the bundle in its first argument, handles one event, and reports
 * on descriptor 3. Without a bundle it does nothing, and so costs what Node costs.
 */
const [, , file, event = '{}', context = '{}'] = process.argv;

let cpuToShift = 0;
let cpuToLoad = 0;

if (file !== undefined) {
  onShift(() => {
    cpuToShift ||= cpuMs();
  });
  const { handler } = await import(pathToFileURL(file).href);
  cpuToLoad = cpuMs();
  await handler(JSON.parse(event), JSON.parse(context));
}
const rssMb = process.resourceUsage().maxRSS / 1_024;
writeSync(3, JSON.stringify({ cpuToLoad, cpuToShift, cpu: cpuMs(), rssMb }));
process.exit(0);
