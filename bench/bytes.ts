import type { Metafile } from 'esbuild';

/** What a bundle weighs, in bytes and files. */
export type Weight = {
  readonly before: number;
  readonly filesBefore: number;
  /** Files that an `import()` of ours or of the SDK's may load, or never does. */
  readonly later: number;
  readonly files: number;
};

type Output = Metafile['outputs'][string];

/** The entry and all that it imports before its first line runs, by path. */
export const loadedFirst = ({ outputs }: Metafile): ReadonlyMap<string, Output> => {
  const seen = new Map<string, Output>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return;
    seen.set(path, output);
    for (const imported of output.imports)
      if (imported.kind === 'import-statement' && !imported.external) visit(imported.path);
  };
  for (const path of Object.keys(outputs)) if (path.endsWith('/index.mjs')) visit(path);
  return seen;
};

export const weigh = (metafile: Metafile): Weight => {
  const first = loadedFirst(metafile);
  const all = Object.values(metafile.outputs);
  const before = total([...first.values()]);
  return { before, filesBefore: first.size, later: total(all) - before, files: all.length };
};

const total = (outputs: readonly Output[]): number => outputs.reduce((sum, { bytes }) => sum + bytes, 0);
