import type { BundledRan } from './bundled/run.ts';
import { applies, FAULTS, SITES } from './plan/faults.ts';
import type { Hunted } from './planted/hunt.ts';
import type { Ran } from './run.ts';

const number = (value: number): string => value.toLocaleString('en-US');

const listed = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(', ');

/** What came of a run, for people. */
export const reportOf = (
  { counts, failures, digest }: Ran,
  { seeds, seconds }: { readonly seeds: number; readonly seconds: number },
): string =>
  [
    `seeds             ${number(seeds)}, ${number(Math.round(counts.minutes / 60))} virtual hours`,
    `looks             ${number(counts.looks)}: ${listed(counts.verdicts)}`,
    `ends              ${listed(counts.ends)}`,
    `shifts            ${number(counts.shifts)}`,
    `letters           ${number(counts.letters)}`,
    `call faults       ${number(Object.values(counts.faults).reduce((sum, count) => sum + count, 0))}: ${listed(byFault(counts.faults))}`,
    `world faults      ${listed(counts.worldFaults)}`,
    `invariant checks  ${number(counts.checks)}`,
    `violations        ${number(failures.length)}`,
    `digest            ${digest}`,
    `wall time         ${seconds.toFixed(1)} s`,
    ...failures.flatMap(({ seed, code, what }) => [
      '',
      `seed ${seed} breaks ${code}: ${what}`,
      `  npm run simulate -- --seed ${seed} --trace`,
    ]),
  ].join('\n');

const byFault = (faults: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    FAULTS.map((fault) => [fault, SITES.reduce((sum, site) => sum + (faults[`${site} ${fault}`] ?? 0), 0)]),
  );

/** Each call site by each fault that can happen to it; `–` for one that cannot. */
export const coverageOf = ({ counts }: Ran): string => {
  const width = Math.max(...SITES.map(({ length }) => length));
  const heads = FAULTS.map((fault) => fault.padStart(Math.max(7, fault.length)));
  const rows = SITES.map((site) => {
    const cells = FAULTS.map((fault, place) => {
      const count = applies(fault, site) ? String(counts.faults[`${site} ${fault}`] ?? 0) : '–';
      return count.padStart(heads[place]?.length ?? 0);
    });
    return [site.padEnd(width), ...cells].join('  ');
  });
  return [[''.padEnd(width), ...heads].join('  '), ...rows].join('\n');
};

/** Faults that could have happened to a call, and did not. */
export const uncovered = ({ counts }: Ran): readonly string[] => [
  ...SITES.flatMap((site) =>
    FAULTS.filter((fault) => applies(fault, site) && !counts.faults[`${site} ${fault}`]).map(
      (fault) => `${fault} at ${site}`,
    ),
  ),
  ...Object.entries(counts.worldFaults).flatMap(([fault, count]) => (count === 0 ? [fault] : [])),
];

export const huntedRow = ({ name, caught, seeds }: Hunted): string =>
  caught === undefined
    ? `${name.padEnd(42)} NOT CAUGHT in ${number(seeds)} seeds`
    : `${name.padEnd(42)} ${caught.code.padEnd(3)} seed ${String(caught.seed).padEnd(6)} after ${number(seeds).padEnd(6)} ${caught.what}`;

/** What came of playing worlds in memory and with the bundled function. */
export const bundledReport = (ran: BundledRan, seconds: number): string => {
  const { worlds, leftOut, invocations, calls, verdicts, faults, otherwise } = ran;
  return [
    `worlds            ${number(worlds)}, and ${number(leftOut)} left out`,
    `invocations       ${number(invocations)}`,
    `calls             ${number(calls)}`,
    `verdicts          ${number(verdicts)}`,
    `call faults       ${listed(faults)}`,
    `differences       ${number(otherwise.length)}`,
    `wall time         ${seconds.toFixed(1)} s`,
    ...otherwise.flatMap(({ seed, what }) => [
      '',
      `seed ${seed}: ${what}`,
      `  npm run simulate -- --bundled --seed ${seed}`,
    ]),
  ].join('\n');
};
