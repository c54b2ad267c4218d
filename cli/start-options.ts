import type { Pace } from '../sim/play/pace.ts';
import type { Scenario } from '../sim/play/scenario.ts';
import { type CompareOptions, compareOptions } from './compare/options.ts';
import { failWith, parsedArgs, scenarioOf, seedOf } from './options.ts';
import { type ReplayOptions, replayOptions } from './replay/options.ts';

export type StartOptions = {
  readonly help: boolean;
  readonly list: boolean;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: Pace;
  readonly template?: string;
  readonly json: boolean;
  /** Plays scenarios beside a naive function. */
  readonly compare?: CompareOptions;
  /** Plays a recording instead of a scenario. */
  readonly replay?: ReplayOptions;
  /** Prints the queries that export a recording, and plays nothing. */
  readonly replayQueries: boolean;
  /** With `replayQueries`: which endpoint's. */
  readonly endpoint?: string;
};

export const USAGE = `Usage: npm start -- [options]
  --scenario NAME      what to play (default bad-canary); --list names them all
  --seed N             another run of the same story: a whole number from 0 (default 1)
  --speed max|60|1     virtual seconds in a real one (default 60 on a terminal, else max)
  --template FILE      play this synthesised template instead of the demo's
  --json               one JSON object a line, the summary last
  --help               this text

Usage: npm start -- --compare naive [options]
  --compare naive      play each compared story twice, with a 60-line Lambda on the alarms and with
                       this, and print what came of it in one table
  --scenario NAME      only this one, side by side
  --seed N, --json     as above

Usage: npm start -- --replay FILE [options]
  --replay FILE        play your own metrics through rollback.config.ts: the JSON of
                       aws cloudwatch get-metric-data, or CSV (docs/replay.md)
  --endpoint NAME      whose metrics they are (default: the only endpoint of the config)
  --variant NAME       whose metrics the columns are that name no variant (default: the only canary)
  --mode MODE          as if the endpoint were in this mode: observe, recommend,
                       approve, auto (default: as the config says)
  --template FILE      play this synthesised template instead of rollback.config.ts
  --replay-queries     print the queries to export with, for --metric-data-queries, and play nothing`;

/** On a terminal a story of some twelve minutes takes about twelve seconds. */
const TERMINAL_SPEED = 60;
const SPEEDS: ReadonlyMap<string, Pace> = new Map<string, Pace>([
  ['max', 'max'],
  ['60', 60],
  ['1', 1],
]);

export const readOptions = (args: readonly string[], terminal: boolean): StartOptions => {
  const values = parsed(args);
  const queries = values['replay-queries'] ?? false;
  if (queries) refuseBesideQueries(values);
  const compare = compareOptions(values, fail);
  const replay = queries ? undefined : replayOptions(values, fail);
  if (replay !== undefined && values.scenario !== undefined)
    fail('--scenario and --replay play different things: give one');
  const speed = values.speed ?? (terminal && !values.json ? String(TERMINAL_SPEED) : 'max');
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    json: values.json ?? false,
    scenario: scenarioOf(values.scenario ?? 'bad-canary', fail),
    seed: seedOf(values.seed ?? '1', fail),
    speed: SPEEDS.get(speed) ?? fail(`--speed ${speed}: it must be max, 60 or 1`),
    replayQueries: queries,
    ...(compare === undefined ? {} : { compare }),
    ...(values.template === undefined ? {} : { template: values.template }),
    ...(values.endpoint === undefined ? {} : { endpoint: values.endpoint }),
    ...(replay === undefined ? {} : { replay }),
  };
};

const refuseBesideQueries = ({ replay, scenario, variant, mode }: ReturnType<typeof parsed>): void => {
  const [stray] = Object.entries({ replay, scenario, variant, mode }).filter(([, value]) => value !== undefined);
  if (stray !== undefined) fail(`--replay-queries plays nothing, and --${stray[0]} is about what is played: give one`);
};

const parsed = (args: readonly string[]) =>
  parsedArgs(args, fail, {
    help: { type: 'boolean', short: 'h' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
    scenario: { type: 'string' },
    seed: { type: 'string' },
    speed: { type: 'string' },
    template: { type: 'string' },
    compare: { type: 'string' },
    replay: { type: 'string' },
    'replay-queries': { type: 'boolean' },
    endpoint: { type: 'string' },
    variant: { type: 'string' },
    mode: { type: 'string' },
  });

const fail = failWith(USAGE);
