/** A value of an event, and of each array on the way to it the element that it is in. */
export type Leaf = { readonly value: unknown; readonly elements: ReadonlyMap<number, number> };

/** An event's values by their path. Names are joined by dots, so that `{"a.b": 1}` and `{"a": {"b": 1}}` are the same. */
export type Leaves = ReadonlyMap<string, readonly Leaf[]>;

type Place = { readonly path: string; readonly elements: ReadonlyMap<number, number> };

/** Undefined for what is no object: no pattern lets that in. */
export const leavesOf = (event: unknown): Leaves | undefined => {
  if (!isObject(event)) return undefined;
  const leaves = new Map<string, Leaf[]>();
  let arrays = 0;

  const walk = (value: unknown, place: Place): void => {
    if (Array.isArray(value)) walkArray(value, place);
    else if (isObject(value)) walkObject(value, place);
    else if (value !== undefined) leaves.set(place.path, [...(leaves.get(place.path) ?? []), leafOf(value, place)]);
  };
  const walkObject = (value: Readonly<Record<string, unknown>>, { path, elements }: Place): void => {
    for (const [name, member] of Object.entries(value))
      walk(member, { path: path === '' ? name : `${path}.${name}`, elements });
  };
  // Scalars of an array belong to the array as a whole: only objects and arrays in it keep values together.
  const walkArray = (items: readonly unknown[], { path, elements }: Place): void => {
    const array = arrays;
    arrays += 1;
    items.forEach((item, index) => {
      const within = typeof item === 'object' && item !== null;
      walk(item, { path, elements: within ? new Map([...elements, [array, index]]) : elements });
    });
  };

  walkObject(event, { path: '', elements: new Map() });
  return leaves;
};

const leafOf = (value: unknown, { elements }: Place): Leaf => ({ value, elements });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
