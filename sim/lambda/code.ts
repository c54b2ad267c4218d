import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredFunction } from './declared.ts';

/** Size and hash of a function's code: of its files as they lie here, where AWS would take the archive's. */
export const codeOf = ({ directory }: DeclaredFunction): { readonly CodeSize: number; readonly CodeSha256: string } => {
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
