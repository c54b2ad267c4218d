import type { Paint } from '../screen/paint.ts';

/** What a report is laid out for. Longer rows than `width` are a mistake, except for commands that a reader copies. */
export type Page = { readonly width: number; readonly paint: Paint };

export type Rows = readonly string[];
