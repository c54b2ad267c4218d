import type { Scenario } from '../../sim/play/scenario.ts';
import { type Fail, scenarioOf, seedOf } from '../options.ts';

/** What `npm start -- --compare naive` was asked to do. */
export type CompareOptions = {
  readonly seed: number;
  /** Absent: all of them. */
  readonly scenario?: Scenario;
  readonly json: boolean;
};

type Values = Readonly<Record<string, string | boolean | undefined>> & {
  readonly [Name in 'compare' | 'scenario' | 'seed']?: string | undefined;
};

const TAKEN: ReadonlySet<string> = new Set(['compare', 'scenario', 'seed', 'json', 'help', 'list']);

/** Undefined when nothing is to be compared. */
export const compareOptions = (values: Values, fail: Fail): CompareOptions | undefined => {
  const { compare, scenario, seed, json } = values;
  if (compare === undefined) return undefined;
  if (compare !== 'naive') fail(`--compare ${compare}: it must be naive`);
  const stray = Object.keys(values).find((name) => !TAKEN.has(name));
  if (stray !== undefined) fail(`--compare plays the demo as fast as it can: --${stray} does not go with it`);
  return {
    seed: seedOf(seed ?? '1', fail),
    json: json === true,
    ...(scenario === undefined ? {} : { scenario: comparable(scenarioOf(scenario, fail), fail) }),
  };
};

/** The naive function moves weights when an alarm says so: with more than that it has nothing to compare. */
const comparable = (scenario: Scenario, fail: Fail): Scenario =>
  scenario.stack === undefined
    ? scenario
    : fail(`--compare naive: in ${scenario.name} ${BEYOND[scenario.stack]}, and a naive function does not`);

const BEYOND: Readonly<Record<NonNullable<Scenario['stack']>, string>> = {
  dozen: 'this has limits and looks at all endpoints together',
  judged: 'this compares canaries with stable',
  ladder: 'this asks people',
  readings: 'guards watch metrics and alarms of their own',
  strategies: 'this does more than moving weights',
};
