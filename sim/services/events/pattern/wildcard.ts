import { endOf, isText, type Node, type Reading, seen } from './reading.ts';

export type Wildcard = { readonly test: (value: unknown) => boolean; readonly tokens: readonly string[] };

/** Any run of characters, in the tokens of a wildcard; all others stand for themselves. */
export const ANY = '*any*';

/** `*` is any run of characters; `\*` and `\\` are themselves. */
export const wildcard = (node: Node, reading: Reading): Wildcard => {
  const { invalid } = reading;
  if (!isText(node)) throw invalid('wildcard match pattern must be a string', seen(node));
  const tokens = tokensOf(node.value, (why) => invalid(why, endOf(node)));
  const expression = new RegExp(`^${tokens.map((token) => (token === ANY ? '.*' : quoted(token))).join('')}$`, 's');
  return { tokens, test: (value) => typeof value === 'string' && expression.test(value) };
};

const tokensOf = (text: string, invalid: (why: string) => Error): readonly string[] => {
  const tokens: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    // EventBridge counts bytes, and the quote before the text is one.
    const position = Buffer.byteLength(text.slice(0, index)) + 1;
    if (character === '*' && next === '*') throw invalid(`Consecutive wildcard characters at pos ${position}`);
    if (character === '\\' && next !== '*' && next !== '\\') {
      throw invalid(`Invalid escape character at pos ${position}`);
    }
    if (character === '\\') index += 1;
    tokens.push(character === '*' ? ANY : text.charAt(index));
  }
  return tokens;
};

const quoted = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
