/** What a journal line says beside its time and kind. */
export type Facts = Readonly<Record<string, unknown>>;

/** '' where the line does not say it. */
export const textOf = (facts: Facts, name: string): string => {
  const value = facts[name];
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
};

export const numberOf = (facts: Facts, name: string): number | undefined => {
  const value = facts[name];
  return typeof value === 'number' ? value : undefined;
};

export const factsOf = (facts: Facts, name: string): Facts => {
  const value = facts[name];
  return isFacts(value) ? value : {};
};

/** Only the numbers among them: weights, counts. */
export const numbersOf = (facts: Facts, name: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(factsOf(facts, name)).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

export const listOf = (facts: Facts, name: string): readonly unknown[] => {
  const value = facts[name];
  return Array.isArray(value) ? value : [];
};

/** Epoch milliseconds. */
export const timeOf = (facts: Facts, name: string): number | undefined => {
  const time = Date.parse(textOf(facts, name));
  return Number.isNaN(time) ? undefined : time;
};

export const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
