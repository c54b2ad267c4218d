import * as v from 'valibot';
import type { Account, Provisioner, Resource, Wires } from '../../../types.ts';
import { subjectOf } from './check-detector.ts';
import type { Detectors, Subject } from './detectors.ts';

const text = v.exactOptional(v.pipe(v.string(), v.minLength(1)));
const OF_A_METRIC = {
  Namespace: text,
  MetricName: text,
  Dimensions: v.exactOptional(v.array(v.strictObject({ Name: v.string(), Value: v.string() }))),
  Stat: text,
};
const DETECTOR = v.strictObject({
  ...OF_A_METRIC,
  SingleMetricAnomalyDetector: v.exactOptional(v.strictObject({ ...OF_A_METRIC, AccountId: text })),
});

const PROPERTIES: readonly string[] = Object.keys(DETECTOR.entries);

/**
 * `AWS::CloudWatch::AnomalyDetector`. All that it may say here is the metric that it is of: another one is another
 * detector. One that is there already, as an alarm makes it, is taken over.
 */
export const detectorProvisioner = (
  detectors: Detectors,
  { account, seeded }: Pick<Wires, 'account' | 'seeded'>,
): Provisioner => {
  const ids = new Map<string, string>();
  return {
    type: 'AWS::CloudWatch::AnomalyDetector',
    properties: PROPERTIES,
    replacing: PROPERTIES,
    identify: (name) => {
      const ref = ids.get(name) ?? seeded.id(`cloudwatch/stack-detector/${name}`);
      ids.set(name, ref);
      return { ref, attributes: { Id: ref } };
    },
    create: (resource) => detectors.put(subjectIn(resource, account)),
    update: (resource) => {
      if (detectors.find(subjectIn(resource, account)) !== undefined) return;
      throw new Error(`there is no anomaly detector ${resource.logicalId}`);
    },
    remove: (resource) => {
      const detector = detectors.find(subjectIn(resource, account));
      if (detector !== undefined) detectors.remove(detector);
    },
  };
};

const subjectIn = ({ logicalId, properties }: Resource, account: Account): Subject => {
  const parsed = v.safeParse(DETECTOR, properties);
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'properties'}: ${issue.message}`);
    throw new Error(`anomaly detector ${logicalId}: ${problems.join('; ')}`);
  }
  try {
    return subjectOf(parsed.output, account);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`anomaly detector ${logicalId}: ${why}`, { cause });
  }
};
