import { compileGuards } from '../../infra/config/guards.ts';
import { minutesToBreach } from '../../lambdas/domain/judge/minutes-to-detect.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { table } from '../table.ts';
import { DAY, HEALTHY } from './world.ts';

/** Requests of a canary in a minute, on average. */
const RATES = [20, 30, 50, 100, 200, 300, 500, 1_000];
const FAULTS = [0.02, 0.05, 0.1, 1];

/** Nobody asks how much longer. */
const LONG = 3_650;

/** What the guards that ship come to, and what they would without the requests that they allow beside the share. */
export const guardsTable = (
  guards: readonly Guard[] = compileGuards({}, { endpoint: 'fraud', stable: 'stable', canaries: ['canary'] }),
): string =>
  table(
    ['requests a minute', 'false alarm every', 'without plus', ...FAULTS.map((fault) => `${100 * fault} % seen after`)],
    RATES.map((rate) => [
      rate.toLocaleString('en-US'),
      daysBetween(guards, rate),
      daysBetween(guards.map(bare), rate),
      ...FAULTS.map((fault) => soonest(guards, rate, fault)),
    ]),
  );

const bare = ({ plus: _none, ...guard }: Guard): Guard => guard;

/** Of any of them. */
const daysBetween = (guards: readonly Guard[], rate: number): string => {
  const often = guards.reduce((sum, guard) => sum + 1 / minutesToBreach(guard, rate, { bad: HEALTHY }), 0);
  const days = 1 / often / DAY;
  if (days > LONG) return 'over 10 years';
  return days < 1 ? `${(24 * days).toPrecision(2)} h` : `${days.toFixed(0)} days`;
};

const soonest = (guards: readonly Guard[], rate: number, bad: number): string => {
  const minutes = Math.min(...guards.map((guard) => minutesToBreach(guard, rate, { bad })));
  if (minutes < 100) return `${Number(minutes.toPrecision(2))} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${hours.toFixed(0)} h` : `${(hours / 24).toFixed(0)} days`;
};
