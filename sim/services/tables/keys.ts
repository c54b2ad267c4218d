import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalid } from './expressions/placeholders.ts';
import { type KeyPart, keyParts, type Table } from './table.ts';
import { canonical, type Item, typeOf } from './values.ts';

/** The encoded key of an item that is to be written; refuses one whose key is missing, empty or of another type. */
export const keyOfItem = (table: Table, item: Item): string => {
  for (const { name, type } of keyParts(table)) {
    const value = item[name];
    if (value === undefined) throw invalid(`${PREFIX}: Missing the key ${name} in the item`);
    const actual = typeOf(value);
    if (actual !== type) throw invalid(`${PREFIX}: Type mismatch for key ${name} expected: ${type} actual: ${actual}`);
    checkFilled(name, value);
  }
  return encode(table, item);
};

/** The encoded key that a read asks for: exactly the key's attributes, of their types. */
export const keyOfRead = (table: Table, key: Item | undefined): string => {
  const parts = keyParts(table);
  const given = Object.keys(key ?? {});
  const fits = ({ name, type }: KeyPart): boolean => typeOf(key?.[name] ?? NONE) === type;
  if (key === undefined || given.length !== parts.length || !parts.every(fits)) {
    throw invalid('The provided key element does not match the schema');
  }
  for (const { name } of parts) checkFilled(name, key[name] ?? NONE);
  return encode(table, key);
};

/** Only the attributes of the key, as in `LastEvaluatedKey`. */
export const onlyKey = (table: Table, item: Item): Item =>
  Object.fromEntries(keyParts(table).map(({ name }) => [name, item[name] ?? NONE]));

/** The value of the condition key `dynamodb:LeadingKeys`. */
export const leadingKey = ({ partition }: Table, item: Item | undefined): string | undefined => {
  const value = item?.[partition.name];
  return value?.S ?? value?.N;
};

const PREFIX = 'One or more parameter values were invalid';
const NONE: AttributeValue = { S: undefined } as never;

const checkFilled = (name: string, value: AttributeValue): void => {
  if (value.S !== '' && value.B?.length !== 0) return;
  const what = value.S === '' ? 'string' : 'binary';
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${what} value. Key: ${name}`,
  );
};

/** Numbers that are equal are one key, however they are written. */
const encode = (table: Table, item: Item): string => {
  const { partition, sort } = table;
  const encoded = keyParts(table).map(({ name }) => canonical(item[name] ?? NONE));
  if (lengthOf(item[partition.name]) > LONGEST_PARTITION)
    throw invalid(`${PREFIX}: Size of hashkey has exceeded the maximum size limit of2048 bytes`);
  if (sort !== undefined && lengthOf(item[sort.name]) > LONGEST_SORT)
    throw invalid(`${PREFIX}: Aggregated size of all range keys has exceeded the size limit of 1024 bytes`);
  return JSON.stringify(encoded);
};

/** Bytes. */
const LONGEST_PARTITION = 2_048;
const LONGEST_SORT = 1_024;

const lengthOf = (value: AttributeValue | undefined): number =>
  value?.S === undefined ? (value?.B?.length ?? 0) : Buffer.byteLength(value.S);
