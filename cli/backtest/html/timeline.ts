import type { Instant } from '../../../lambdas/domain/model.ts';
import type { AlarmRun } from '../alarm-run.ts';
import type { Told } from '../report.ts';
import { watchName } from '../watch.ts';
import { inUnit } from '../words.ts';
import { line, linear, logarithmic, path, type Scale, svg, text } from './svg.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 120, 70, 12, 8, 20];
const DAY = 86_400_000;

/** The worst of each stretch, on a scale of tenfold steps: what is far above the threshold must not hide what is near it. */
export const timelinePlot = (run: AlarmRun, all: Told): string => {
  const { watch, timeline } = run;
  const { from, until } = all.played;
  const x = linear([from, until], [LEFT, WIDTH - RIGHT]);
  const y = scaleOf(run);
  const curve = timeline.worst.map((figure, place) =>
    figure === undefined ? undefined : ([x(timeline.from + (place + 0.5) * timeline.widthMs), y(figure)] as const),
  );
  return svg([WIDTH, HEIGHT], `${watchName(watch)} over time`, [
    ...incidentBands(all, x),
    ...days(from, until, x),
    `<path class="curve" d="${path(curve)}"/>`,
    line([LEFT, y(watch.threshold)], [WIDTH - RIGHT, y(watch.threshold)], 'threshold'),
    text([LEFT - 6, y(watch.threshold) + 4], inUnit(watch.unit, watch.threshold), 'text-anchor="end"'),
    ...marks(run, all, x),
  ]);
};

/** Where the threshold is no positive figure there are no tenfold steps up to it. */
const scaleOf = ({ watch, timeline, worst }: AlarmRun): Scale => {
  const { threshold } = watch;
  const ends = [HEIGHT - BOTTOM, TOP] as const;
  const figures = timeline.worst.filter((one) => one !== undefined);
  if (threshold <= 0) return linear([Math.min(threshold, ...figures), Math.max(threshold, ...figures)], ends);
  const low = Math.min(threshold, watch.worse === 'below' ? (worst ?? threshold) : threshold) / 50;
  const high = Math.max(threshold * 3, ...figures);
  return logarithmic([Math.max(low, high * 1e-6), high], ends);
};

const incidentBands = ({ asked: { incidents = [] }, played }: Told, x: Scale): readonly string[] =>
  incidents
    .filter(({ from, until }) => until > played.from && from < played.until)
    .map(({ from, until }) => {
      const [left, right] = [x(Math.max(from, played.from)), x(Math.min(until, played.until))];
      return `<rect class="incident" x="${left.toFixed(1)}" y="${TOP}" width="${(right - left).toFixed(1)}" height="${HEIGHT - BOTTOM - TOP}"/>`;
    });

const MOST_LABELS = 10;

const days = (from: Instant, until: Instant, x: Scale): readonly string[] => {
  const count = Math.ceil((until - from) / DAY);
  const every = Math.max(1, Math.ceil(count / MOST_LABELS));
  const first = Math.ceil(from / DAY) * DAY;
  return Array.from({ length: Math.max(0, Math.ceil((until - first) / (every * DAY))) }, (_, place) => {
    const at = first + place * every * DAY;
    const day = new Date(at).toISOString().slice(5, 10);
    return (
      line([x(at), TOP], [x(at), HEIGHT - BOTTOM], 'grid') + text([x(at), HEIGHT - 6], day, 'text-anchor="middle"')
    );
  });
};

/** Where this guard went off, by what came of it. */
const marks = ({ watch }: AlarmRun, { played: { episodes } }: Told, x: Scale): readonly string[] =>
  episodes.told.flatMap((episode) =>
    episode.guards
      .filter(({ variant, id }) => variant === watch.variant && id === watch.id)
      .map(({ at }) => {
        const kind = episode.rolledBackAt === undefined ? 'held' : 'rolled-back';
        return line([x(at), TOP], [x(at), HEIGHT - BOTTOM], kind);
      }),
  );
