import type { Code, Node } from './modules.ts';
import { labelOf } from './modules.ts';

/** The names that a table in the code holds: members of an object, or texts of a list; others that it takes in are there too. */
export const namesIn = (code: Code, path: string, name: string, member?: string): readonly string[] => {
  const binding = code.modules.get(path)?.names.get(name);
  if (binding?.kind !== 'value') throw new Error(`${path} has no ${name}`);
  const whole = unwrapped(binding.from);
  const table = member === undefined ? whole : memberOf(whole, member);
  if (table === undefined) throw new Error(`${name} of ${path} has no ${member}`);
  return namesOf(code, unwrapped(table));
};

const namesOf = (code: Code, node: Node): readonly string[] => {
  if (node.type === 'ObjectExpression') {
    return node.properties.flatMap((property) =>
      property.type === 'SpreadElement' ? namesAt(code, property.argument) : (labelOf(property.key) ?? []),
    );
  }
  if (node.type === 'ArrayExpression') {
    return node.elements.flatMap((element) => {
      if (element === null) return [];
      if (element.type === 'SpreadElement') return namesAt(code, element.argument);
      return element.type === 'Literal' ? [String(element.value)] : [];
    });
  }
  if (node.type === 'NewExpression' && node.arguments[0] !== undefined) return namesAt(code, node.arguments[0]);
  if (node.type === 'Identifier') return namesAt(code, node);
  throw new Error(`no table, but ${node.type}`);
};

const namesAt = (code: Code, node: Node): readonly string[] => {
  const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  if (binding?.kind === 'import') return namesIn(code, binding.of, binding.imported);
  return namesOf(code, unwrapped(binding?.kind === 'value' ? binding.from : node));
};

const unwrapped = (node: Node): Node => {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return unwrapped(node.expression);
    case 'CallExpression': {
      // `v.picklist([…])`, `Object.keys({…})`
      const [first] = node.arguments;
      return first === undefined ? node : unwrapped(first);
    }
    default:
      return node;
  }
};

const memberOf = (node: Node, name: string): Node | undefined => {
  if (node.type === 'CallExpression' || node.type !== 'ObjectExpression') return undefined;
  const found = node.properties.find((one) => one.type === 'Property' && labelOf(one.key) === name);
  return found?.type === 'Property' ? found.value : undefined;
};

/** The texts that a name is held against in one module: `name === 'METRICS'`. */
export const comparedWith = (code: Code, path: string, name: string): readonly string[] => {
  const nodes = code.modules.get(path)?.nodes ?? [];
  const texts = nodes.flatMap((node) => {
    if (node.type !== 'BinaryExpression' || node.operator !== '===') return [];
    const { left, right } = node;
    const isIt = left.type === 'MemberExpression' ? labelOf(left.property) === name : labelOf(left) === name;
    return isIt && right.type === 'Literal' && typeof right.value === 'string' ? [right.value] : [];
  });
  if (texts.length === 0) throw new Error(`${path} compares ${name} with nothing`);
  return [...new Set(texts)];
};

/** The texts that a type allows; with `member`: those of that member, wherever the type has one. */
export const textsOfType = (code: Code, path: string, name: string, member?: string): readonly string[] => {
  const program = code.modules.get(path)?.program;
  const types = program?.body.flatMap((node) => {
    const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    return declared?.type === 'TSTypeAliasDeclaration' && declared.id.name === name ? [declared.typeAnnotation] : [];
  });
  if (types?.[0] === undefined) throw new Error(`${path} has no type ${name}`);
  const texts = literals(types[0], member);
  if (texts.length === 0) throw new Error(`${name} of ${path} is no list of texts`);
  return [...new Set(texts)];
};

const literals = (node: Node, member: string | undefined): readonly string[] => {
  switch (node.type) {
    case 'TSUnionType':
    case 'TSIntersectionType':
      return node.types.flatMap((one) => literals(one, member));
    case 'TSParenthesizedType':
      return literals(node.typeAnnotation, member);
    case 'TSTypeLiteral':
      return node.members.flatMap((one) =>
        one.type === 'TSPropertySignature' && labelOf(one.key) === member && one.typeAnnotation
          ? literals(one.typeAnnotation.typeAnnotation, undefined)
          : [],
      );
    case 'TSLiteralType':
      return member === undefined && node.literal.type === 'Literal' ? [String(node.literal.value)] : [];
    default:
      return [];
  }
};
