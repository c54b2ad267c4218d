import { buildSync, type Metafile } from 'esbuild';

/**
 * `entry` with all that it imports as ES modules in `outdir`: `index.mjs`, and a file for what is loaded later by an
 * `import()`. Nothing stays external, the AWS SDK included: which version a Lambda runtime carries is not ours to
 * choose. `module` comes first, since the SDK's ES modules shake down to a third of its CommonJS.
 */
export const bundle = (entry: string, outdir: string): Metafile => {
  const { metafile } = buildSync({
    entryPoints: { index: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // The SDK's ways to find credentials on a person's machine then lie in files that Lambda never opens.
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
    logLevel: 'error',
  });
  return metafile;
};
