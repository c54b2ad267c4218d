import type { PublishInput } from '@aws-sdk/client-sns';
import { type Publication, Refusal } from '../../types.ts';
import { attributesIn } from './attributes.ts';

/** Longest message with its attributes, in bytes of UTF-8. */
const MOST_BYTES = 262_144;

/** What the caller of Publish asks for; refuses as SNS does what it would not take. */
export const toPublication = (input: PublishInput): Publication => {
  const { Message: message = '', Subject: subject, MessageStructure: structure } = input;
  for (const member of ['TargetArn', 'PhoneNumber', 'MessageDeduplicationId', 'MessageGroupId'] as const) {
    if (input[member] !== undefined) throw new Error(`the small AWS knows no ${member} of Publish`);
  }
  if (structure !== undefined && structure !== 'json') throw invalid('MessageStructure');
  const publication: Publication = {
    message,
    attributes: attributesIn(input.MessageAttributes ?? {}),
    ...(subject === undefined ? {} : { subject }),
    ...(structure === undefined ? {} : { structure }),
  };
  checkPublication(publication);
  return publication;
};

export const checkPublication = ({ message, subject, structure, attributes = {} }: Publication): void => {
  if (message === '') throw invalid('Empty message');
  const sizes = Object.entries(attributes).map(([name, { type, value }]) => Buffer.byteLength(name + type + value));
  if (sizes.reduce((sum, size) => sum + size, Buffer.byteLength(message)) > MOST_BYTES)
    throw invalid('Message too long');
  if (subject !== undefined && !isSubject(subject)) throw invalid('Subject');
  if (structure === 'json') checkTexts(message);
};

const invalid = (what: string): Refusal => new Refusal('InvalidParameter', `Invalid parameter: ${what}`);

/** Under a hundred characters, without line breaks and control characters. */
const isSubject = (subject: string): boolean => /^[^\p{Cc}\u2028\u2029]{1,99}$/u.test(subject);

const checkTexts = (message: string): void => {
  const texts = parsed(message);
  if (typeof texts !== 'object' || texts === null) {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  if (!('default' in texts) || typeof texts.default !== 'string') {
    throw invalid('Message Structure - No default entry in JSON message body');
  }
  if (Object.values(texts).some((text) => typeof text !== 'string')) throw invalid('Message Structure - no string');
};

const parsed = (message: string): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
};
