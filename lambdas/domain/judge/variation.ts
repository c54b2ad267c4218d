/** Fewer minutes than this, and one more, do not tell how minutes vary. */
export const LEAST = 8;

/** Each item but the first, with the one before it. */
export const successive = <Item>(items: readonly Item[]): readonly (readonly [before: Item, after: Item])[] => {
  const found: (readonly [Item, Item])[] = [];
  let before: Item | undefined;
  for (const after of items) {
    if (before !== undefined) found.push([before, after]);
    before = after;
  }
  return found;
};
