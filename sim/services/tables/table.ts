import type { Instant } from '../../types.ts';
import type { Item } from './values.ts';

export type KeyType = 'S' | 'N' | 'B';
export type KeyPart = { readonly name: string; readonly type: KeyType };

export type Table = {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Instant;
  readonly partition: KeyPart;
  readonly sort?: KeyPart;
  /** What only the operations tell that describe a table. */
  readonly settings: TableSettings;
  /** By encoded key. */
  readonly items: Map<string, Item>;
  /** Transactions by their client token: the same one again within ten minutes does nothing more. */
  readonly tokens: Map<string, { readonly at: Instant; readonly request: string }>;
};

export type TableSettings = {
  readonly isProtected: boolean;
  readonly tableClass: string;
  /** The attribute whose time has come says that an item may go. */
  readonly expiry?: string;
  readonly stream?: { readonly arn: string; readonly view: string };
  /** Point-in-time recovery; absent: it is off. */
  recovery?: { readonly days: number; readonly since: Instant };
};

/** Finds a table by its name or its ARN. */
export type TableNamed = (name: string) => Table;

export const keyParts = ({ partition, sort }: Table): readonly KeyPart[] =>
  sort === undefined ? [partition] : [partition, sort];
