import { Refusal } from '../../../types.ts';

/** `at` counts characters from 0, as CloudWatch does in its errors. */
export type Token = { readonly text: string; readonly at: number; readonly quoted: boolean };

/** What a name in quotes may hold, ends at a quote that no backslash escapes. */
const TOKEN = /\s*(?:([(),])|"((?:[^"\\]|\\[\s\S])*)"|([^\s(),"]+))/y;

/** A name without quotes holds no spaces, round brackets, commas or quotes. */
export const tokensOf = (rule: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let from = 0; rule.slice(from).trim() !== ''; ) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(rule);
    const [all = '', mark, name, word] = found ?? [];
    const at = from + all.length - all.trimStart().length;
    if (found === null) throw unterminated(rule, from);
    tokens.push({ text: mark ?? word ?? unescaped(name ?? ''), at, quoted: name !== undefined });
    from += all.length;
  }
  return tokens;
};

const unescaped = (name: string): string => name.replaceAll(/\\(["\\])/g, '$1');

const unterminated = (rule: string, from: number): Refusal => {
  const at = rule.indexOf('"', from);
  return new Refusal('ValidationError', `Error in AlarmRule [Unterminated quote at char ${at}]`);
};
