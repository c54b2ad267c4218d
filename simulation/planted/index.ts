import { DECIDES } from './decides.ts';
import { HANDLES } from './handles.ts';
import type { Planted } from './planted.ts';
import { PORTS } from './ports.ts';
import { SEES } from './sees.ts';

export const PLANTED: readonly Planted[] = [...HANDLES, ...SEES, ...DECIDES, ...PORTS];
