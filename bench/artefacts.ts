import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { bundle } from '../infra/bundle.ts';
import { compile } from '../infra/config/compile.ts';
import demo from '../infra/demo.config.ts';
import { DEPLOYMENT_FILE } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';

/** A warm process is asked without a pause: with the usual budget of calls its waits would be measured, and not its code. */
const UNHURRIED = { callsPerSecond: 100 };

/** A bundle that was made to be measured. */
export type Artefact = { readonly file: string; readonly metafile: Metafile };

const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** As `cdk deploy` ships it. */
export const shipped = (directory: string, entry: string, deployment = demoDeployment()): Artefact => {
  furnish(directory, deployment);
  return { file: join(directory, 'index.mjs'), metafile: bundle(source(entry), directory) };
};

/** The CommonJS that esbuild takes by default calls `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** In one minified file, and otherwise as esbuild makes it for Node when nobody says more: CommonJS first. */
export const byDefault = (directory: string, entry: string): Artefact => {
  furnish(directory, demoDeployment());
  const file = join(directory, 'index.mjs');
  const { metafile } = buildSync({
    entryPoints: [source(entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'error',
  });
  return { file, metafile };
};

/** A process' main file, stripped of its types beforehand so that no measurement pays for that. */
export const runner = (directory: string, name: string): string => {
  const outfile = join(directory, `${name}.mjs`);
  const entryPoints = [source(`bench/inside/${name}.ts`)];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
};

const demoDeployment = (): Deployment => compile({ ...demo, limits: UNHURRIED });

const furnish = (directory: string, deployment: Deployment): void => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, DEPLOYMENT_FILE), JSON.stringify(deployment));
};
