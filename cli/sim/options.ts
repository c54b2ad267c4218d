import type { Scenario } from '../../sim/play/scenario.ts';
import { failWith, parsedArgs, scenarioOf, seedOf, UsageError } from '../options.ts';

export type SimOptions = {
  readonly help: boolean;
  /** 0: a free one. */
  readonly port: number;
  /** Nothing is deployed, and there are no endpoints. */
  readonly empty: boolean;
  readonly template?: string;
  /** Its script begins as soon as the stand-in is ready. */
  readonly scenario?: Scenario;
  readonly seed: number;
  /** Seconds of the small AWS in a real one. */
  readonly speed: number;
  /** Tells on stderr what happens, one JSON object a line. */
  readonly journal: boolean;
};

export const SIM_USAGE = `Usage: npm run sim -- [options]
  --port N          where to listen on 127.0.0.1 (default 4599; 0: a free one)
  --empty           an account with nothing in it
  --template FILE   deploy this synthesised template instead of the demo's
  --scenario NAME   let this scenario happen, in real time, from the moment that it is ready
  --seed N          another run of the same traffic: a whole number from 0 (default 1)
  --speed N         its seconds in a real one, 1 to 600 (default 1): for tests that wait for endpoints and alarms
  --journal         one JSON object a line on stderr for each thing that happens
  --help            this text

It prints one line of JSON when it is ready, and serves until it is stopped (SIGINT or SIGTERM).
Any credentials will do; the Region must be the one that it prints:
  AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_REGION=eu-west-1 \\
    aws --endpoint-url http://127.0.0.1:4599 cloudwatch describe-alarms`;

const DEFAULT_PORT = '4599';

export const readSimOptions = (args: readonly string[]): SimOptions => {
  const values = parsed(args);
  const { template, scenario, empty = false } = values;
  if (empty && template !== undefined) fail('--empty deploys nothing, and --template deploys something: give one');
  if (empty && scenario !== undefined) fail('--scenario is about endpoints of the demo, which --empty leaves out');
  return {
    help: values.help ?? false,
    port: portOf(values.port ?? DEFAULT_PORT),
    empty,
    seed: seedOf(values.seed ?? '1', fail),
    speed: speedOf(values.speed ?? '1'),
    journal: values.journal ?? false,
    ...(template === undefined ? {} : { template }),
    ...(scenario === undefined ? {} : { scenario: scenarioOf(scenario, fail) }),
  };
};

const parsed = (args: readonly string[]) =>
  parsedArgs(args, fail, {
    help: { type: 'boolean', short: 'h' },
    port: { type: 'string' },
    empty: { type: 'boolean' },
    template: { type: 'string' },
    scenario: { type: 'string' },
    seed: { type: 'string' },
    speed: { type: 'string' },
    journal: { type: 'boolean' },
  });

const portOf = (text: string): number =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? Number(text)
    : fail(`--port ${text}: it must be a whole number from 0 to 65535`);

/** Beyond it, the functions' own code is too slow for the world that it lives in. */
const FASTEST = 600;

const speedOf = (text: string): number => {
  const speed = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return speed >= 1 && speed <= FASTEST
    ? speed
    : fail(`--speed ${text}: it must be a whole number from 1 to ${FASTEST}`);
};

const fail = failWith(SIM_USAGE);

/** What to say when nobody can listen on that port. */
export const portTaken =
  (port: number) =>
  (cause: NodeJS.ErrnoException): never => {
    const sentence = WHY_NOT.get(cause.code);
    throw sentence === undefined ? cause : new UsageError(`--port ${port}: ${sentence}`);
  };

const WHY_NOT: ReadonlyMap<string | undefined, string> = new Map([
  ['EADDRINUSE', 'something listens there already; --port 0 takes a free one'],
  ['EACCES', 'the system does not let you listen there'],
]);
