import type { Model, OperationModel } from '../../models/model.ts';

type Labels = Readonly<Record<string, string>>;

/** What a path says where its template has labels; undefined when it is another path. */
export const labelsOf = (template: string, path: string): Labels | undefined => {
  const [wanted, given] = [segments(template), segments(path)];
  if (wanted.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = decoded(given[index] ?? '');
    const label = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (label !== undefined && text !== '') labels[label] = text;
    else if (segment !== text) return undefined;
  }
  return labels;
};

/** The operation that a method and a path stand for. A path that is spelt out goes before one with a label. */
export const routed = (model: Model, method: string, path: string): OperationModel | undefined =>
  [...model.operations.values()]
    .filter((operation) => operation.method === method && labelsOf(operation.path, path) !== undefined)
    .toSorted((a, b) => labelCount(a.path) - labelCount(b.path))[0];

/** Clients differ on a slash at the end. */
const segments = (path: string): readonly string[] => path.replace(/\/$/, '').split('/');

const labelCount = (template: string): number => template.split('{').length;

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
