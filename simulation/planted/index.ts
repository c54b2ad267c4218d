import { DECIDES } from './decides.ts';
import { HANDLES } from './handles.ts';
import type { Planted } from './planted.ts';
import { PORTS } from './ports.ts';
import { SEES } from './sees.ts';

export const PLANTED: readonly Planted[] = [...HANDLES, ...SEES, ...DECIDES, ...PORTS];

export const plantedNamed = (name: string): Planted => {
  const found = PLANTED.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no planted bug is called ${name}`);
  return found;
};
