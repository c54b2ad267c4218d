const STABLE = '▇';
/** The first canary, the second, … */
const CANARIES = ['░', '▒', '▓'] as const;

/**
 * Shares as a bar of so many cells, one piece for each variant, stable first. Whoever has any traffic has a cell: one
 * percent must not look like none. `shares` need not add up to 1.
 */
export const barPieces = (shares: readonly number[], cells: number): readonly string[] => {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total <= 0) return [' '.repeat(cells)];
  const canaries = shares.slice(1).map((share) => cellsOf(share / total, cells));
  const taken = canaries.reduce((sum, count) => sum + count, 0);
  return [Math.max(0, cells - taken), ...canaries].map((count, place) => signOf(place).repeat(count));
};

export const bar = (shares: readonly number[], cells: number): string => barPieces(shares, cells).join('');

/** By place in the order of `bar`: 0 is stable. */
export const signOf = (place: number): string =>
  place === 0 ? STABLE : (CANARIES[(place - 1) % CANARIES.length] ?? CANARIES[0]);

const cellsOf = (share: number, cells: number): number => {
  if (share <= 0) return 0;
  if (share >= 1) return cells;
  return Math.min(cells - 1, Math.max(1, Math.round(share * cells)));
};
