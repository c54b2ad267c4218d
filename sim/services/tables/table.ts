import type { Instant } from '../../types.ts';
import type { Item } from './values.ts';

export type KeyType = 'S' | 'N' | 'B';
export type KeyPart = { readonly name: string; readonly type: KeyType };

export type Table = {
  readonly name: string;
  readonly arn: string;
  readonly partition: KeyPart;
  readonly sort?: KeyPart;
  /** By encoded key. */
  readonly items: Map<string, Item>;
  /** Transactions by their client token: the same one again within ten minutes does nothing more. */
  readonly tokens: Map<string, { readonly at: Instant; readonly request: string }>;
};

export const keyParts = ({ partition, sort }: Table): readonly KeyPart[] =>
  sort === undefined ? [partition] : [partition, sort];
