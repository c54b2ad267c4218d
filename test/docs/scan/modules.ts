import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type ESTree, parseSync } from 'vite';
import { ROOT } from '../pages.ts';

export type Node = ESTree.Node;
export type Fn = ESTree.ArrowFunctionExpression | ESTree.Function;

/** A name, and where its value comes from. */
export type Binding = {
  readonly name: string;
  readonly module: string;
  /** Every place that reads it, in its own module. */
  readonly uses: Node[];
} & (
  | { readonly kind: 'value'; readonly from: Node; readonly path: Path }
  | { readonly kind: 'parameter'; readonly fn: Fn; readonly index: number; readonly path: Path; readonly rest: boolean }
  | { readonly kind: 'import'; readonly of: string; readonly imported: string }
);

/** From a value to a part of it: names of members, places in a list; a default where the part is not there. */
export type Path = readonly (string | number | { readonly otherwise: Node })[];

export type Code = {
  /** By path from the root, such as `sim/types.ts`. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly parentOf: (node: Node) => Node | undefined;
  readonly bindingOf: (identifier: Node) => Binding | undefined;
  readonly moduleOf: (node: Node) => string;
};

export type Module = {
  readonly program: ESTree.Program;
  readonly names: Scope;
  readonly nodes: readonly Node[];
  /** The names that a declaration or a function makes. */
  readonly declared: ReadonlyMap<Node, readonly Binding[]>;
};

type Scope = ReadonlyMap<string, Binding>;

/** All modules under a folder, parsed, and what each name in them stands for. `changed` gives other texts for some. */
export const readCode = (folder: string, changed: Readonly<Record<string, string>> = {}): Code => {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`)
    .toSorted();
  const parents = new Map<Node, Node>();
  const bindings = new Map<Node, Binding>();
  const homes = new Map<Node, string>();
  const modules = new Map<string, Module>();
  for (const path of paths) {
    const { program, errors } = parseSync(path, changed[path] ?? readFileSync(join(ROOT, path), 'utf8'));
    if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
    modules.set(path, linked(path, program, { parents, bindings, homes }));
  }
  return {
    modules,
    parentOf: (node) => parents.get(node),
    bindingOf: (identifier) => bindings.get(identifier),
    moduleOf: (node) => homes.get(node) ?? 'nowhere',
  };
};

type Into = {
  readonly parents: Map<Node, Node>;
  readonly bindings: Map<Node, Binding>;
  readonly homes: Map<Node, string>;
};

const linked = (path: string, program: ESTree.Program, { parents, bindings, homes }: Into): Module => {
  const nodes: Node[] = [];
  const scopes = new Map<Node, Map<string, Binding>>();
  const scopeOf = (node: Node): Map<string, Binding> => {
    const scope = scopes.get(node) ?? new Map<string, Binding>();
    scopes.set(node, scope);
    return scope;
  };
  const makers = new Map<Node, readonly Binding[]>();

  const visit = (node: Node, block: Node): void => {
    nodes.push(node);
    homes.set(node, path);
    const made = declared(node, path);
    if (made.length > 0) makers.set(node, made);
    for (const binding of made) scopeOf(binding.kind === 'parameter' ? binding.fn : block).set(binding.name, binding);
    const inside = isFn(node) || SCOPED.has(node.type) ? node : block;
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      visit(child, inside);
    }
  };
  visit(program, program);

  for (const node of nodes) {
    if (node.type !== 'Identifier' || !isUse(node, parents.get(node))) continue;
    let place: Node | undefined = node;
    let found: Binding | undefined;
    while (place !== undefined && found === undefined) {
      found = scopes.get(place)?.get(node.name);
      place = parents.get(place);
    }
    if (found === undefined) continue;
    bindings.set(node, found);
    found.uses.push(node);
  }
  return { program, nodes, names: scopeOf(program), declared: makers };
};

const SCOPED = new Set([
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'SwitchStatement',
  'CatchClause',
]);

export const isFn = (node: Node): node is Fn =>
  node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration';

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** What runs: types are left out, save where they only wrap what runs. */
const childrenOf = (node: Node): readonly Node[] =>
  Object.entries(node)
    .filter(([key]) => key !== 'parent' && !TYPES.has(key))
    .flatMap(([, value]: [string, unknown]) =>
      Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
    );

const TYPES = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType']);

/** A name that is read, not one that is declared, or that only labels a member. */
const isUse = (node: Node, parent: Node | undefined): boolean => {
  if (parent === undefined) return false;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return parent.value === node || parent.computed;
    case 'ImportSpecifier':
    case 'TSTypeReference':
      return false;
    default:
      return true;
  }
};

const declared = (node: Node, module: string): readonly Binding[] => {
  if (node.type === 'VariableDeclarator' && node.init !== null) {
    return named(node.id).map(({ name, path }) => ({
      kind: 'value',
      name,
      path,
      module,
      from: node.init as Node,
      uses: [],
    }));
  }
  if (node.type === 'FunctionDeclaration' && node.id !== null) {
    return [{ kind: 'value', name: node.id.name, path: [], module, from: node, uses: [] }, ...parameters(node, module)];
  }
  if (isFn(node)) return parameters(node, module);
  if (node.type === 'ImportDeclaration') return imports(node, module);
  return [];
};

const parameters = (fn: Fn, module: string): readonly Binding[] =>
  fn.params.flatMap((param, index) => {
    const rest = param.type === 'RestElement';
    return named(rest ? param.argument : (param as ESTree.BindingPattern)).map(
      ({ name, path }): Binding => ({ kind: 'parameter', name, path, rest, fn, index, module, uses: [] }),
    );
  });

const imports = (node: ESTree.ImportDeclaration, module: string): readonly Binding[] => {
  const from = node.source.value;
  if (!from.startsWith('.')) return [];
  return node.specifiers.flatMap((one): Binding[] =>
    one.type === 'ImportSpecifier' && one.imported.type === 'Identifier'
      ? [
          {
            kind: 'import',
            name: one.local.name,
            module,
            of: normalize(join(dirname(module), from)),
            imported: one.imported.name,
            uses: [],
          },
        ]
      : [],
  );
};

const named = (pattern: ESTree.BindingPattern, path: Path = []): readonly { name: string; path: Path }[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, path }];
    case 'AssignmentPattern':
      return named(pattern.left, [...path, { otherwise: pattern.right }]);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element, index) =>
        element === null || element.type === 'RestElement' ? [] : named(element, [...path, index]),
      );
    default:
      return pattern.properties.flatMap((property) =>
        property.type === 'RestElement'
          ? named(property.argument as ESTree.BindingPattern, path)
          : named(property.value, [...path, labelOf(property.key) ?? '*']),
      );
  }
};

/** The name of a member, as far as the text says it. */
export const labelOf = (key: Node): string | undefined => {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
};
