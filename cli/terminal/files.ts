import { existsSync, writeFileSync } from 'node:fs';

/** What a command does with files of the person who typed it. */
export type Files = {
  readonly exists: (path: string) => boolean;
  readonly write: (path: string, text: string) => void;
};

export const machineFiles: Files = { exists: existsSync, write: (path, text) => writeFileSync(path, text) };
