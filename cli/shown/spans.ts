const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `45s`, `15m`, `2h`, `30d`; undefined: it is none of these. */
export const spanIn = (text: string): number | undefined => {
  const { count, unit } = /^(?<count>\d{1,5})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  return count === undefined || unit === undefined ? undefined : Number(count) * (UNITS[unit] ?? 0);
};

/** `2026-01-05` or `2026-01-05T10:00Z`, in UTC where it names no zone; undefined: it is no such time. */
export const instantIn = (text: string): number | undefined => {
  const { day, clock = '', zone = 'Z' } = ISO.exec(text)?.groups ?? {};
  if (day === undefined) return undefined;
  const at = Date.parse(clock === '' ? `${day}T00:00Z` : `${day}${clock}${zone}`);
  return Number.isNaN(at) ? undefined : at;
};

const ISO = /^(?<day>\d{4}-\d\d-\d\d)(?<clock>T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(?<zone>Z|[+-]\d\d:\d\d)?$/;
