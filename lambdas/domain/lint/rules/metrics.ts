import type { Said } from '../codes.ts';
import { factsOf, isOther, isSageMakers, namespaceOf } from '../metric-facts.ts';
import type { Watch, WatchedMetric } from '../watch.ts';

/** Whether SageMaker publishes what the alarm watches. Of others' metrics nothing is known. */
export const metrics = (watch: Watch): readonly Said[] => watch.metrics.flatMap(ofMetric).slice(0, 1);

const ofMetric = (metric: WatchedMetric): readonly Said[] => {
  if (!isSageMakers(metric.namespace)) return [];
  const facts = factsOf(metric);
  if (facts === undefined) return isOther(metric.name) ? [] : [unpublished(metric)];
  return [...withoutVariant(metric), ...unitFilter(metric, facts.unit)];
};

const unpublished = ({ namespace, name }: WatchedMetric): Said => {
  const meant = namespaceOf(name);
  return meant === undefined
    ? {
        code: 'metric-unknown',
        what: `it watches ${namespace} ${name}, which SageMaker does not publish`,
        mend: 'Correct the name: Invocation5XXErrors, Invocation4XXErrors, InvocationModelErrors, ModelLatency, …',
      }
    : {
        code: 'metric-elsewhere',
        what: `it watches ${name} in ${namespace}, and SageMaker publishes it in ${meant}`,
        mend: `Use the namespace ${meant}, exactly so.`,
      };
};

const withoutVariant = ({ name, dimensions }: WatchedMetric): readonly Said[] => {
  const lacks = ['EndpointName', 'VariantName'].filter((one) => dimensions[one] === undefined);
  return lacks.length === 0
    ? []
    : [
        {
          code: 'dimensions-missing',
          what: `it watches ${name} without ${lacks.join(' and ')}, and SageMaker publishes it for each variant of an endpoint only`,
          mend: 'Name both dimensions, EndpointName and VariantName.',
        },
      ];
};

const unitFilter = ({ name, unit }: WatchedMetric, published: string): readonly Said[] =>
  unit === undefined || unit === published
    ? []
    : [
        {
          code: 'unit-filter',
          what: `it counts only datapoints of ${name} in ${unit}, and they are in ${published}`,
          mend: "Leave the alarm's unit out.",
        },
      ];
