import * as v from 'valibot';
import { NOT_FROZEN } from '../contract.ts';
import type { Frozen, Switch } from '../domain/freeze.ts';

const VERSION = 1;

/** Only as it is written here: of `12` or `1/2/2026`, JavaScript makes some day that may be over, and nothing would be frozen. */
const Instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => Date.parse(text)),
  v.number(),
);

const Entries = v.object({
  version: v.literal(VERSION),
  frozen: v.array(
    v.object({
      endpoint: v.string(),
      by: v.exactOptional(v.string()),
      reason: v.exactOptional(v.string()),
      until: v.exactOptional(Instant),
    }),
  ),
});

/** The parameter's value: `off`, `all` or names as a person types them, or the JSON that the command line writes. */
export const readSwitch = (value: string): Switch => {
  if (!value.trimStart().startsWith('{')) return { kind: 'words', words: value.split(',').map((word) => word.trim()) };
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Entries), value);
  return parsed.success ? { kind: 'entries', entries: parsed.output.frozen } : { kind: 'malformed' };
};

export const writeSwitch = (frozen: readonly Frozen[]): string => {
  if (frozen.length === 0) return NOT_FROZEN;
  const entries = frozen.map(({ until, ...rest }) => ({
    ...rest,
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  }));
  // Systems Manager takes a value with `{{` for a reference to another parameter; a reason may hold anything.
  return JSON.stringify({ version: VERSION, frozen: entries }).replaceAll('{{', String.raw`{\u007b`);
};
