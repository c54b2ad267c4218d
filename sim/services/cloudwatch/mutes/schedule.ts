import type { Instant } from '../../../types.ts';
import { type Cron, parseCron } from './cron.ts';
import type { Wall, Zone } from './zone.ts';

export type Schedule = {
  readonly muteType: 'ONE_TIME' | 'RECURRING';
  /** When it last fired, in a span that ends with now; both ends count. */
  readonly lastFired: (from: Instant, to: Instant) => Instant | undefined;
};

/** Reads `cron(…)` of five fields or `at(yyyy-MM-ddThh:mm)`, by the zone's clock; undefined when it is neither. */
export const parseSchedule = (expression: string, zone: Zone): Schedule | undefined => {
  const [, kind, inner = ''] = /^(cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'at') return oneTime(inner, zone);
  const cron = kind === 'cron' ? parseCron(inner) : undefined;
  return cron && { muteType: 'RECURRING', lastFired: (from, to) => lastFired(cron, zone, { from, to }) };
};

const oneTime = (text: string, zone: Zone): Schedule | undefined => {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  const real = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(text);
  const time = real ? zone.instantOf(wall) : undefined;
  if (time === undefined) return undefined;
  return { muteType: 'ONE_TIME', lastFired: (from, to) => (time >= from && time <= to ? time : undefined) };
};

const DAY = 24 * 60 * 60_000;

type Span = { readonly from: Instant; readonly to: Instant };

/** Goes back day by day, so that the first time that is found is the last one. */
const lastFired = (cron: Cron, zone: Zone, { from, to }: Span): Instant | undefined => {
  const first = startOfDay(zone.wallAt(from));
  for (let day = startOfDay(zone.wallAt(to)); day >= first; day -= DAY) {
    if (!cron.onDay(new Date(day))) continue;
    const fired = lastOfDay(cron, zone, { day, to });
    if (fired !== undefined) return fired >= from ? fired : undefined;
  }
  return undefined;
};

const startOfDay = (wall: Wall): Wall => Math.floor(wall / DAY) * DAY;

const lastOfDay = (cron: Cron, zone: Zone, { day, to }: { readonly day: Wall; readonly to: Instant }) => {
  for (const hour of cron.hours.toReversed()) {
    for (const minute of cron.minutes.toReversed()) {
      const fired = zone.instantOf(day + (hour * 60 + minute) * 60_000);
      if (fired !== undefined && fired <= to) return fired;
    }
  }
  return undefined;
};
