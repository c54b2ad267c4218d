export type Token = {
  readonly kind: 'name' | 'nameOf' | 'valueOf' | 'keyword' | 'sign' | 'index';
  readonly text: string;
};

const KEYWORDS = ['AND', 'OR', 'NOT', 'BETWEEN', 'IN'];
const TOKEN = /\s*(?:(<>|<=|>=|[=<>(),.[\]+-])|(#\w+)|(:\w+)|([A-Za-z_]\w*)|(\d+))/y;

/** The expression's words and signs; `undefined` when there is something else in it. */
export const tokensOf = (expression: string): readonly Token[] | undefined => {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    tokens.push(toToken(found));
  }
  return tokens;
};

const toToken = ([, sign, namePlace, valuePlace, word, index = '']: RegExpExecArray): Token => {
  if (sign !== undefined) return { kind: 'sign', text: sign };
  if (namePlace !== undefined) return { kind: 'nameOf', text: namePlace };
  if (valuePlace !== undefined) return { kind: 'valueOf', text: valuePlace };
  if (word === undefined) return { kind: 'index', text: index };
  const keyword = word.toUpperCase();
  return KEYWORDS.includes(keyword) ? { kind: 'keyword', text: keyword } : { kind: 'name', text: word };
};
