import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { type MessageAttribute, type MessageAttributes, Refusal } from '../../types.ts';

type Given = Readonly<Record<string, MessageAttributeValue>>;

/** The attributes of a message, checked as Publish checks them. */
export const attributesIn = (given: Given): MessageAttributes =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      checkName(name);
      return [name, attributeOf(name, value)];
    }),
  );

const checkName = (name: string): void => {
  if (Buffer.byteLength(name) > 256) throw invalid('Length of message attribute name must be less than 256 bytes.');
  const odd = /[^\w.-]/.exec(name)?.[0];
  if (odd !== undefined) {
    const code = odd.codePointAt(0)?.toString(16).toUpperCase();
    throw invalid(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith('.')) throw invalid("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.')) throw invalid("Invalid message attribute name ending with character '.' was found.");
  if (name.includes('..')) throw invalid("Message attribute name can not have successive '.' character.");
};

const attributeOf = (name: string, { DataType: type = '', ...value }: MessageAttributeValue): MessageAttribute => {
  const kind = /^(String|Number|Binary)(\.|$)/.exec(type)?.[1];
  if (kind === undefined) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const field = kind === 'Binary' ? 'Binary' : 'String';
  const [wanted, other] =
    kind === 'Binary' ? [value.BinaryValue, value.StringValue] : [value.StringValue, value.BinaryValue];
  if (wanted === undefined && other !== undefined) {
    throw invalid(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  }
  if (wanted === undefined || wanted.length === 0) {
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  return { type, value: typeof wanted === 'string' ? wanted : Buffer.from(wanted).toString('base64') };
};

const invalid = (why: string): Refusal => new Refusal('ParameterValueInvalid', why);
