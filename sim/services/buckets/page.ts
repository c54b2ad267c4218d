import type { Version } from './bucket.ts';
import { byKey } from './bucket.ts';
import { invalidArgument } from './refusals.ts';

/** One line of a list: a version, or what the keys below a common prefix are summed up as. */
export type Entry = { readonly name: string; readonly version?: Version };

/** Which keys are wanted, and what ends the part of them that is told. */
export type Scope = { readonly prefix: string; readonly delimiter: string | undefined };

/** `versions` come by key. */
export const entriesOf = (versions: readonly Version[], { prefix, delimiter }: Scope): readonly Entry[] => {
  const entries: Entry[] = [];
  for (const version of versions) {
    const { key } = version;
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + (delimiter ?? '').length);
    if (common === undefined) entries.push({ name: key, version });
    else if (entries.at(-1)?.name !== common) entries.push({ name: common });
  }
  return entries;
};

/** The last entry of the page before: its name, and its version where versions are listed. */
export type Marker = { readonly name: string; readonly id?: string | undefined };

const LARGEST = 1_000;

export const pageAfter = (entries: readonly Entry[], marker: Marker, asked: number | undefined) => {
  const most = Math.min(asked ?? LARGEST, LARGEST);
  const known = entries.findIndex(({ name, version }) => name === marker.name && version?.id === marker.id);
  const rest =
    marker.id === undefined || known < 0
      ? entries.filter(({ name }) => byKey(name, marker.name) > 0)
      : entries.slice(known + 1);
  const page = rest.slice(0, most);
  return { page, most, truncated: most > 0 && rest.length > page.length, last: page.at(-1) };
};

/** Keys may hold what XML cannot: who lists them may ask for them as a URL would have them. */
export const encodingFor = (asked: string | undefined): ((text: string) => string) => {
  if (asked === undefined) return (text) => text;
  if (asked !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', asked);
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3D', '=');
};

export const prefixesIn = (page: readonly Entry[], encoded: (text: string) => string) =>
  page.flatMap(({ name, version }) => (version === undefined ? [{ Prefix: encoded(name) }] : []));
