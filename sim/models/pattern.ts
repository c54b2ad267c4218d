/** Classes that Java's regular expressions have by name, and JavaScript's do not. */
const CLASSES: Readonly<Record<string, string>> = {
  '\\p{Alnum}': 'a-zA-Z0-9',
  '\\p{Print}': '\\x20-\\x7E',
};
const ANCHORS: Readonly<Record<string, string>> = { '\\A': '^', '\\z': '$' };

/** What may follow a backslash in a JavaScript expression of Unicode mode. Java allows any sign. */
const ESCAPABLE = /^\\[\^$\\.*+?()[\]{}|/\-dDwWsSbBnrtvfxu0-9pPk]/;
const TOKEN = /\\p\{\w+\}|\\[\s\S]|[[\]]|[^\\[\]]+/g;

/** The models write patterns as Java does, and a service asks for a match of the whole value. */
export const wholeMatch = (pattern: string): RegExp => {
  let inClass = false;
  const translated = (pattern.match(TOKEN) ?? []).map((token) => {
    if (token === '[' || token === ']') {
      inClass = token === '[';
      return token;
    }
    return translate(token, inClass);
  });
  return new RegExp(`^(?:${translated.join('')})$`, 'u');
};

const translate = (token: string, inClass: boolean): string => {
  const named = CLASSES[token];
  if (named !== undefined) return inClass ? named : `[${named}]`;
  const anchor = ANCHORS[token];
  if (anchor !== undefined) return anchor;
  if (!token.startsWith('\\') || (ESCAPABLE.test(token) && (inClass || token !== '\\-'))) return token;
  return token.slice(1);
};
