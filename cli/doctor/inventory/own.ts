import type { OwnConfig } from '../../account/config.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';

/** The adopter's own file. */
export type Own =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly file: string; readonly config: OwnConfig }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string };

export const readOwn = async ({ config, common: { config: file } }: Session): Promise<Own> => {
  try {
    const found = await config();
    return found === undefined ? { kind: 'none' } : { kind: 'read', file, config: found };
  } catch (error) {
    if (error instanceof Trouble) return { kind: 'unreadable', file, why: error.message };
    throw error;
  }
};
