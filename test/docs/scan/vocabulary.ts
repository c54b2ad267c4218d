import { KEYS } from '../../../sim/iam/context.ts';
import { OPERATORS } from '../../../sim/iam/operators.ts';
import type { Code } from './modules.ts';
import { comparedWith, namesIn, textsOfType } from './tables.ts';

/** Where a page must have one row for each name that the code knows. */
export type Vocabulary = { readonly page: string; readonly heading: string; readonly names: readonly string[] };

const PATTERNS = 'sim/services/events/pattern.ts';
const CLOUDWATCH = 'sim/services/cloudwatch';

/** The closed lists of the small AWS, read from the tables and types of its code. */
export const vocabularyOf = (code: Code): readonly Vocabulary[] => {
  const alarm = (property: string) => namesIn(code, `${CLOUDWATCH}/alarm-schema.ts`, 'ALARM', property);
  const list = (page: string, heading: string, names: readonly string[]): Vocabulary => ({
    page: `docs/fidelity/${page}.md`,
    heading: `### ${heading}`,
    names,
  });
  return [
    list('wire', 'Faults that a scenario may ask for', textsOfType(code, 'sim/types.ts', 'Fault', 'kind')),
    list('eventbridge', 'Operators of event patterns', namesIn(code, PATTERNS, 'EVENT_BRIDGE', 'operators')),
    list('eventbridge', 'Operators inside of `anything-but`', namesIn(code, PATTERNS, 'NEGATABLE')),
    list('eventbridge', 'Targets', textsOfType(code, 'sim/services/events/target.ts', 'Kind')),
    list('eventbridge', 'Codes of dead letters', textsOfType(code, 'sim/services/events/deliver.ts', 'ErrorCode')),
    list('messages', 'Operators of filter policies', namesIn(code, PATTERNS, 'SNS', 'operators')),
    list('messages', 'Protocols', namesIn(code, 'sim/services/topics/subscribing.ts', 'SUPPORTED')),
    list(
      'messages',
      'Protocols that are refused loudly',
      namesIn(code, 'sim/services/topics/subscribing.ts', 'ELSEWHERE'),
    ),
    list('metrics', 'Statistics', [
      ...namesIn(code, `${CLOUDWATCH}/statistics.ts`, 'SIMPLE'),
      ...textsOfType(code, `${CLOUDWATCH}/statistics.ts`, 'Stat', 'kind').filter((kind) =>
        /^(percentile|trimmed|winsorized)/.test(kind),
      ),
      ...comparedWith(code, `${CLOUDWATCH}/statistics.ts`, 'name'),
    ]),
    list('metrics', 'Operators of metric math', textsOfType(code, `${CLOUDWATCH}/math/parse.ts`, 'Operator')),
    list('metrics', 'Functions of metric math', [
      ...namesIn(code, `${CLOUDWATCH}/math/functions.ts`, 'FUNCTIONS'),
      ...textsOfType(code, `${CLOUDWATCH}/math/aggregate.ts`, 'Aggregate'),
      ...comparedWith(code, `${CLOUDWATCH}/math/compile.ts`, 'name'),
    ]),
    list('metrics', 'Functions that are refused loudly', namesIn(code, `${CLOUDWATCH}/math/functions.ts`, 'NOT_BUILT')),
    list('metrics', 'Dynamic labels', namesIn(code, `${CLOUDWATCH}/metrics/labels.ts`, 'LIVE')),
    list('alarms', 'States', textsOfType(code, `${CLOUDWATCH}/judge.ts`, 'AlarmState')),
    list('alarms', 'Comparisons', alarm('ComparisonOperator')),
    list('alarms', 'Missing data', alarm('TreatMissingData')),
    list('alarms', 'Low samples', alarm('EvaluateLowSampleCountPercentile')),
    list('alarms', 'Actions', namesIn(code, `${CLOUDWATCH}/alarms/actions.ts`, 'DOCUMENTED')),
    list('alarms', 'What suppresses', textsOfType(code, `${CLOUDWATCH}/composite/suppression.ts`, 'Suppressing', 'by')),
    list(
      'sagemaker',
      'Statuses of an endpoint',
      namesIn(code, 'sim/services/sagemaker/endpoint-event.ts', 'EVENT_STATUS'),
    ),
    list('sagemaker', 'Operations by status', namesIn(code, 'sim/services/sagemaker/statuses.ts', 'TAKEN')),
    list('lambda', 'Destinations', namesIn(code, 'sim/lambda/destinations.ts', 'KINDS')),
    list('lambda', 'Conditions of a record', textsOfType(code, 'sim/lambda/record.ts', 'Condition')),
    list('platform', 'Condition operators', Object.keys(OPERATORS)),
    list('platform', 'Condition keys', KEYS),
    list('platform', 'Intrinsic functions', namesIn(code, 'sim/template/intrinsics.ts', 'INTRINSICS')),
    list(
      'platform',
      'Functions of expressions',
      namesIn(code, 'sim/services/tables/expressions/parse.ts', 'FUNCTIONS'),
    ),
  ].map((one) => ({ ...one, names: [...new Set(one.names)] }));
};
