import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/sagemaker-rollback/assemblies');

/** All that a synthesis reads: our sources and what they are made with, and the packages that are installed. */
const READ = ['infra', 'lambdas', 'cli/compare/naive', 'cdk.json', 'package.json', 'tsconfig.json'];
const INSTALLED = 'node_modules/.package-lock.json';

type Synth = (name: string, outdir: string) => Promise<unknown>;

/**
 * A directory in which each of the names has an assembly of its own, made by `synth` or left by an earlier run that read
 * the same. Nothing may be written into it: other runs have it, too.
 */
export const assemblies = async (names: readonly string[], synth: Synth, cache = CACHE): Promise<string> => {
  const hash = hashOf(names);
  const directory = join(cache, hash);
  if (existsSync(directory)) {
    utimesSync(directory, new Date(), new Date());
    return directory;
  }
  mkdirSync(cache, { recursive: true });
  forgetOld(cache);
  // Whoever synthesises the same at the same time must never see half of it.
  const making = mkdtempSync(join(cache, 'making-'));
  for (const name of names) await synth(name, join(making, name));
  // Of what somebody edited meanwhile, nobody knows which state it has; and another one may have been quicker.
  if (hashOf(names) !== hash || existsSync(directory)) return making;
  renameSync(making, directory);
  return directory;
};

const filesIn = (path: string): readonly string[] =>
  statSync(join(ROOT, path)).isFile()
    ? [path]
    : readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
        .toSorted();

const hashOf = (names: readonly string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify([process.version, ROOT, names]));
  for (const file of [...READ.flatMap(filesIn), INSTALLED]) {
    const content = readFileSync(join(ROOT, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
};

const DAY = 86_400_000;

/** Of sources as they were a day ago: nobody asks for them again, and no run lasts so long. */
const forgetOld = (cache: string): void => {
  for (const name of readdirSync(cache)) {
    const directory = join(cache, name);
    if (Date.now() - statSync(directory).mtimeMs > DAY) rmSync(directory, { recursive: true, force: true });
  }
};
