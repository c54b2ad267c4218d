import type { Wanted } from './suggest.ts';

/** `1/30d`, `2/7d`, `1/12h`; undefined: it is none. */
export const parseWanted = (text: string): Wanted | undefined => {
  const [, alarms, length, unit] = /^(\d{1,4}(?:\.\d+)?)\/(\d{1,4}(?:\.\d+)?)([dh])$/.exec(text) ?? [];
  const wanted = { alarms: Number(alarms), days: Number(length) / (unit === 'h' ? 24 : 1) };
  return wanted.alarms > 0 && wanted.days > 0 ? wanted : undefined;
};
