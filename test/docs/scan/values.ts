import type { Call } from './calls.ts';
import { type Binding, type Code, type Fn, isFn, labelOf, type Node, type Path } from './modules.ts';

/** Which call a function's parameters come from. Undefined: from any of its calls. */
export type Frame = { readonly fn: Fn; readonly args: readonly Value[]; readonly outer: Frame } | undefined;
/** A place as it is read in a frame; `elements`: what is known of a list that is not written as one. */
export type Value = { readonly node: Node; readonly frame: Frame; readonly elements?: readonly Value[] };

export type Values = {
  /** Texts, tables and functions, and `nothing` for what cannot be told. */
  readonly of: (node: Node, frame: Frame) => readonly Value[];
  /** Gives what is asked from now on its full number of steps. */
  readonly begin: () => void;
};

type Parameter = Binding & { readonly kind: 'parameter' };

/** How far a value is followed, so that what calls itself ends. */
const DEEPEST = 30;
const MOST_STEPS = 20_000;
/** More values than that are no closed list. */
const TOO_MANY = 500;

/** What places in the code come to, read from the text alone. */
export const valuesIn = (code: Code, callsOf: (fn: Fn) => readonly Call[]): Values => {
  const given = new Map<Binding, readonly Value[]>();
  let left = 0;
  const rooted = new Map<Node, readonly Value[]>();

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
        if (node.operator === '&&') return again(node.right);
        return [...again(node.left), ...(isClosed(node.right) ? again(node.right) : [nothing])];
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

  return {
    of: (node, frame) => values(node, frame, DEEPEST),
    begin: () => {
      left = MOST_STEPS;
    },
  };
};

/** The step to any member. */
const ANY = '*';
const KEEPING = new Set(['filter', 'toSorted', 'toReversed', 'slice', 'concat']);
const LIST_METHODS = new Set([...KEEPING, 'map', 'flatMap', 'join', 'find', 'findLast', 'at']);

const isList = ({ node, elements }: Value): boolean => elements !== undefined || node.type === 'ArrayExpression';

export const argumentsOf = ({ args }: Call): readonly Value[] => args.map((node) => ({ node, frame: undefined }));

/** A value that says nothing. */
export const nothing: Value = { node: { type: 'ThisExpression', start: 0, end: 0 }, frame: undefined };

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
