import { readFileSync } from 'node:fs';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { Trouble } from '../../trouble.ts';

type Item = Record<string, AttributeValue>;

const MEND = 'Give the JSON of aws dynamodb get-item or query, or of one item of the ledger.';

/** The items in a file: what `aws dynamodb get-item` or `query` prints, or one item alone. */
export const itemsIn = (file: string): readonly Item[] => {
  const read = jsonIn(file);
  const parsed = v.safeParse(Shapes, read);
  if (!parsed.success) throw new Trouble('usage', `${file} holds no item of the ledger.`, MEND);
  // Text and number are all that the ledger writes.
  return parsed.output as unknown as readonly Item[];
};

const Attribute = v.record(v.string(), v.unknown());
const Entry = v.objectWithRest({ sk: v.object({ S: v.string() }) }, Attribute);
const Shapes = v.union([
  v.pipe(
    v.object({ Item: Entry }),
    v.transform(({ Item: one }) => [one]),
  ),
  v.pipe(
    v.object({ Items: v.array(Entry) }),
    v.transform(({ Items: all }) => all),
  ),
  v.pipe(
    Entry,
    v.transform((one) => [one]),
  ),
]);

const jsonIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new Trouble('usage', `${file} ${why}: ${error instanceof Error ? error.message : String(error)}`, MEND);
  }
};
