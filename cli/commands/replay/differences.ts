/** Where one answer differs from the other: `incident.breach.value`, with what either says there. */
export type Difference = { readonly where: string; readonly recorded: unknown; readonly now: unknown };

/** As JSON would tell them apart: what is undefined is not there, and -0 is 0. */
export const differences = (recorded: unknown, now: unknown, where = ''): readonly Difference[] => {
  if (isObject(recorded) && isObject(now) && Array.isArray(recorded) === Array.isArray(now))
    return [...new Set([...Object.keys(recorded), ...Object.keys(now)])].flatMap((name) =>
      differences(recorded[name], now[name], where === '' ? name : `${where}.${name}`),
    );
  return recorded === now ? [] : [{ where, recorded, now }];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
