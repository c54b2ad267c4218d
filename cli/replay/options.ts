import type { Mode } from '../../lambdas/domain/policy.ts';
import type { Fail } from '../options.ts';
import { isMode, MODE_NAMES } from '../shown/mode.ts';

/** What `npm start -- --replay` was asked to do. */
export type ReplayOptions = {
  readonly file: string;
  /** Default: the only endpoint that the config guards. */
  readonly endpoint?: string;
  /** Whose metrics the columns are that name no variant. Default: the endpoint's only canary. */
  readonly variant?: string;
  /** Plays every endpoint as if it were in this mode. Default: as the config says. */
  readonly mode?: Mode;
  /** A synthesised template to play instead of `rollback.config.ts`. */
  readonly template?: string;
};

type Values = { readonly [Name in 'replay' | 'endpoint' | 'variant' | 'mode' | 'template']?: string | undefined };

/** Undefined when nothing is to be replayed. */
export const replayOptions = (
  { replay, endpoint, variant, mode, template }: Values,
  fail: Fail,
): ReplayOptions | undefined => {
  if (replay === undefined) {
    const [stray] = Object.entries({ endpoint, variant, mode }).filter(([, value]) => value !== undefined);
    return stray === undefined ? undefined : fail(`--${stray[0]} belongs to --replay FILE`);
  }
  if (mode !== undefined && template !== undefined)
    fail('--mode changes rollback.config.ts, and --template plays another one');
  return {
    file: replay,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(variant === undefined ? {} : { variant }),
    ...(mode === undefined ? {} : { mode: modeOf(mode, fail) }),
    ...(template === undefined ? {} : { template }),
  };
};

const modeOf = (text: string, fail: Fail): Mode =>
  isMode(text) ? text : fail(`--mode ${text}: it must be ${MODE_NAMES.join(', ')}`);
