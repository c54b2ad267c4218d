import type { Bounds } from './bounds.ts';
import type { Entry, VariantMinute } from './entry.ts';
import { type Facts, numberOf, textOf } from './facts.ts';
import { type Memory, stableFirst } from './memory.ts';

type Pending = { readonly at: number; readonly endpoint: string; readonly variants: VariantMinute[] };

/** Gathers an endpoint's variants, which the journal tells one by one, into one line a minute. */
export type Minutes = {
  /** Entries that are complete now: the minute before this line's, and this one's once all its variants are there. */
  readonly add: (facts: Facts, at: number) => readonly Entry[];
  /** Whatever waits for further variants, as it is. */
  readonly flush: () => readonly Entry[];
};

export const makeMinutes = (memory: Memory): Minutes => {
  let pending: Pending | undefined;
  const flush = (): readonly Entry[] => {
    const complete = pending;
    pending = undefined;
    return complete ? [minuteEntry(memory, complete)] : [];
  };
  return {
    flush,
    add: (facts, at) => {
      const endpoint = textOf(facts, 'endpoint');
      if (!isShown(memory, endpoint)) return flush();
      const before = pending?.endpoint === endpoint && pending.at === at ? [] : flush();
      pending ??= { at, endpoint, variants: [] };
      pending.variants.push(toVariant(facts));
      const all = Object.keys(memory.weights.get(endpoint) ?? {}).length;
      return pending.variants.length === all ? [...before, ...flush()] : before;
    },
  };
};

/** A row has no room for a name: where the opening names an endpoint, it is of that one. */
const isShown = ({ subject, cast }: Memory, endpoint: string): boolean =>
  subject === undefined ? cast.has(endpoint) : endpoint === subject;

const minuteEntry = (memory: Memory, { endpoint, variants }: Pending): Entry => {
  const stable = variants.find(({ name }) => name === memory.stable);
  const usual = memory.usual.get(endpoint) ?? usualOf(stable);
  memory.usual.set(endpoint, usual);
  const ordered = stableFirst(memory, variants, ({ name }) => name);
  return { kind: 'minute', minute: { endpoint, variants: ordered, bounds: memory.bounds.get(endpoint) ?? {}, usual } };
};

const usualOf = (stable: VariantMinute | undefined): Bounds => ({
  ...(stable === undefined ? {} : { errors: stable.errors }),
  ...(stable?.p99Ms === undefined ? {} : { p99Ms: stable.p99Ms }),
});

const toVariant = (facts: Facts): VariantMinute => {
  const requests = numberOf(facts, 'requests') ?? 0;
  return {
    name: textOf(facts, 'variant'),
    share: numberOf(facts, 'share') ?? 0,
    requests,
    errors: requests === 0 ? 0 : (numberOf(facts, 'errors5xx') ?? 0) / requests,
    p99Ms: numberOf(facts, 'p99Ms'),
  };
};
