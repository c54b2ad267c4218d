import type { EndpointConfig } from './config/shape.ts';
import config from './demo.config.ts';
import dozen from './dozen.config.ts';
import judged from './judged.config.ts';
import readings from './readings.config.ts';
import type { Entries } from './rollback-automation.ts';
import strategies from './strategies.config.ts';
import { synth } from './synth.ts';

/** Synthesises the demo's deployment as `cdk synth` would, bundles included, and answers the template's path. */
export const synthDemo = async (outdir: string, entries?: Entries): Promise<string> => synth(config, outdir, entries);

/** The same of the second deployment, which the scenarios about strategies need. */
export const synthStrategies = async (outdir: string): Promise<string> => synth(strategies, outdir);

/** The same of the deployment whose canaries are compared with their stable. */
export const synthJudged = async (outdir: string): Promise<string> => synth(judged, outdir);

/** The same of the deployment whose guards watch metrics and alarms of their own. */
export const synthReadings = async (outdir: string): Promise<string> => synth(readings, outdir);

/** The same of a dozen endpoints, which the scenarios about storms and tight limits need. */
export const synthDozen = async (outdir: string): Promise<string> => synth(dozen, outdir);

/** The modes in which people are asked, on the endpoints that act by themselves in the demo. */
const LADDER: Readonly<Record<string, Partial<EndpointConfig>>> = {
  'fraud-detector': { mode: 'approve', approveWithinMinutes: 15 },
  'FraudDetector-EU': { mode: 'recommend' },
};

/** The same of the demo with its endpoints on the rungs between observe and auto. */
export const synthLadder = async (outdir: string): Promise<string> => {
  const endpoints = config.endpoints.map((one) => ({ ...one, ...LADDER[one.endpoint] }));
  return synth({ ...config, endpoints }, outdir);
};
