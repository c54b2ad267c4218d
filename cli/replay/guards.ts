import { guardAlarmPrefix } from '../../lambdas/contract.ts';
import type { Deployment, Policy } from '../../lambdas/domain/policy.ts';
import type { World } from '../../sim/world.ts';
import { nameOf, type Wanted } from './wanted.ts';

/** One alarm of the endpoint, as its template has it. */
export type Guard = {
  readonly alarm: string;
  readonly variant: string;
  /** Last part of the alarm's name: `errors-5xx`. */
  readonly id: string;
  /** In the alarm's own unit. */
  readonly threshold: number;
  /** The metrics as GetMetricData takes them. */
  readonly queries: readonly MetricQuery[];
  readonly wanted: readonly Wanted[];
  readonly periodSeconds: number;
  /** N of M of N. */
  readonly periods: number;
};

type Given = ReturnType<World['cloudwatch']['alarm']>['definition']['given'];
type MetricQuery = NonNullable<Given['Metrics']>[number];

/** All guards of an endpoint, in the order of their names. */
export const guardsOf = (
  world: World,
  { name }: Deployment,
  { endpoint, stable, canaries }: Policy,
): readonly Guard[] =>
  world.cloudwatch
    .alarms()
    .filter(({ definition }) => definition.name.startsWith(`${guardAlarmPrefix(name)}${endpoint}/`))
    .map(({ definition }) => {
      const [variant = '', id = ''] = definition.name.split('/').slice(-2);
      const queries = definition.given.Metrics ?? [];
      const wanted = queries.flatMap((query) => wantedBy(query, variant, [stable, ...canaries]));
      return {
        alarm: definition.name,
        variant,
        id,
        threshold: definition.given.Threshold,
        queries,
        wanted,
        periodSeconds: definition.periodSeconds,
        periods: definition.periodsToLookAt,
      };
    })
    .toSorted((one, other) => (one.alarm < other.alarm ? -1 : 1));

/** An alarm may watch the metrics of several variants: each is of the one that it names. */
const wantedBy = (
  { MetricStat: stat }: MetricQuery,
  otherwise: string,
  variants: readonly string[],
): readonly Wanted[] => {
  if (stat === undefined) return [];
  const { Namespace: namespace, MetricName: metric, Dimensions = [] } = stat.Metric;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const named = [otherwise, ...variants].find((one) => Object.values(dimensions).includes(one));
  return [{ variant: named ?? otherwise, namespace, metric, stat: stat.Stat, dimensions }];
};

/** Every metric that some guard watches, each once. */
export const wantedOf = (guards: readonly Guard[]): readonly Wanted[] => [
  ...new Map(guards.flatMap(({ wanted }) => wanted.map((one) => [nameOf(one), one] as const))).values(),
];
