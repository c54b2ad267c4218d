import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of this process's own, which goes when the process exits. */
export const temporaryDirectory = (what: string): string => {
  if (made.length === 0) process.once('exit', removeAll);
  const directory = mkdtempSync(join(tmpdir(), `sagemaker-rollback-${what}-`));
  made.push(directory);
  return directory;
};

const made: string[] = [];

const removeAll = (): void => {
  // A child that was stopped may still be writing its last file.
  for (const directory of made) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
};
