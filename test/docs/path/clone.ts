import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../pages.ts';

/** What a clone needs to be deployed from; the rest of the repository is tests and the like. */
const PARTS = [
  'cdk.json',
  'cli',
  'docs',
  'infra',
  'lambdas',
  'package.json',
  'rollback.config.ts',
  'sim',
  'tsconfig.json',
];

/** As after `git clone` and `npm ci`: files of its own, and the packages of the lockfile. */
export const makeClone = (): { readonly directory: string; readonly remove: () => void } => {
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-clone-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
};
