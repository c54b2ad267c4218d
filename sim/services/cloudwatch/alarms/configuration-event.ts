import type { EventToPut } from '../alarm-event.ts';
import type { Operation } from './documents.ts';

type Facts = Readonly<Record<string, unknown>>;

export type Changed = {
  readonly name: string;
  readonly arn: string;
  readonly operation: Operation;
  readonly state: Facts;
  readonly configuration: Facts;
  readonly previousConfiguration?: Facts | undefined;
};

/** `CloudWatch Alarm Configuration Change` of any alarm: the only event that tells threshold, comparison and actions. */
export const configurationChange = ({ name, arn, previousConfiguration, ...changed }: Changed): EventToPut => ({
  'detail-type': 'CloudWatch Alarm Configuration Change',
  source: 'aws.cloudwatch',
  resources: [arn],
  detail: {
    alarmName: name,
    operation: changed.operation,
    state: changed.state,
    configuration: changed.configuration,
    ...(previousConfiguration && { previousConfiguration }),
  },
});
