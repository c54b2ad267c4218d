import { partOf } from './calls.ts';
import { type Code, labelOf, type Node } from './modules.ts';
import { HOLE, readerOf } from './texts.ts';

/** What a part of the small AWS may answer instead of an output; `…` where only a run would tell. */
export type Told = { readonly part: string; readonly code: string; readonly text: string; readonly at: string };

/** Every code and text of a `Refusal`, and of an entry that failed, in the order of the files. */
export const refusalsIn = (code: Code): readonly Told[] => {
  const reader = readerOf(code);
  const told = new Map<string, Told>();
  for (const [path, { nodes }] of code.modules) {
    for (const node of nodes) {
      const pair = pairAt(node);
      if (pair === undefined) continue;
      const pairs = reader.each(node, (texts) => {
        const codes = pair.code === undefined ? [''] : texts(pair.code);
        // Each told with the other elsewhere, where they were put together.
        if (codes.length > 1 && texts(pair.text).length > 1) return [];
        return codes.flatMap((one) => texts(pair.text).map((text) => [one, text] as const));
      });
      for (const [one, written] of pairs.flat()) {
        const text = tidy(written);
        const key = [partOf(path), one, text].join('\n');
        if (one === HOLE && text === HOLE) continue;
        if (!told.has(key)) told.set(key, { part: partOf(path), code: one, text, at: path });
      }
    }
  }
  const all = [...told.values()];
  return all.filter((one) => !all.some((other) => other !== one && isSame(one, other) && fits(one.text, other.text)));
};

const isSame = (one: Told, other: Told): boolean => one.part === other.part && one.code === other.code;

/** Whether a text is another one whose holes hold a word each. */
const fits = (text: string, pattern: string): boolean =>
  pattern.includes(HOLE) &&
  text !== pattern &&
  new RegExp(`^${pattern.split(HOLE).map(quoted).join('\\S*')}$`).test(text);

const quoted = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** In one line, and without the places in a pattern that Jackson tells after the reason. */
const tidy = (text: string): string =>
  text
    .replace(/\n at \[Source: .*$/s, '')
    .trim()
    .replaceAll('\n', ' ');

/** What is thrown, or told of one entry of a batch. */
const pairAt = (node: Node): { readonly code: Node | undefined; readonly text: Node } | undefined => {
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    const [first, second] = node.arguments;
    if (node.callee.name === 'Refusal' && first !== undefined && second !== undefined)
      return { code: first, text: second };
    if (node.callee.name === 'MathProblem' && first !== undefined) return { code: undefined, text: first };
  }
  if (node.type !== 'ObjectExpression') return undefined;
  for (const [codeName, textName] of ENTRIES) {
    const [code, text] = [member(node, codeName), member(node, textName)];
    if (code !== undefined && text !== undefined) return { code, text };
  }
  return undefined;
};

const ENTRIES = [
  ['ErrorCode', 'ErrorMessage'],
  ['Code', 'Message'],
  ['code', 'text'],
] as const;

const member = (node: Node & { readonly type: 'ObjectExpression' }, name: string): Node | undefined => {
  const found = node.properties.find((property) => property.type === 'Property' && labelOf(property.key) === name);
  return found?.type === 'Property' ? found.value : undefined;
};
