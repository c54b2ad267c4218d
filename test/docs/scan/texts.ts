import { callsIn, enclosing, partOf } from './calls.ts';
import type { Code, Node } from './modules.ts';
import { argumentsOf, type Frame, nothing, type Value, valuesIn } from './values.ts';

/** What stands where only a run would tell. */
export const HOLE = '…';

/**
 * What places in the code may say, read from the text alone: constants, templates, branches, members of tables, what a
 * function answers, what it is given where it is called. Where only a run would tell, there is a hole.
 */
export type Reader = {
  /** For each call of the function around the place: what these places say then. */
  readonly each: <T>(place: Node, say: (texts: (place: Node) => readonly string[]) => T) => readonly T[];
};

/** Texts of one template, for one call: of more, what varies is a hole. */
const MOST = 3;
/** Templates within templates. */
const DEEPEST = 6;

export const readerOf = (code: Code): Reader => {
  const callsOf = callsIn(code);
  const values = valuesIn(code, callsOf);
  const assembled = new Map<Node, readonly string[]>();

  const say = (value: Value, depth: number): readonly string[] => {
    const { node, frame } = value;
    if (node.type === 'Literal') return node.value === null ? [] : [String(node.value)];
    if (node.type !== 'TemplateLiteral' && node.type !== 'BinaryExpression') return [HOLE];
    if (depth <= 0) return [HOLE];
    if (frame !== undefined) return assemble(value, depth);
    const known = assembled.get(node);
    if (known !== undefined) return known;
    assembled.set(node, [HOLE]);
    const each = framesAt(node).map((one): Value => ({ node, frame: one }));
    const exact = unique(each.flatMap((one) => assemble(one, depth)));
    const said = exact.length > MOST ? unique(each.flatMap((one) => assemble(one, depth, true))) : exact;
    assembled.set(node, said);
    return said;
  };

  const assemble = ({ node, frame }: Value, depth: number, isGeneral = false): readonly string[] => {
    const within = (one: Node): readonly string[] => {
      const said = unique(values.of(one, frame).flatMap((value) => say(withinPart(node, value), depth - 1)));
      const sentences = said.filter((text) => text.trim().includes(' '));
      if (sentences.length > 0) return sentences;
      const isWord = said.length > 0 && !said.includes(HOLE) && (!isGeneral || one.type !== 'Identifier');
      return isWord ? said : [HOLE];
    };
    if (node.type === 'BinaryExpression')
      return isText(node) ? joined([within(node.left), within(node.right)]) : [HOLE];
    if (node.type !== 'TemplateLiteral') return [HOLE];
    return joined(
      node.quasis.flatMap(({ value }, place) => {
        const hole = node.expressions[place];
        return hole === undefined ? [[value.cooked ?? '']] : [[value.cooked ?? ''], within(hole)];
      }),
    );
  };

  /** What another service says is that service's to tell. */
  const withinPart = (around: Node, value: Value): Value => {
    const [here, there] = [around, value.node].map((node) => partOf(code.moduleOf(node)));
    return here !== there && there?.startsWith('sim/services/') && !there.endsWith('.ts') ? nothing : value;
  };

  /** One for each call of the function around the place. */
  const framesAt = (place: Node): readonly Frame[] => {
    const fn = enclosing(code, place);
    const calls = fn === undefined ? [] : callsOf(fn);
    if (fn === undefined || calls.length === 0) return [undefined];
    return calls.map((call): Frame => ({ fn, args: argumentsOf(call), outer: undefined }));
  };

  const texts = (node: Node, frame: Frame): readonly string[] => {
    values.begin();
    const said = unique(values.of(node, frame).flatMap((value) => say(value, DEEPEST)));

    const told = said.filter((text) => text !== HOLE);
    return told.length > 0 ? told : said;
  };

  return { each: (place, tell) => framesAt(place).map((frame) => tell((node) => texts(node, frame))) };
};

/** Whether something is put behind a text, not added to a number. */
const isText = (node: Node & { readonly type: 'BinaryExpression' }): boolean =>
  node.operator === '+' &&
  [node.left, node.right].every((side) => side.type !== 'Literal' || typeof side.value === 'string');

const unique = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map((text) => text.replaceAll(/…+/g, HOLE))),
];

/** One text for each way to choose one of each; of what varies too much only the longest part, which is the sentence. */
const joined = (parts: readonly (readonly string[])[]): readonly string[] => {
  const ways = parts.reduce((product, { length }) => product * length, 1);
  if (ways <= MOST) return combined(parts);
  const longest = parts.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0];
  const sentence = longest?.some((text) => text.includes(' ')) ? longest : undefined;
  return combined(parts.map((choices) => (choices.length > 1 && choices !== sentence ? [HOLE] : choices)));
};

const lengthOf = (choices: readonly string[]): number =>
  choices.length < 2 ? 0 : Math.max(...choices.map((text) => (text.includes(' ') ? 1000 + text.length : text.length)));

const combined = (parts: readonly (readonly string[])[]): readonly string[] =>
  unique(
    parts.reduce<readonly string[]>(
      (texts, choices) => texts.flatMap((text) => choices.map((one) => text + one)),
      [''],
    ),
  );
