import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Code } from './code-store.ts';

/** Size and hash of a function's code: of its archive, or of its files as they lie here if there is none. */
export const codeOf = ({ directory, archive }: Code): { readonly CodeSize: number; readonly CodeSha256: string } => {
  if (archive !== undefined) return { CodeSize: archive.size, CodeSha256: archive.sha256 };
  const hash = createHash('sha256');
  let size = 0;
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(directory, name);
    if (!statSync(path).isFile()) continue;
    const content = readFileSync(path);
    size += content.length;
    hash.update(name).update('\0').update(content);
  }
  return { CodeSize: size, CodeSha256: hash.digest('base64') };
};

/** The parts of `index.handler`, and the file that has it; `looked` says where, when there is none. */
export type Entry = { readonly handler: string; readonly file: string | undefined; readonly looked: string };

export const entryOf = ({ directory }: Code, handler: string): Entry => {
  const [module = '', name = ''] = handler.split('.');
  const file = [`${module}.mjs`, `${module}.js`].map((one) => join(directory, one)).find((path) => existsSync(path));
  return { handler: name, file, looked: `${module}.mjs or ${module}.js in ${directory}` };
};
