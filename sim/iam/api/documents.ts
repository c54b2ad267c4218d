import { type PolicyDocument, Refusal } from '../../types.ts';
import type { Written } from '../book.ts';
import { checkPolicy, type PolicyPlace } from '../check-policy.ts';
import { readPolicy } from '../policy.ts';

/** A policy as a caller gives it. What IAM would take and is not known here is no fault of theirs: that throws an Error. */
export const writtenIn = (text: string, place: PolicyPlace): Written => {
  const document = parsed(text, place);
  const flaw = flawIn(document, place);
  if (flaw === undefined) return { text, document };
  if (/(condition key|policy variable) \S+ is unknown/.test(flaw)) throw new Error(flaw);
  throw malformed(KNOWN.find(({ in: known, problem }) => known === place && problem.test(flaw))?.text ?? flaw);
};

const flawIn = (document: PolicyDocument, place: PolicyPlace): string | undefined => {
  try {
    checkPolicy(document, place);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
};

const parsed = (text: string, place: PolicyPlace): PolicyDocument => {
  try {
    return readPolicy(JSON.parse(text));
  } catch {
    throw malformed(place === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.');
  }
};

/** As IAM says it, where that is known. */
const KNOWN: readonly { readonly in: PolicyPlace; readonly problem: RegExp; readonly text: string }[] = [
  { in: 'identity', problem: /must not name a Principal/, text: 'Policy document should not specify a principal.' },
  { in: 'identity', problem: /needs Action or NotAction/, text: 'Policy statement must contain actions.' },
  { in: 'identity', problem: /needs Resource or NotResource/, text: 'Policy statement must contain resources.' },
  { in: 'trust', problem: /: action /, text: 'AssumeRole policy may only specify STS AssumeRole actions.' },
  { in: 'trust', problem: /must not name a Resource/, text: 'Has prohibited field Resource' },
];

const malformed = (message: string): Refusal => new Refusal('MalformedPolicyDocument', message);

/** Documents are answered percent-encoded, all but what RFC 3986 leaves alone. */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
