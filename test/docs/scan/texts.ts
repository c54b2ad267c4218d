import { type Call, callsIn, enclosing, partOf } from './calls.ts';
import { type Binding, type Code, type Fn, isFn, labelOf, type Node, type Path } from './modules.ts';

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

/** Which call a function's parameters come from. Undefined: from any of its calls. */
type Frame = { readonly fn: Fn; readonly args: readonly Value[]; readonly outer: Frame } | undefined;
/** A place as it is read in a frame; `elements`: what is known of a list that is not written as one. */
type Value = { readonly node: Node; readonly frame: Frame; readonly elements?: readonly Value[] };

type Parameter = Binding & { readonly kind: 'parameter' };

/** How far it is followed, so that what calls itself ends. */
const DEEPEST = 30;
const MOST_STEPS = 20_000;
const TOO_MANY = 500;
/** Texts of one template, for one call: of more, what varies is a hole. */
const MOST = 3;

export const readerOf = (code: Code): Reader => {
  const callsOf = callsIn(code);
  const given = new Map<Binding, readonly Value[]>();
  let left = 0;
  const rooted = new Map<Node, readonly Value[]>();
  const assembled = new Map<Node, readonly string[]>();

  const fromAnyCall = (binding: Parameter, depth: number): readonly Value[] => {
    const known = given.get(binding);
    if (known !== undefined) return known;
    given.set(binding, [nothing]);
    const calls = callsOf(binding.fn);
    const found = distinct(calls.flatMap((call) => argument(binding, argumentsOf(call), undefined, depth)));
    given.set(binding, calls.length === 0 ? [nothing] : found);
    return calls.length === 0 ? [nothing] : found;
  };

  const argument = (
    { index, path, rest }: Parameter,
    args: readonly Value[],
    frame: Frame,
    depth: number,
  ): readonly Value[] => {
    if (rest || args.slice(0, index + 1).some(({ node }) => node.type === 'SpreadElement')) return [nothing];
    const value = args[index];
    return project(value === undefined ? [] : reread(value, depth), { path, frame }, depth);
  };

  const parameter = (binding: Parameter, frame: Frame, depth: number) => {
    for (let place = frame; place !== undefined; place = place.outer) {
      if (place.fn === binding.fn) return argument(binding, place.args, frame, depth);
    }
    return fromAnyCall(binding, depth);
  };

  const bound = (node: Node, frame: Frame, depth: number): readonly Value[] => {
    const binding = code.bindingOf(node);
    if (binding?.kind === 'value') {
      return project(values(binding.from, frame, depth), { path: binding.path, frame }, depth);
    }
    if (binding?.kind === 'parameter') return parameter(binding, frame, depth);
    const there = binding && code.modules.get(binding.of)?.names.get(binding.imported);
    if (there?.kind !== 'value') return [nothing];
    return project(values(there.from, undefined, depth), { path: there.path, frame: undefined }, depth);
  };

  const project = (from: readonly Value[], to: { path: Path; frame: Frame }, depth: number): readonly Value[] => {
    let now = from;
    for (const step of to.path) {
      if (typeof step !== 'object') now = now.flatMap((value) => part(value, step, depth));
      else if (isClosed(step.otherwise)) now = now.concat(values(step.otherwise, to.frame, depth));
      else now = now.concat(nothing);
    }
    return now;
  };

  const part = (value: Value, step: string | number, deep: number): readonly Value[] => {
    const depth = deep - 1;
    if (depth <= 0) return [nothing];
    const { node, frame } = value;
    if (typeof step === 'number' && node.type === 'ArrayExpression') {
      const before = node.elements.slice(0, step + 1);
      const element = before.some((one) => one?.type === 'SpreadElement') ? undefined : before[step];
      if (element !== undefined && element !== null) return values(element, frame, depth);
    }
    if (value.elements !== undefined || node.type === 'ArrayExpression') return elementsOf(value, depth);
    if (node.type !== 'ObjectExpression' || node.properties.length === 0) return [nothing];
    return node.properties.flatMap((property) => {
      if (property.type === 'SpreadElement') {
        return values(property.argument, frame, depth)
          .filter((one) => one.node.type === 'ObjectExpression')
          .flatMap((one) => part(one, step, depth));
      }
      return step === ANY || labelOf(property.key) === step ? values(property.value, frame, depth) : [];
    });
  };

  /** What may be in a list, whether it is written out, put together or filled later. */
  const elementsOf = ({ node, frame, elements }: Value, depth: number): readonly Value[] => {
    if (depth <= 0) return [nothing];
    if (elements !== undefined) return elements;
    if (node.type !== 'ArrayExpression') return [nothing];
    const pushed = pushedTo(node).flatMap((one) => values(one, frame, depth));
    const written = node.elements.flatMap((element) => {
      if (element === null) return [];
      if (element.type !== 'SpreadElement') return values(element, frame, depth);
      return values(element.argument, frame, depth).flatMap((one) => elementsOf(one, depth - 1));
    });
    return written.length + pushed.length === 0 ? [nothing] : distinct([...written, ...pushed]);
  };

  const pushedTo = (list: Node): readonly Node[] => {
    const declarator = code.parentOf(list);
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return [];
    const [binding] = code.modules.get(code.moduleOf(list))?.declared.get(declarator) ?? [];
    return (binding?.uses ?? []).flatMap((use) => {
      const member = code.parentOf(use);
      const call = member && code.parentOf(member);
      const pushes = member?.type === 'MemberExpression' && labelOf(member.property) === 'push';
      return pushes && call?.type === 'CallExpression' ? call.arguments : [];
    });
  };

  const answers = (node: Node & { readonly type: 'CallExpression' }, frame: Frame, depth: number): readonly Value[] => {
    const { callee } = node;
    const args = node.arguments.map((one): Value => ({ node: one, frame }));
    const method = callee.type === 'MemberExpression' && !callee.computed ? labelOf(callee.property) : undefined;
    if (callee.type === 'MemberExpression' && method !== undefined && LIST_METHODS.has(method)) {
      return ofList(method, { receivers: values(callee.object, frame, depth), args }, depth);
    }
    return values(callee, frame, depth).flatMap((fn) => called(fn, args, depth));
  };

  const called = ({ node: fn, frame: outer }: Value, args: readonly Value[], depth: number): readonly Value[] => {
    if (!isFn(fn) || depth <= 0) return [nothing];
    return returnsOf(fn).flatMap((answer) => values(answer, { fn, args, outer }, depth - 1));
  };

  const ofList = (
    method: string,
    { receivers, args }: { readonly receivers: readonly Value[]; readonly args: readonly Value[] },
    depth: number,
  ): readonly Value[] => {
    if (KEEPING.has(method)) return receivers;
    // A list that is written out says all of its elements at once: that is no choice among them.
    if (method === 'join') return receivers.flatMap((one) => (isWritten(one) ? [nothing] : elementsOf(one, depth)));
    const elements = receivers.flatMap((one) => elementsOf(one, depth));
    if (method !== 'map' && method !== 'flatMap') return elements;
    const fns = args.slice(0, 1).flatMap((one) => reread(one, depth));
    const made = elements.flatMap((element) => fns.flatMap((fn) => called(fn, [element], depth)));
    const flat = method === 'map' ? made : made.flatMap((one) => (isList(one) ? elementsOf(one, depth) : [one]));
    return [{ ...nothing, elements: distinct(flat) }];
  };

  const isWritten = ({ node, elements }: Value): boolean =>
    elements === undefined &&
    (node.type !== 'ArrayExpression' ||
      (pushedTo(node).length === 0 && node.elements.every((one) => one?.type !== 'SpreadElement')));

  /** A value that was found already, or an expression that is still to be read. */
  const reread = (value: Value, depth: number): readonly Value[] =>
    value.elements === undefined ? values(value.node, value.frame, depth) : [value];

  /** What a place comes to: texts, tables and functions, and `nothing` for what cannot be told. */
  const values = (node: Node, frame: Frame, deep: number): readonly Value[] => {
    if (deep <= 1 || --left < 0) return [nothing];
    const known = frame === undefined ? rooted.get(node) : undefined;
    if (known !== undefined) return known;
    if (frame === undefined) rooted.set(node, [nothing]);
    const found = distinct(unwrapped(node, frame, deep - 1));
    if (frame === undefined) rooted.set(node, found);
    return found;
  };

  const unwrapped = (node: Node, frame: Frame, depth: number): readonly Value[] => {
    const again = (...nodes: readonly Node[]) => nodes.flatMap((one) => values(one, frame, depth));
    switch (node.type) {
      case 'Identifier':
        return node.name === 'undefined' ? [] : bound(node, frame, depth);
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ChainExpression':
        return again(node.expression);
      case 'ConditionalExpression':
        return again(node.consequent, node.alternate);
      case 'LogicalExpression':
        return node.operator === '&&' ? again(node.right) : again(node.left, node.right);
      case 'MemberExpression': {
        const label = node.computed ? literalOf(node.property) : labelOf(node.property);
        return again(node.object).flatMap((value) => part(value, label ?? ANY, depth));
      }
      case 'CallExpression':
        return answers(node, frame, depth);
      case 'NewExpression':
        return node.callee.type === 'Identifier' && node.callee.name === 'Set' ? again(...node.arguments) : [nothing];
      case 'Literal':
        return [{ node, frame: undefined }];
      default:
        return [{ node, frame }];
    }
  };

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
      const said = unique(values(one, frame, DEEPEST).flatMap((value) => say(withinPart(node, value), depth - 1)));
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
    left = MOST_STEPS;
    const said = unique(values(node, frame, DEEPEST).flatMap((value) => say(value, 6)));

    const told = said.filter((text) => text !== HOLE);
    return told.length > 0 ? told : said;
  };

  return { each: (place, tell) => framesAt(place).map((frame) => tell((node) => texts(node, frame))) };
};

/** The step to any member. */
const ANY = '*';
const KEEPING = new Set(['filter', 'toSorted', 'toReversed', 'slice', 'concat']);
const LIST_METHODS = new Set([...KEEPING, 'map', 'flatMap', 'join', 'find', 'findLast', 'at']);

/** Whether something is put behind a text, not added to a number. */
const isText = (node: Node & { readonly type: 'BinaryExpression' }): boolean =>
  node.operator === '+' &&
  [node.left, node.right].every((side) => side.type !== 'Literal' || typeof side.value === 'string');

const isList = ({ node, elements }: Value): boolean => elements !== undefined || node.type === 'ArrayExpression';

const argumentsOf = ({ args }: Call): readonly Value[] => args.map((node) => ({ node, frame: undefined }));

/** A value that says nothing. */
const nothing: Value = { node: { type: 'ThisExpression', start: 0, end: 0 }, frame: undefined };

/** Each value once; too many are no closed list. */
const distinct = (values: readonly Value[]): readonly Value[] => {
  const seen = new Map<Node, Set<Frame>>();
  const found = values.filter(({ node, frame, elements }) => {
    if (elements !== undefined) return true;
    const frames = seen.get(node) ?? new Set();
    seen.set(node, frames);
    return !frames.has(frame) && frames.add(frame);
  });
  return found.length > TOO_MANY ? [nothing] : found;
};

/** Not what stands for a value that was not given. */
const isClosed = (node: Node): boolean =>
  node.type !== 'Literal' || (typeof node.value === 'string' && node.value !== '');

const literalOf = (node: Node): string | undefined => (node.type === 'Literal' ? String(node.value) : undefined);

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

const returnsOf = ({ body }: Fn): readonly Node[] => {
  if (body === null) return [];
  return body.type === 'BlockStatement' ? returnsIn(body) : [body];
};

const returnsIn = (node: Node): readonly Node[] => {
  if (isFn(node)) return [];
  if (node.type === 'ReturnStatement') return node.argument === null ? [] : [node.argument];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'parent') return [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.flatMap((one) =>
      typeof one === 'object' && one !== null && 'type' in one ? returnsIn(one as Node) : [],
    );
  });
};
