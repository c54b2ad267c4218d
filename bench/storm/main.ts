import { stormReport } from './report.ts';
import { type Outcome, playStorm, type Storm } from './storm.ts';

/** So many minutes of virtual time are enough for all of them to come to rest. */
const STORMS: readonly Storm[] = [
  { endpoints: 1_000, callsPerSecond: 1, minutes: 60 },
  { endpoints: 1_000, callsPerSecond: 5, minutes: 15 },
  { endpoints: 1_000, callsPerSecond: 25, minutes: 12 },
];

/** A thousand endpoints alarm within a minute; the functions' own loop meets them, on ports that are played. */
export const benchStorm = async (tell: (what: string) => void): Promise<string> => {
  const outcomes: Outcome[] = [];
  for (const storm of STORMS) {
    tell(`a storm at ${storm.callsPerSecond} calls a second`);
    outcomes.push(await playStorm(storm));
  }
  return stormReport(outcomes);
};
