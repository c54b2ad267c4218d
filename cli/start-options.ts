import { parseArgs } from 'node:util';
import type { Pace } from '../sim/play/pace.ts';
import type { Scenario } from '../sim/play/scenario.ts';
import { SCENARIOS } from '../sim/scenarios/index.ts';

export type StartOptions = {
  readonly help: boolean;
  readonly list: boolean;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: Pace;
  readonly template?: string;
  readonly json: boolean;
};

/** Something that the user typed; the message says what, and what would be right. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const USAGE = `Usage: npm start -- [options]
  --scenario NAME      what to play (default bad-canary); --list names them all
  --seed N             another run of the same story: a whole number from 0 (default 1)
  --speed max|60|1     virtual seconds in a real one (default 60 on a terminal, else max)
  --template FILE      play this synthesised template instead of the demo's
  --json               one JSON object a line, the summary last
  --help               this text`;

/** On a terminal a story of some twelve minutes takes about twelve seconds. */
const TERMINAL_SPEED = 60;
const SPEEDS: ReadonlyMap<string, Pace> = new Map<string, Pace>([
  ['max', 'max'],
  ['60', 60],
  ['1', 1],
]);

export const readOptions = (args: readonly string[], terminal: boolean): StartOptions => {
  const values = parsed(args);
  const speed = values.speed ?? (terminal && !values.json ? String(TERMINAL_SPEED) : 'max');
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    json: values.json ?? false,
    scenario: scenarioOf(values.scenario ?? 'bad-canary'),
    seed: seedOf(values.seed ?? '1'),
    speed: SPEEDS.get(speed) ?? fail(`--speed ${speed}: it must be max, 60 or 1`),
    ...(values.template === undefined ? {} : { template: values.template }),
  };
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        list: { type: 'boolean' },
        json: { type: 'boolean' },
        scenario: { type: 'string' },
        seed: { type: 'string' },
        speed: { type: 'string' },
        template: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const scenarioOf = (name: string): Scenario =>
  SCENARIOS.find((scenario) => scenario.name === name) ??
  fail(`--scenario ${name}: there is none of that name; there are ${SCENARIOS.map((one) => one.name).join(', ')}`);

const seedOf = (text: string): number =>
  /^\d{1,9}$/.test(text) ? Number(text) : fail(`--seed ${text}: it must be a whole number from 0 to 999999999`);

const fail = (message: string): never => {
  throw new UsageError(`${message}\n\n${USAGE}`);
};
