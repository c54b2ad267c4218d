import { intrinsicIn } from './intrinsics.ts';
import { isRecord, type Template } from './template.ts';

/** Names that a value refers to, by Ref, Fn::GetAtt or Fn::Sub: resources, parameters and pseudo parameters alike. */
export const referencesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isRecord(value)) return [];
  const call = intrinsicIn(value);
  if (call === undefined) return Object.values(value).flatMap(referencesIn);
  if (call.name === 'Ref') return [String(call.argument)];
  if (call.name === 'Fn::GetAtt') return [attributeOwner(call.argument)];
  if (call.name === 'Fn::Sub') return substituted(call.argument);
  return referencesIn(call.argument);
};

const attributeOwner = (argument: unknown): string =>
  String(Array.isArray(argument) ? argument[0] : String(argument).split('.')[0]);

const substituted = (argument: unknown): string[] => {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(given) ? given : {};
  const names = [...String(template).matchAll(/\$\{([^!}][^}]*)\}/g)].map((found) => (found[1] ?? '').trim());
  const outer = names.filter((name) => !Object.hasOwn(own, name)).map((name) => name.split('.')[0] ?? '');
  return [...outer, ...Object.values(own).flatMap(referencesIn)];
};

/** Every name after all that it needs; names with nothing between them keep their order. Cycles throw. */
export const inOrder = (names: readonly string[], needs: (name: string) => readonly string[]): string[] => {
  const known = new Set(names);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) throw new Error(`these need each other: ${[...path, name].join(' → ')}`);
    for (const need of needs(name)) if (known.has(need)) visit(need, [...path, name]);
    done.add(name);
  };
  for (const name of names) visit(name, []);
  return [...done];
};

/** Names that resources refer to, and that no resource, parameter or pseudo parameter has. */
export const unresolvedIn = ({ resources, parameters }: Template): readonly string[] => {
  const named = Object.values(resources).flatMap(({ dependsOn, properties }) => [
    ...dependsOn,
    ...referencesIn(properties),
  ]);
  const known = (name: string): boolean =>
    name.startsWith('AWS::') || Object.hasOwn(resources, name) || Object.hasOwn(parameters, name);
  return [...new Set(named)].filter((name) => !known(name));
};
