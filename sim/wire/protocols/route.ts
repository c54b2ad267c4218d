import type { Model, OperationModel } from '../../models/model.ts';

type Labels = Readonly<Record<string, string>>;

/** What a path says where its template has labels; undefined when it is another path. */
export const labelsOf = (template: string, path: string): Labels | undefined => {
  const [wanted, given] = [segments(withoutQuery(template)), segments(path)];
  const greedy = /^\{(\w+)\+\}$/.exec(wanted.at(-1) ?? '')?.[1];
  if (greedy === undefined) return labelsIn(wanted, given);
  // Such a label takes the rest of the path as it is, with a slash at its end if there is one.
  const before = wanted.slice(0, -1);
  const rest = path.split('/').slice(before.length).join('/');
  const labels = labelsIn(before, given.slice(0, before.length));
  return labels === undefined || rest === '' ? undefined : { ...labels, [greedy]: decoded(rest) };
};

const labelsIn = (wanted: readonly string[], given: readonly string[]): Labels | undefined => {
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

/** Names that stand in any query string, and say nothing: the SDK repeats the operation's name. */
const ANYWHERE: readonly string[] = ['x-id'];

/**
 * The same for a service that also tells operations apart by their query strings. A request that asks for more than an
 * operation knows asks for another one.
 */
export const routedByQuery = (model: Model, method: string, target: string): OperationModel | undefined => {
  const [path = '', query = ''] = target.split('?', 2);
  const given = new URLSearchParams(query);
  const fits = ({ path: template, input, ...operation }: OperationModel): boolean => {
    const wanted = queryOf(template);
    const known = input.members.filter(({ location }) => location === 'querystring').map(({ wireName }) => wireName);
    return (
      operation.method === method &&
      labelsOf(template, path) !== undefined &&
      [...wanted].every(([name, value]) => given.get(name) === value) &&
      [...given.keys()].every((name) => wanted.has(name) || known.includes(name) || ANYWHERE.includes(name))
    );
  };
  return [...model.operations.values()].find(fits);
};

const withoutQuery = (template: string): string => template.split('?', 1)[0] ?? '';

const queryOf = (template: string): URLSearchParams => new URLSearchParams(template.split('?', 2)[1]);

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
