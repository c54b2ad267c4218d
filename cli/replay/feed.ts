import type { World } from '../../sim/world.ts';
import type { Column } from './columns.ts';
import { MINUTE } from './read/grain.ts';

/** One metric with its statistics of each minute, ready to be put. */
type Track = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly variant: string;
  readonly columns: readonly Column[];
};

export type Feed = {
  readonly columns: readonly Column[];
  /** Start of the first minute that is fed, and end of the last one, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Asked before a variant's minute is put: a variant that has no traffic any more has no metrics. */
  readonly serves?: (variant: string) => boolean;
  /** Told after each minute, at its end. */
  readonly onMinute?: (end: number) => void;
};

/** Lets each minute of a recording become visible in the world at its end, as if it were measured then. */
export const feed = ({ wires }: World, what: Feed): void => {
  const tracks = tracksOf(what.columns);
  const cursors = new Map(what.columns.map(({ series }) => [series, 0]));
  const put = (start: number): void => {
    for (const track of tracks) {
      const recorded = recordedAt(track, start, cursors);
      if (recorded === undefined || what.serves?.(track.variant) === false) continue;
      const { namespace, name, dimensions } = track;
      wires.metrics.put({ namespace, name, dimensions, at: start, values: [], recorded });
    }
  };
  const next = (start: number): void => {
    if (start >= what.to) return;
    const end = start + MINUTE;
    wires.clock.at(end, 'a minute of the recording', () => {
      put(start);
      what.onMinute?.(end);
      next(end);
    });
  };
  next(what.from);
};

const tracksOf = (columns: readonly Column[]): readonly Track[] => {
  const keyOf = ({ wanted }: Column): string => `${wanted.namespace} ${wanted.metric} ${wanted.variant}`;
  return [...Map.groupBy(columns, keyOf).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { namespace, metric: name, dimensions, variant } = first.wanted;
    return [{ namespace, name, dimensions, variant, columns: group }];
  });
};

/** Both go forward in time only, so that nothing is searched for. */
const recordedAt = (
  { columns }: Track,
  start: number,
  cursors: Map<Column['series'], number>,
): Record<string, number> | undefined => {
  let recorded: Record<string, number> | undefined;
  for (const { series, wanted, factor } of columns) {
    let cursor = cursors.get(series) ?? 0;
    while ((series.times[cursor] ?? Number.POSITIVE_INFINITY) < start) cursor += 1;
    cursors.set(series, cursor);
    if (series.times[cursor] !== start) continue;
    recorded ??= {};
    recorded[wanted.stat] = (series.values[cursor] ?? Number.NaN) * factor;
  }
  return recorded;
};
