import { type Node, type ParseError, parseTree } from 'jsonc-parser';

export type { Node };

/** The error for a pattern that is not valid; `at`: how many of its characters were read by then, where that is told. */
export type Invalid = (why: string, at?: number) => Error;

/** Which of the language a service takes. */
export type Dialect = { readonly operators: readonly string[]; readonly negatable: readonly string[] };

export type Reading = {
  readonly dialect: Dialect;
  readonly invalid: Invalid;
  /** What is wrong inside of a list of `anything-but` is told with its place twice. */
  readonly invalidInList: Invalid;
};

export type Refuse = (why: string) => Error;

export const readingOf = (text: string, dialect: Dialect, refuse: Refuse): Reading => ({
  dialect,
  invalid: (why, at) => refuse(at === undefined ? why : why + placeIn(text, at)),
  invalidInList: (why, at = 0) => refuse(why + placeIn(text, at) + placeIn(text, at)),
});

/** So much of a text is quoted, in characters (Jackson, `JsonLocation`). */
const LONGEST_QUOTE = 500;

const placeIn = (text: string, at: number): string => {
  const lines = text.slice(0, at).split('\n');
  const left = text.length - LONGEST_QUOTE;
  const more = left > 0 ? `[truncated ${left} chars]` : '';
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `\n at [Source: (String)"${text.slice(0, LONGEST_QUOTE)}"${more}; line: ${lines.length}, column: ${column}]`;
};

/** The text as a tree whose nodes know where they stand; members of one name are all there. */
export const treeOf = (text: string, { invalid }: Reading): Node => {
  const flaws: ParseError[] = [];
  const tree = parseTree(text, flaws, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [flaw] = flaws;
  if (flaw !== undefined) throw invalid(...whyNoJson(text, flaw));
  if (tree === undefined) throw invalid('No content to map due to end-of-input', 0);
  return tree;
};

/** As `jsonc-parser` numbers what is wrong. */
const INVALID_SYMBOL = 1;
const PROPERTY_NAME_EXPECTED = 3;

const whyNoJson = (text: string, { error, offset, length }: ParseError): [string, number] => {
  const word = text.slice(offset, offset + length);
  if (word === '') return ['Unexpected end-of-input', text.length];
  if (error === INVALID_SYMBOL && /^[a-z]/i.test(word)) return [unrecognised(word), offset + length];
  const [character = ''] = word;
  const unexpected = `Unexpected character ('${character}' (code ${character.codePointAt(0)}))`;
  const named = error === INVALID_SYMBOL || error === PROPERTY_NAME_EXPECTED;
  return [named ? `${unexpected}: was expecting double-quote to start field name` : unexpected, offset];
};

const unrecognised = (word: string): string =>
  `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;

/** How far the text is read once it is known that this node stands there: a string is not read at first. */
export const seen = (node: Node): number =>
  ['string', 'object', 'array'].includes(node.type) ? node.offset + 1 : endOf(node);

export const endOf = ({ offset, length }: Node): number => offset + length;

export const itemsOf = ({ children = [] }: Node): readonly Node[] => children;

export const membersOf = ({ children = [] }: Node): readonly (readonly [name: string, value: Node])[] =>
  children.flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), value] as const],
  );

export const isText = (node: Node | undefined): node is Node & { readonly value: string } => node?.type === 'string';

export const isNumber = (node: Node | undefined): node is Node & { readonly value: number } => node?.type === 'number';
