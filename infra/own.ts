import type { Mode } from '../lambdas/domain/policy.ts';
// As a whole, so that a file without a default export is told of like any other mistake.
import * as own from '../rollback.config.ts';
import { synth } from './synth.ts';

/** Synthesises `rollback.config.ts`, with every endpoint in the given mode where one is given; answers the template's path. */
export const synthOwn = async (outdir: string, mode?: Mode): Promise<string> => {
  const config = own.default;
  const endpoints = mode === undefined ? config.endpoints : config.endpoints.map((one) => ({ ...one, mode }));
  return synth({ ...config, endpoints }, outdir);
};
