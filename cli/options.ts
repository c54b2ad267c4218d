import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Scenario } from '../sim/play/scenario.ts';
import { SCENARIOS } from '../sim/scenarios/index.ts';

/** Something that the user typed; the message says what, and what would be right. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Throws a `UsageError` with a sentence. */
export type Fail = (sentence: string) => never;

export const failWith =
  (usage: string): Fail =>
  (sentence) => {
    throw new UsageError(`${sentence}\n\n${usage}`);
  };

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options of a command line without positional arguments. */
export const parsedArgs = <T extends Options>(args: readonly string[], fail: Fail, options: T) => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

export const scenarioOf = (name: string, fail: Fail): Scenario =>
  SCENARIOS.find((scenario) => scenario.name === name) ??
  fail(`--scenario ${name}: there is none of that name; there are ${SCENARIOS.map((one) => one.name).join(', ')}`);

export const seedOf = (text: string, fail: Fail): number =>
  /^\d{1,9}$/.test(text) ? Number(text) : fail(`--seed ${text}: it must be a whole number from 0 to 999999999`);
