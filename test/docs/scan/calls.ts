import { type Binding, type Code, type Fn, isFn, labelOf, type Node } from './modules.ts';

/** Where a function is called, and what it is given there. */
export type Call = { readonly node: Node; readonly args: readonly Node[] };

/**
 * Every call of a function that can be told from the text: by its name, in any module; by the name of the member that
 * it was made, within its own part; through a parameter that it was given for; after another function answered it.
 */
export const callsIn = (code: Code): ((fn: Fn) => readonly Call[]) => {
  const members = memberCalls(code);
  const importers = importersOf(code);
  const known = new Map<Node, readonly Call[]>();

  const through = (binding: Binding, seen: Set<Node>): readonly Call[] => [
    ...binding.uses.flatMap((use) => asValue(use, seen)),
    ...(importers.get(`${binding.module}#${binding.name}`) ?? []).flatMap((other) => through(other, seen)),
  ];

  /** Calls of the function that stands at this place. */
  const asValue = (place: Node, seen: Set<Node>): readonly Call[] => {
    if (seen.has(place)) return [];
    seen.add(place);
    const parent = code.parentOf(place);
    if (parent === undefined) return [];
    switch (parent.type) {
      case 'CallExpression': {
        if (parent.callee === place) return [{ node: parent, args: parent.arguments }];
        const index = parent.arguments.findIndex(({ start }) => start === place.start);
        return functionsAt(code, parent.callee).flatMap((fn) =>
          parametersOf(code, fn, index).flatMap((one) => through(one, seen)),
        );
      }
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier'
          ? named(code, parent.id.name, parent).flatMap((one) => through(one, seen))
          : [];
      case 'Property':
        return parent.value === place
          ? (members.get(`${partOf(code.moduleOf(place))}#${labelOf(parent.key)}`) ?? [])
          : [];
      case 'ArrowFunctionExpression':
        return parent.body === place ? callsOf(parent, seen).flatMap((call) => asValue(call.node, seen)) : [];
      case 'ReturnStatement': {
        const fn = enclosing(code, parent);
        return fn === undefined ? [] : callsOf(fn, seen).flatMap((call) => asValue(call.node, seen));
      }
      case 'ConditionalExpression':
        return parent.test === place ? [] : asValue(parent, seen);
      case 'LogicalExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'ParenthesizedExpression':
        return asValue(parent, seen);
      default:
        return [];
    }
  };

  const callsOf = (fn: Fn, seen: Set<Node>): readonly Call[] =>
    fn.type === 'FunctionDeclaration' && fn.id !== null
      ? named(code, fn.id.name, fn).flatMap((one) => through(one, seen))
      : asValue(fn, seen);

  return (fn) => {
    const calls = known.get(fn) ?? unique(callsOf(fn, new Set()));
    known.set(fn, calls);
    return calls;
  };
};

const unique = (calls: readonly Call[]): readonly Call[] => [
  ...new Map(calls.map((call) => [call.node, call])).values(),
];

/** A service, or the rest of what stands in one folder. */
export const partOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('sim/services/') ? 3 : 2)
    .join('/');

export const enclosing = (code: Code, node: Node): Fn | undefined => {
  let place = code.parentOf(node);
  while (place !== undefined && !isFn(place)) place = code.parentOf(place);
  return place;
};

const named = (code: Code, name: string, at: Node): readonly Binding[] => {
  const bindings = code.modules.get(code.moduleOf(at))?.declared.get(at) ?? [];
  return bindings.filter((binding) => binding.name === name && binding.kind === 'value');
};

const parametersOf = (code: Code, fn: Fn, index: number): readonly Binding[] =>
  (code.modules.get(code.moduleOf(fn))?.declared.get(fn) ?? []).filter(
    (binding) =>
      binding.kind === 'parameter' && binding.index === index && binding.path.every((step) => typeof step === 'object'),
  );

/** The functions that a name stands for, without asking what its own parameters are. */
const functionsAt = (code: Code, callee: Node): readonly Fn[] => {
  if (isFn(callee)) return [callee];
  const binding = callee.type === 'Identifier' ? code.bindingOf(callee) : undefined;
  const found = binding?.kind === 'import' ? code.modules.get(binding.of)?.names.get(binding.imported) : binding;
  return found?.kind === 'value' && found.path.length === 0 && isFn(found.from) ? [found.from] : [];
};

const importersOf = (code: Code): ReadonlyMap<string, readonly Binding[]> => {
  const importers = new Map<string, Binding[]>();
  for (const { names } of code.modules.values()) {
    for (const binding of names.values()) {
      if (binding.kind !== 'import') continue;
      const key = `${binding.of}#${binding.imported}`;
      importers.set(key, [...(importers.get(key) ?? []), binding]);
    }
  }
  return importers;
};

/** Calls of members by their name, and of names that were taken out of an object, for each part. */
const memberCalls = (code: Code): ReadonlyMap<string, readonly Call[]> => {
  const calls = new Map<string, Call[]>();
  for (const [path, { nodes }] of code.modules) {
    for (const node of nodes) {
      if (node.type !== 'CallExpression') continue;
      const label = memberName(code, node.callee);
      if (label === undefined) continue;
      const key = `${partOf(path)}#${label}`;
      calls.set(key, [...(calls.get(key) ?? []), { node, args: node.arguments }]);
    }
  }
  return calls;
};

const memberName = (code: Code, callee: Node): string | undefined => {
  if (callee.type === 'MemberExpression') return callee.computed ? undefined : labelOf(callee.property);
  const binding = callee.type === 'Identifier' ? code.bindingOf(callee) : undefined;
  if (binding === undefined || binding.kind === 'import') return undefined;
  return binding.path.findLast((step) => typeof step === 'string');
};
