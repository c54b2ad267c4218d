import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Refusal } from '../../../types.ts';
import { RESERVED } from './reserved.ts';

/** The `#names` and `:values` of one request; each must be used by one of its expressions. */
export type Placeholders = {
  readonly name: (placeholder: string, where: string) => string;
  readonly value: (placeholder: string, where: string) => AttributeValue;
  /** A name written as it is: refused when DynamoDB keeps the word for itself. */
  readonly plain: (name: string, where: string) => string;
  readonly checkAllUsed: () => void;
};

export type Given = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
};

export const placeholdersOf = (given: Given): Placeholders => {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = given;
  checkPlaces('ExpressionAttributeNames', /^#\w+$/, given.ExpressionAttributeNames);
  checkPlaces('ExpressionAttributeValues', /^:\w+$/, given.ExpressionAttributeValues);
  const used = new Set<string>();
  const look = <T>(from: Readonly<Record<string, T>>, placeholder: string, otherwise: string): T => {
    const found = from[placeholder];
    if (found === undefined) throw invalid(otherwise);
    used.add(placeholder);
    return found;
  };
  return {
    name: (placeholder, where) =>
      look(
        names,
        placeholder,
        `${where}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      ),
    value: (placeholder, where) =>
      look(
        values,
        placeholder,
        `${where}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      ),
    plain: (name, where) => {
      if (!RESERVED.has(name.toUpperCase())) return name;
      throw invalid(`${where}: Attribute name is a reserved keyword; reserved keyword: ${name}`);
    },
    checkAllUsed: () => {
      checkUsed('ExpressionAttributeNames', Object.keys(names), used);
      checkUsed('ExpressionAttributeValues', Object.keys(values), used);
    },
  };
};

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message);

const checkPlaces = (member: string, place: RegExp, given: object | undefined): void => {
  const keys = Object.keys(given ?? {});
  if (given !== undefined && keys.length === 0) throw invalid(`${member} must not be empty`);
  const odd = keys.find((key) => !place.test(key));
  if (odd !== undefined) throw invalid(`${member} contains invalid key: Syntax error; key: "${odd}"`);
};

const checkUsed = (member: string, given: readonly string[], used: ReadonlySet<string>): void => {
  const unused = given.filter((placeholder) => !used.has(placeholder));
  if (unused.length === 0) return;
  throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
};
