import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointConfig, RollbackConfig } from '../../infra/config/shape.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import type { Plan } from '../plan/plan.ts';
import type { Seeds } from '../run.ts';
import { bundledWorld } from './run.ts';

/** A template with its assets, as `cdk synth` writes them, and what takes it away again. */
export type Deployed = { readonly template: string; readonly remove: () => void };

/**
 * Synthesises one deployment that guards the endpoints of all these worlds: its environment, grants and bundles are the
 * same for each, and of its alarms each world has those that its policies ask for.
 */
export const deploy = async ({ from, count }: Seeds): Promise<Deployed> => {
  const { synth } = await import('../../infra/synth.ts');
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bundled-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    return { template: synth(configOf(worldsOf(from, count)), directory), remove };
  } catch (error) {
    remove();
    throw error;
  }
};

const worldsOf = (from: number, count: number): readonly Plan[] =>
  Array.from({ length: count }, (_, place) => bundledWorld(from + place)).filter((plan) => plan !== undefined);

const configOf = (plans: readonly Plan[]): RollbackConfig => {
  const policies = new Map<string, Policy[]>();
  for (const { endpoints } of plans)
    for (const { policy } of endpoints)
      policies.set(policy.endpoint, [...(policies.get(policy.endpoint) ?? []), policy]);
  return {
    tell: { emails: ['oncall@example.com'] },
    endpoints: [...policies.values()].map(endpointOf),
  };
};

const endpointOf = (policies: readonly Policy[]): EndpointConfig => {
  const [first] = policies;
  if (first === undefined) throw new Error('an endpoint needs a policy');
  const guards = policies.flatMap((policy) => policy.guards);
  return {
    endpoint: first.endpoint,
    stable: first.stable,
    canaries: [...new Set(policies.flatMap(({ canaries }) => canaries))],
    mode: 'auto',
    guards: latencyOf(guards),
  };
};

/** Errors are guarded by default. */
const latencyOf = (guards: readonly Guard[]): NonNullable<EndpointConfig['guards']> => {
  const slow = guards.find(({ signal, gross }) => signal === 'latency' && !gross);
  return slow?.above === undefined ? {} : { latency: { aboveMs: slow.above } };
};
