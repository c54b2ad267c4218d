import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { guardsOn } from '../lambdas/domain/guards/on.ts';
import { MAX_ENDPOINTS, MAX_RESOURCES } from './ceiling.ts';
import { checkConfig } from './config/check.ts';
import type { EndpointConfig, RollbackConfig } from './config/shape.ts';
import { Misconfigured } from './misconfigured.ts';
import { synthTemplate } from './synth.ts';

/** More than a stack holds beside the alarms of its endpoints. */
const OTHER_RESOURCES = 80;

/**
 * The templates that so many endpoints like the config's first one would take, over as many stacks as they need. Throws
 * `Misconfigured` with every problem of the config.
 */
export const synthFleet = (config: RollbackConfig, count: number, outdir: string): readonly string[] => {
  const checked = checkConfig(config);
  if (!checked.ok) throw new Misconfigured('The config cannot be deployed:', checked.problems);
  const [policy] = checked.deployment.policies;
  const [pattern] = config.endpoints;
  if (policy === undefined || pattern === undefined) return [];
  const alarms = [policy.stable, ...policy.canaries].flatMap((variant) => guardsOn(policy, variant)).length;
  const inOne = Math.min(MAX_ENDPOINTS, Math.floor((MAX_RESOURCES - OTHER_RESOURCES) / alarms));
  return Array.from({ length: Math.ceil(count / inOne) }, (_, stack) => {
    const names = Array.from(
      { length: Math.min(inOne, count - stack * inOne) },
      (_, place) => `fleet-${stack}-${place}`,
    );
    const directory = join(outdir, `fleet-${count}-${stack}`);
    mkdirSync(directory, { recursive: true });
    return synthTemplate(
      { ...config, endpoints: names.map((endpoint): EndpointConfig => ({ ...pattern, endpoint })) },
      directory,
    );
  });
};
