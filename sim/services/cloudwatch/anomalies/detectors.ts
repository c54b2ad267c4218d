import type { Instant, Wires } from '../../../types.ts';
import type { Metric, MetricStore } from '../metric-store.ts';
import type { Expects, MetricQuery } from '../queries.ts';
import type { Stat } from '../statistics.ts';
import { makePast } from './past.ts';

/** A model is of one metric and one statistic, whatever the period. */
export type Subject = { readonly metric: Metric; readonly stat: Stat };

export type Detector = Subject & { readonly id: string; readonly born: Instant };

export type TrainingState = 'PENDING_TRAINING' | 'TRAINED_INSUFFICIENT_DATA' | 'TRAINED';

/** The account's anomaly detectors. */
export type Detectors = {
  /** Nothing happens where there is one already. */
  readonly put: (subject: Subject) => void;
  readonly find: (subject: Subject) => Detector | undefined;
  readonly remove: (detector: Detector) => void;
  readonly all: () => readonly Detector[];
  readonly stateOf: (detector: Detector) => TrainingState;
  /** Nothing before the metric's detector is trained, and nothing where its past is too short. */
  readonly expects: Expects;
};

/** CloudWatch user guide: up to three hours until a new model has a band. */
const TRAINING = 3 * 3_600_000;

export const makeDetectors = ({ clock, seeded }: Pick<Wires, 'clock' | 'seeded'>, store: MetricStore): Detectors => {
  const detectors = new Map<string, Detector>();
  const past = makePast(store, () => clock.now());
  const isPending = ({ born }: Detector): boolean => clock.now() < born + TRAINING;
  const find = (subject: Subject): Detector | undefined => detectors.get(keyOf(subject));
  return {
    put: ({ metric, stat }) => {
      const key = keyOf({ metric, stat });
      if (detectors.has(key)) return;
      detectors.set(key, { metric, stat, id: seeded.id(`cloudwatch/anomaly-detector/${key}`), born: clock.now() });
    },
    find,
    remove: (detector) => void detectors.delete(keyOf(detector)),
    all: () => [...detectors.values()],
    stateOf: (detector) => {
      if (isPending(detector)) return 'PENDING_TRAINING';
      return past(byTheMinute(detector), clock.now()) === undefined ? 'TRAINED_INSUFFICIENT_DATA' : 'TRAINED';
    },
    expects: (query, start) => {
      const detector = find(query);
      return detector === undefined || isPending(detector) ? undefined : past(query, start);
    },
  };
};

const keyOf = ({ metric: { namespace, name, dimensions }, stat }: Subject): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(byName), stat.name]);

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

const byTheMinute = ({ metric, stat }: Subject): MetricQuery => ({
  kind: 'metric',
  id: 'm1',
  label: undefined,
  returnData: true,
  metric,
  stat,
  periodSeconds: 60,
  unit: undefined,
});
