export type Token = {
  readonly kind: 'number' | 'id' | 'word' | 'symbol';
  readonly text: string;
  /** Where it starts in the expression, from 0. */
  readonly at: number;
};

/** Ids start with a lower-case letter; functions and keywords are upper case. */
export const tokensOf = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    const token = tokenAt(expression, at);
    if (token.kind !== 'space') tokens.push({ kind: token.kind, text: token.text, at });
    at += token.text.length;
  }
  return tokens;
};

export const mathError = (expression: string, at: number, problem: string): Error =>
  new Error(`metric math "${expression}", at character ${at + 1}: ${problem}`);

const KINDS = [
  ['space', /\s+/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['id', /[a-z][a-zA-Z0-9_]*/y],
  ['word', /[A-Z][A-Z0-9_]*/y],
  ['symbol', /==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]/y],
] as const;

const tokenAt = (expression: string, at: number): { kind: Token['kind'] | 'space'; text: string } => {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text !== undefined) return { kind, text };
  }
  throw mathError(expression, at, `"${expression[at]}" is not part of metric math as the small AWS knows it`);
};
