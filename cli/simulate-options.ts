import { type Fail, failWith, parsedArgs, seedOf } from './options.ts';

export const SIMULATE_USAGE = `npm run simulate -- [options]

  --seeds N    how many worlds (default 1000)
  --from N     the first seed (default 1)
  --jobs N     threads, 1 to 16 (default 2)
  --coverage   also prints how often each fault happened at each call
  --seed N     plays one world, and makes it as small as it can where an invariant breaks
  --trace      with --seed: prints what happened, line by line
  --planted    plays with each planted bug until it is caught, within --seeds
  --bundled    plays each world again with the bundled function on the stand-in, and compares (default 20 seeds)
  --help       says so`;

export type SimulateOptions = {
  readonly seeds: number;
  readonly from: number;
  readonly jobs: number;
  readonly coverage: boolean;
  readonly seed: number | undefined;
  readonly trace: boolean;
  readonly planted: boolean;
  readonly bundled: boolean;
  readonly help: boolean;
};

const fail: Fail = failWith(SIMULATE_USAGE);

const DEFAULTS = { seeds: '1000', bundled: '20', from: '1', jobs: '2' } as const;
const MOST = { seeds: 10_000_000, from: 999_999_999, jobs: 16 } as const;

export const readSimulateOptions = (args: readonly string[]): SimulateOptions => {
  const values = parsedArgs(args, fail, {
    seeds: { type: 'string' },
    from: { type: 'string', default: DEFAULTS.from },
    jobs: { type: 'string', default: DEFAULTS.jobs },
    coverage: { type: 'boolean', default: false },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    bundled: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (values.trace && values.seed === undefined) fail('--trace needs --seed N: the world whose lines to print');
  return {
    ...values,
    seeds: within('seeds', values.seeds ?? (values.bundled ? DEFAULTS.bundled : DEFAULTS.seeds)),
    from: within('from', values.from),
    jobs: within('jobs', values.jobs),
    seed: values.seed === undefined ? undefined : seedOf(values.seed, fail),
  };
};

const within = (name: keyof typeof MOST, text: string): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= MOST[name]
    ? value
    : fail(`--${name} ${text}: it must be a whole number from 1 to ${MOST[name]}`);
};
