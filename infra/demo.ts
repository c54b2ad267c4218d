import config from './demo.config.ts';
import type { Entries } from './rollback-automation.ts';
import { synth } from './synth.ts';

/** Synthesises the demo's deployment as `cdk synth` would, bundles included, and answers the template's path. */
export const synthDemo = async (outdir: string, entries?: Entries): Promise<string> => synth(config, outdir, entries);
