import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Alone, playAlone } from './alone.ts';
import { aloneReport, stormReport } from './report.ts';
import { type Outcome, playStorm } from './storm.ts';
import { readShipped } from './template.ts';

const [ENDPOINTS, HEALTHY] = [1_000, 200];

/** Of real time: the alarms are handled, and two sweeps look at what is left and at all again. */
const ALONE_MINUTES = 3;

/** So many minutes of virtual time are enough for all of them to come to rest. */
const BUDGETS = [
  { callsPerSecond: 1, minutes: 60 },
  { callsPerSecond: 5, minutes: 15 },
  { callsPerSecond: 25, minutes: 12 },
] as const;

/** What was measured, and in a sentence each what must not be so. */
export type Benched = { readonly report: string; readonly broken: readonly string[] };

/**
 * A thousand endpoints alarm within a minute. Once the functions' own loop meets them in virtual time, on ports that are
 * played; and once one container's bundle does, in a process of its own.
 */
export const benchStorm = async (tell: (what: string) => void): Promise<Benched> => {
  const storms = { endpoints: ENDPOINTS, healthy: HEALTHY };
  const outcomes: Outcome[] = [];
  for (const { callsPerSecond, minutes } of BUDGETS) {
    tell(`a storm at ${callsPerSecond} calls a second`);
    outcomes.push(await playStorm({ ...storms, callsPerSecond, minutes }));
  }
  const alone = await benchAlone(tell);
  return {
    report: `${stormReport(outcomes)}\n\n${aloneReport(alone)}`,
    broken: [...outcomes.flatMap(brokenIn), ...alone.flatMap(brokenAlone)],
  };
};

const benchAlone = async (tell: (what: string) => void): Promise<readonly Alone[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bench-'));
  try {
    const shipped = readShipped(directory);
    const alone: Alone[] = [];
    for (const { callsPerSecond } of BUDGETS) {
      tell(`one container alone at ${callsPerSecond} calls a second`);
      const storm = { endpoints: ENDPOINTS, healthy: HEALTHY, callsPerSecond, minutes: ALONE_MINUTES };
      alone.push(await playAlone(storm, shipped, join(directory, String(callsPerSecond))));
    }
    return alone;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const PATIENCE = 1.2;

const brokenIn = ({ budget, lost, needless, longestWait, leastTime }: Outcome): readonly string[] =>
  [
    lost > 0 && `${lost} endpoints were never looked at`,
    needless > 0 && `${needless} endpoints that are well were described while others waited`,
    longestWait > PATIENCE * leastTime && `one waited ${longestWait} s for its look`,
  ].flatMap((what) => (what === false ? [] : `at ${budget} calls a second, ${what}`));

const brokenAlone = ({ budget, rssMb, memoryMb, failures, pagesPerListing, alarms }: Alone): readonly string[] =>
  [
    rssMb > memoryMb && `one container took ${rssMb.toFixed(0)} MB of ${memoryMb}`,
    failures.length > 0 && `${failures.length} of its runs failed: ${failures[0]}`,
    pagesPerListing > Math.ceil(alarms / 100) && `a sweep asked for alarms ${pagesPerListing} times`,
  ].flatMap((what) => (what === false ? [] : `at ${budget} calls a second, ${what}`));
