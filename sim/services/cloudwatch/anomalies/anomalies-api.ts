import { isDeepStrictEqual } from 'node:util';
import type {
  AnomalyDetector,
  DeleteAnomalyDetectorInput,
  DescribeAnomalyDetectorsInput,
  DescribeAnomalyDetectorsOutput,
  PutAnomalyDetectorInput,
} from '@aws-sdk/client-cloudwatch';
import { type Account, type Need, type Operation, Refusal } from '../../../types.ts';
import { offsetOf, tokenOf } from '../alarms/page.ts';
import { dimensionsOf, refuseTraining, subjectOf } from './check-detector.ts';
import type { Detector, Detectors } from './detectors.ts';

const MOST_RESULTS = 100;

/** PutAnomalyDetector, DescribeAnomalyDetectors and DeleteAnomalyDetector. No right to them is for single detectors. */
export const anomaliesApi = (detectors: Detectors, account: Account): Readonly<Record<string, Operation>> => {
  const onAll = (action: string) => (): readonly Need[] => [{ action: `cloudwatch:${action}`, resource: '*' }];
  return {
    PutAnomalyDetector: {
      needs: onAll('PutAnomalyDetector'),
      run: (input: PutAnomalyDetectorInput) => {
        refuseTraining(input);
        detectors.put(subjectOf(input, account));
        return {};
      },
    },
    DescribeAnomalyDetectors: {
      needs: onAll('DescribeAnomalyDetectors'),
      run: (input: DescribeAnomalyDetectorsInput) => describe(input, detectors, account),
    },
    DeleteAnomalyDetector: {
      needs: onAll('DeleteAnomalyDetector'),
      run: (input: DeleteAnomalyDetectorInput) => {
        detectors.remove(meantBy(input, detectors, account));
        return {};
      },
    },
  };
};

const meantBy = (input: DeleteAnomalyDetectorInput, detectors: Detectors, account: Account): Detector => {
  const { AnomalyDetectorId: id, ...described } = input;
  const found =
    id === undefined
      ? detectors.find(subjectOf(described, account))
      : detectors.all().find((detector) => detector.id === id);
  if (found !== undefined) return found;
  throw new Refusal('ResourceNotFoundException', 'The anomaly detector does not exist', 404, {
    ResourceType: 'AnomalyDetector',
    ResourceId: id ?? '',
  });
};

const describe = (
  input: DescribeAnomalyDetectorsInput,
  detectors: Detectors,
  account: Account,
): DescribeAnomalyDetectorsOutput => {
  const { MaxResults = MOST_RESULTS } = input;
  check(input, MaxResults);
  const asked = detectors.all().filter((detector) => matches(detector, input));
  const from = offsetOf('anomaly-detectors', input.NextToken);
  const to = from + MaxResults;
  return {
    AnomalyDetectors: asked.slice(from, to).map((detector) => described(detector, detectors, account)),
    ...(to < asked.length && { NextToken: tokenOf('anomaly-detectors', to) }),
  };
};

const FILTERS = ['Namespace', 'MetricName', 'Dimensions', 'AnomalyDetectorTypes'] as const;

const check = (input: DescribeAnomalyDetectorsInput, most: number): void => {
  if (most > MOST_RESULTS) {
    throw new Refusal(
      'InvalidParameterValueException',
      `The parameter MaxResults must be between 1 and ${MOST_RESULTS}.`,
    );
  }
  const filter = FILTERS.find((key) => input[key] !== undefined);
  if (input.AnomalyDetectorIds !== undefined && filter !== undefined) {
    throw new Refusal('InvalidParameterCombinationException', `AnomalyDetectorIds cannot be specified with ${filter}`);
  }
};

/** Without types it is single metrics that are listed: there are no others here. */
const matches = ({ id, metric }: Detector, input: DescribeAnomalyDetectorsInput): boolean => {
  const { AnomalyDetectorIds: ids, AnomalyDetectorTypes: types = [], Namespace, MetricName, Dimensions } = input;
  if (ids !== undefined) return ids.includes(id);
  if (types.length > 0 && !types.includes('SINGLE_METRIC')) return false;
  if (Namespace !== undefined && Namespace !== metric.namespace) return false;
  if (MetricName !== undefined && MetricName !== metric.name) return false;
  return Dimensions === undefined || isDeepStrictEqual(dimensionsOf(Dimensions), metric.dimensions);
};

/** A detector is told twice, as it was before there were others than of single metrics. */
const described = (detector: Detector, detectors: Detectors, account: Account): AnomalyDetector => {
  const { id, metric, stat } = detector;
  const subject = {
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Stat: stat.name,
  };
  return {
    AnomalyDetectorId: id,
    ...subject,
    Configuration: { ExcludedTimeRanges: [] },
    StateValue: detectors.stateOf(detector),
    SingleMetricAnomalyDetector: { AccountId: account.id, ...subject },
  };
};
