import type { DeleteAnomalyDetectorInput, Dimension, PutAnomalyDetectorInput } from '@aws-sdk/client-cloudwatch';
import { type Account, Refusal } from '../../../types.ts';
import { parseStat } from '../statistics.ts';
import type { Subject } from './detectors.ts';

/** Which model is meant: both forms of PutAnomalyDetector and DeleteAnomalyDetector, the flat one deprecated. */
export type Described = Pick<
  PutAnomalyDetectorInput & DeleteAnomalyDetectorInput,
  'Namespace' | 'MetricName' | 'Dimensions' | 'Stat' | 'SingleMetricAnomalyDetector' | 'MetricMathAnomalyDetector'
>;

/** Refuses what CloudWatch refuses; throws an Error for what this small AWS could only pretend to do. */
export const subjectOf = (described: Described, account: Account): Subject => {
  checkForm(described);
  const { SingleMetricAnomalyDetector: single, MetricMathAnomalyDetector: math } = described;
  if (math !== undefined) throw new Error('the small AWS has anomaly detectors of single metrics only, not of math');
  if (single?.AccountId !== undefined && single.AccountId !== account.id) {
    throw new Error('the small AWS has one account only, and no AccountId of anomaly detectors');
  }
  const prefix = single === undefined ? '' : 'SingleMetricAnomalyDetector.';
  const { Namespace, MetricName, Dimensions = [], Stat } = single ?? described;
  return {
    metric: {
      namespace: Namespace ?? lacking(`${prefix}Namespace`),
      name: MetricName ?? lacking(`${prefix}MetricName`),
      dimensions: dimensionsOf(Dimensions),
    },
    stat: statOf(Stat ?? lacking(`${prefix}Stat`)),
  };
};

/** What would change how a model is trained, which the small AWS does in one way only. */
export const refuseTraining = ({ Configuration, MetricCharacteristics }: PutAnomalyDetectorInput): void => {
  const { ExcludedTimeRanges: ranges = [], MetricTimezone: zone } = Configuration ?? {};
  if (ranges.length > 0) throw new Error('PutAnomalyDetector: the small AWS does not know ExcludedTimeRanges');
  if (zone !== undefined) throw new Error('PutAnomalyDetector: the small AWS does not know MetricTimezone');
  if (MetricCharacteristics?.PeriodicSpikes !== undefined) {
    throw new Error('PutAnomalyDetector: the small AWS does not know PeriodicSpikes');
  }
};

/** The members that say which model is meant, by what CloudWatch calls them. */
const FORMS = {
  'single metric attributes': ['Namespace', 'MetricName', 'Dimensions', 'Stat'],
  SingleMetricAnomalyDetector: ['SingleMetricAnomalyDetector'],
  MetricMathAnomalyDetector: ['MetricMathAnomalyDetector'],
} as const;

const checkForm = (described: Described): void => {
  const found = Object.entries(FORMS).flatMap(([name, members]) =>
    members.some((key) => described[key] !== undefined) ? [name] : [],
  );
  if (found.length > 1) {
    throw new Refusal(
      'InvalidParameterCombinationException',
      `Either single metric attributes, SingleMetricAnomalyDetector or MetricMathAnomalyDetector can be set, found ${found.join(', ')}`,
    );
  }
  if (found.length === 0) {
    throw new Refusal(
      'MissingRequiredParameterException',
      'Either single metric attributes, SingleMetricAnomalyDetector or MetricMathAnomalyDetector must be set',
    );
  }
};

const lacking = (name: string): never => {
  throw new Refusal('MissingRequiredParameterException', `The parameter ${name} is required.`);
};

export const dimensionsOf = (given: readonly Dimension[]): Readonly<Record<string, string>> =>
  Object.fromEntries(given.map(({ Name = '', Value = '' }) => [Name, Value]));

/** The service's model lets more through than there is, in forms that nobody documents. */
const statOf = (text: string): Subject['stat'] => {
  const stat = parseStat(text);
  if (stat === undefined) throw new Error(`the small AWS has no anomaly detectors by the statistic ${text}`);
  return stat;
};
