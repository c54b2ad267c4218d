import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { applied } from './expressions/apply.ts';
import type { Path } from './expressions/paths.ts';
import { invalid } from './expressions/placeholders.ts';
import { keyOfItem, keyOfRead } from './keys.ts';
import { type Expressive, expressionsOf } from './requests.ts';
import { keyParts, type Table } from './table.ts';
import { type Item, isTooLarge, toStoredItem } from './values.ts';

/** A write that is understood, but not done. */
export type Plan = {
  /** The item as it is, and whether the condition lets it be written. */
  readonly look: () => { readonly before: Item | undefined; readonly allowed: boolean };
  /** Refuses what only shows on the item itself, and then changes nothing. */
  readonly prepare: () => Item | undefined;
  /** Answers the item as it is afterwards. */
  readonly apply: () => Item | undefined;
};

type Written = Record<string, AttributeValue> | undefined;
type Put = Expressive & { readonly Item?: Written };
type Keyed = Expressive & { readonly Key?: Written };

export const planPut = (table: Table, input: Put): Plan => {
  const { allows } = expressionsOf(input);
  const item = toStoredItem(input.Item ?? {});
  const key = keyOfItem(table, item);
  if (isTooLarge(item)) throw invalid('Item size has exceeded the maximum allowed size');
  return planned(table, key, { allows, after: () => item });
};

export const planDelete = (table: Table, input: Keyed): Plan => {
  const { allows } = expressionsOf(input);
  return planned(table, keyOfRead(table, input.Key), { allows, after: () => undefined });
};

export const planCheck = (table: Table, input: Keyed): Plan => {
  const { allows } = expressionsOf(input);
  const key = keyOfRead(table, input.Key);
  return planned(table, key, { allows, after: () => table.items.get(key) });
};

/** An item that is not there comes to be, with its key and what the update gives it. */
export const planUpdate = (table: Table, input: Keyed): Plan & { readonly paths: readonly Path[] } => {
  const { allows, update = [] } = expressionsOf(input);
  const key = keyOfRead(table, input.Key);
  for (const { name } of keyParts(table)) {
    if (update.some(({ path: [first] }) => first === name))
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
  }
  const after = (before: Item | undefined): Item => {
    const item = applied(update, before ?? toStoredItem(input.Key ?? {}));
    if (isTooLarge(item)) throw invalid('Item size to update has exceeded the maximum allowed size');
    return item;
  };
  return { ...planned(table, key, { allows, after }), paths: update.map(({ path }) => path) };
};

type Course = {
  readonly allows: (item: Item) => boolean;
  readonly after: (before: Item | undefined) => Item | undefined;
};

const planned = ({ items }: Table, key: string, { allows, after }: Course): Plan => {
  const prepare = (): Item | undefined => after(items.get(key));
  return {
    look: () => {
      const before = items.get(key);
      return { before, allowed: allows(before ?? {}) };
    },
    prepare,
    apply: () => {
      const item = prepare();
      if (item === undefined) items.delete(key);
      else items.set(key, item);
      return item;
    },
  };
};
