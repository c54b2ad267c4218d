import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Checked, checkConfig } from '../../infra/config/check.ts';
import { Trouble } from '../trouble.ts';
import { CONFIG_FILE } from './config-file.ts';

/** What the adopter's file says: what the account is meant to be after the next deploy. */
export type OwnConfig = Extract<Checked, { ok: true }>;

/** Undefined: there is none, and nobody named one. Throws `Trouble` with every problem of one that cannot be deployed. */
export const readConfig = async (file: string): Promise<OwnConfig | undefined> => {
  const path = resolve(file);
  if (!existsSync(path)) {
    if (file === CONFIG_FILE) return undefined;
    throw new Trouble('config', `There is no ${file}.`, 'Correct --config, or leave it out.');
  }
  const checked = checkConfig(await exportOf(path));
  if (checked.ok) return checked;
  throw new Trouble(
    'config',
    `${file} cannot be deployed:\n${checked.problems.map((one) => `  - ${one}`).join('\n')}`,
    `Correct ${file}; npm run synth checks it.`,
  );
};

const exportOf = async (path: string): Promise<unknown> => {
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Trouble(
      'config',
      `${path} cannot be read: ${said}`,
      'Correct it; an editor shows what TypeScript says of it.',
    );
  }
};
