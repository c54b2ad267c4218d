import { invalidSyntax } from './problem.ts';

export type Token = { readonly kind: 'number' | 'name' | 'string' | 'symbol'; readonly text: string };

/** The text of a string is what stands between its quotes. */
export const tokensOf = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    const { kind, text } = tokenAt(expression, at);
    if (kind === 'string') tokens.push({ kind, text: text.slice(1, -1) });
    else if (kind !== 'space') tokens.push({ kind, text });
    at += text.length;
  }
  return tokens;
};

const KINDS = [
  ['space', /\s+/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['name', /[a-zA-Z][a-zA-Z0-9_]*/y],
  ['string', /"[^"]*"|'[^']*'/y],
  ['symbol', /==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]/y],
] as const;

const tokenAt = (expression: string, at: number): { kind: Token['kind'] | 'space'; text: string } => {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text !== undefined) return { kind, text };
  }
  throw invalidSyntax();
};
