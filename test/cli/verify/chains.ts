import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { chained, hashed, hashOf, linkOf, NO_LINK, named } from '../../../lambdas/aws/ledger-chain.ts';
import { entryItem, headItem } from '../../../lambdas/aws/ledger-items.ts';
import type { Step } from '../../../lambdas/ports.ts';
import { step } from '../../aws/table.ts';
import { at, incident } from '../../builders.ts';

export type Item = Record<string, AttributeValue>;

const stepOf = (place: number, over: Partial<Step> = {}): Step =>
  step({ replaces: place, at: at(10 + place), what: `step${place}`, incident: incident({ told: place }), ...over });

/** A ledger of so many entries, and its head, as they should stand. */
export const ledgerOf = (count: number): readonly Item[] => {
  const entries: Item[] = [];
  for (let place = 0; place < count; place++) {
    const last = entries.at(-1);
    entries.push(chained(entryItem(stepOf(place)), last === undefined ? NO_LINK : linkOf(last), []));
  }
  return [...entries, headAfter(entries)];
};

export const headAfter = (entries: readonly Item[]): Item => {
  const newest = entries.at(-1) ?? {};
  return named(headItem(stepOf(entries.length - 1).incident, entries.length), linkOf(newest));
};

/** The same content, as its own author would have hashed it. */
export const rehashed = (item: Item): Item => ({ ...item, hash: { S: hashOf(item) } });

export const looseEntry = (): Item => hashed(entryItem(stepOf(0, { replaces: 'unknown', at: at(9) })));

export const keysOf = (items: readonly Item[]): readonly string[] => items.map(({ sk }) => sk?.S ?? '');
