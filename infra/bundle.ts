import { buildSync, type Metafile } from 'esbuild';

/** Some of the SDK's dependencies are CommonJS and call `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * `entry` with all that it imports in one ES module. Nothing stays external, the AWS SDK included: which version a
 * Lambda runtime carries is not ours to choose. `module` comes first, since the SDK's ES modules shake down to a third
 * of its CommonJS.
 */
export const bundle = (entry: string, outfile: string): Metafile => {
  const { metafile } = buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'error',
  });
  return metafile;
};
