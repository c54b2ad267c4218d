import { synthDemo } from '../../infra/demo.ts';
import { synthOwn } from '../../infra/own.ts';

// Synthesises in a process of its own: aws-cdk-lib takes some 200 MB, which are given back when it ends.
const [what, outdir = '', mode] = process.argv.slice(2);

try {
  const made =
    what === 'demo' ? await synthDemo(outdir) : await synthOwn(outdir, mode as 'auto' | 'observe' | undefined);
  process.stdout.write(made);
} catch (error) {
  const mendable = error instanceof Error && error.name === 'Misconfigured';
  process.stderr.write(`${mendable ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = mendable ? 2 : 70;
}
