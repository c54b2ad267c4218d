import { readFileSync } from 'node:fs';
import { DEPLOYMENT_FILE } from '../contract.ts';
import type { Deployment } from '../domain/policy.ts';

/** Written by synth beside the bundle, and checked there: no store has to answer before a rollback. */
export const readDeployment = (): Deployment =>
  JSON.parse(readFileSync(new URL(DEPLOYMENT_FILE, import.meta.url), 'utf8')) as Deployment;
