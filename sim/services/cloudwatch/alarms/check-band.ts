import { Refusal } from '../../../types.ts';
import type { AlarmProperties, MetricQueryProperties } from '../alarm-schema.ts';
import { isOfBand } from '../bar.ts';
import type { Query } from '../queries.ts';

/** A threshold, or a band in its place: each has comparisons of its own. */
export const checkBar = (given: AlarmProperties): void => {
  const { ComparisonOperator: comparison, Threshold, ThresholdMetricId } = given;
  if (ThresholdMetricId === undefined) {
    if (isOfBand(comparison)) throw invalid('ComparisonOperators for ranges require ThresholdMetricId to be set');
    if (Number.isFinite(Threshold)) return;
    throw invalid('PutMetricAlarm request should have valid Threshold parameter');
  }
  if (!isOfBand(comparison)) throw invalid('ThresholdMetricId requires a ComparisonOperator for ranges');
  if (Threshold !== undefined) throw invalid('Threshold should not be set if ThresholdMetricId is set');
  const actions = [given.AlarmActions, given.OKActions, given.InsufficientDataActions].flatMap((list) => list ?? []);
  if (actions.some((arn) => arn.split(':')[2] === 'autoscaling')) {
    throw invalid('autoscaling actions not supported when ThresholdMetricId is set');
  }
  if (given.Metrics === undefined) throw invalid(NO_SUCH_BAND);
};

const NO_SUCH_BAND = 'Metrics list must contain exactly one metric matching the ThresholdMetricId parameter';

/** An alarm on a band returns the metric and its band, any other one the result that it watches. */
export const checkReturned = (metrics: readonly MetricQueryProperties[], band: string | undefined): void => {
  const returned = metrics.filter(({ ReturnData }) => ReturnData !== false);
  if (band === undefined) {
    if (returned.length !== 1) throw invalid('Exactly one element of the metrics list should return data.');
    return;
  }
  if (returned.filter(({ Id }) => Id === band).length !== 1) throw invalid(NO_SUCH_BAND);
  if (returned.length !== 2) throw invalid('Exactly two elements of the metrics list should return data.');
};

/** What is called a band has to be one, and that of what is watched. */
export const checkBand = (queries: readonly Query[], id: string, watched: Query): void => {
  const query = queries.find((one) => one.id === id);
  if (query?.kind !== 'expression' || query.band === undefined) {
    throw invalid('ThresholdMetricId must match the Id of an ANOMALY_DETECTION_BAND function');
  }
  if (query.band !== watched.id) {
    throw new Error(`the small AWS holds a metric against its own band only, not "${watched.id}" against "${id}"`);
  }
  if (watched.kind === 'metric' && watched.periodSeconds < 60) {
    throw invalid('Period must be 60 or more if ThresholdMetricId is set');
  }
};

const invalid = (text: string): Refusal => new Refusal('ValidationError', text);
