import { dirname, join, relative, resolve } from 'node:path';
import { readConfig } from '../../account/config.ts';
import { CONFIG_FILE } from '../../account/config-file.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import type { Asking } from './choose.ts';
import type { InitOptions } from './options.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Where the config goes. */
export type Place = {
  /** As it was typed; undefined: it is printed. */
  readonly file: string | undefined;
  /** Of `infra/config/shape.ts`, from where the config will be. */
  readonly shape: string;
  /** Whether `npm run synth` and `npx cdk` read it. */
  readonly isDeployed: boolean;
  readonly existed: boolean;
};

const STDOUT = '-';

export const placeFor = ({ common, io: { files } }: Session, { out = common.config }: InitOptions): Place => {
  const file = out === STDOUT ? undefined : out;
  const path = resolve(file ?? join(ROOT, CONFIG_FILE));
  if (file !== undefined && !file.endsWith('.ts'))
    throw new Trouble(
      'usage',
      `--out ${file} is no TypeScript file.`,
      'Give it a name that ends with .ts, or - to print.',
    );
  const shape = relative(dirname(path), join(ROOT, 'infra/config/shape.ts')).replaceAll('\\', '/');
  return {
    file,
    shape: shape.startsWith('.') ? shape : `./${shape}`,
    isDeployed: path === join(ROOT, CONFIG_FILE),
    existed: file !== undefined && files.exists(path),
  };
};

/** Somebody's own config is not replaced unasked; the shipped example is nobody's. */
export const refuseToReplace = async (
  asking: Asking,
  { file, existed }: Place,
  { force }: InitOptions,
): Promise<void> => {
  if (file === undefined || !existed || force || (await isExample(file))) return;
  const elsewhere = 'Write elsewhere (--out FILE), print it (--out -), or replace it (--force).';
  if (asking === undefined)
    throw new Trouble('usage', `${file} is a config of your own, and was left as it is.`, elsewhere);
  if (!(await asking.confirm(`${file} is a config of your own: replace it in the end?`)))
    throw new Trouble('declined', `${file} was left as it is.`, elsewhere);
};

/** It guards nothing but the shipped file's endpoint, whatever else was tried out in it. One with mistakes is somebody's. */
const isExample = async (file: string): Promise<boolean> => {
  const config = await readConfig(file).catch(() => undefined);
  return config?.deployment.policies.every(({ endpoint }) => endpoint === 'my-endpoint') === true;
};

export const write = ({ io: { files } }: Session, file: string, text: string): void => {
  try {
    files.write(resolve(file), text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Trouble(
      'usage',
      `${file} cannot be written: ${why}`,
      'Give another place: --out FILE, or --out - to print.',
    );
  }
};
