import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../values.ts';
import { invalid } from './placeholders.ts';

/** From an attribute's name down into maps, by name, and into lists, by index. */
export type Path = readonly (string | number)[];

/** `[a, b, [0]]`, as messages write it. */
export const pathText = (path: Path): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

export const valueAt = (item: Item, path: Path): AttributeValue | undefined => {
  const [first = '', ...rest] = path;
  return rest.reduce<AttributeValue | undefined>(
    (value, step) => (typeof step === 'number' ? value?.L?.[step] : own(value?.M, step)),
    own(item, String(first)),
  );
};

const own = (from: Item | undefined, name: string): AttributeValue | undefined =>
  from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;

/** No two paths of one expression may lead to the same place, or one through the place of the other. */
export const checkApart = (paths: readonly Path[], where: string): void => {
  for (const [index, path] of paths.entries()) {
    for (const earlier of paths.slice(0, index)) {
      const problem = clash(earlier, path);
      if (problem === undefined) continue;
      const both = `path one: ${pathText(earlier)}, path two: ${pathText(path)}`;
      throw invalid(
        `${where}: Two document paths ${problem} with each other; must remove or rewrite one of these paths; ${both}`,
      );
    }
  }
};

const clash = (one: Path, other: Path): 'overlap' | 'conflict' | undefined => {
  const length = Math.min(one.length, other.length);
  const differs = Array.from({ length }, (_, step) => step).find((step) => one[step] !== other[step]);
  if (differs === undefined) return 'overlap';
  return typeof one[differs] === typeof other[differs] ? undefined : 'conflict';
};

/** Only what the paths lead to; lists close up. Undefined when they lead nowhere. */
export const project = (item: Item, paths: readonly Path[]): Item | undefined => {
  const kept = keep({ M: { ...item } }, paths)?.M;
  return kept === undefined || Object.keys(kept).length === 0 ? undefined : kept;
};

const keep = (value: AttributeValue | undefined, paths: readonly Path[]): AttributeValue | undefined => {
  if (value === undefined || paths.some(({ length }) => length === 0)) return value;
  const below = (step: string | number): readonly Path[] =>
    paths.filter(([first]) => first === step).map(([, ...rest]) => rest);
  const kept = (step: string | number, inner: AttributeValue): AttributeValue | undefined => {
    const rest = below(step);
    return rest.length === 0 ? undefined : keep(inner, rest);
  };
  if (value.L !== undefined) {
    const list = value.L.map((inner, index) => kept(index, inner)).filter((inner) => inner !== undefined);
    return list.length === 0 ? undefined : { L: list };
  }
  const entries = Object.entries(value.M ?? {}).map(([name, inner]) => [name, kept(name, inner)] as const);
  const found = entries.filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined);
  return found.length === 0 ? undefined : { M: Object.fromEntries(found) };
};
