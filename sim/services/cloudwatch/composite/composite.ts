import type { CompositeAlarm } from '@aws-sdk/client-cloudwatch';
import type { Instant } from '../../../types.ts';
import type { Actions, Portrait, Standing } from '../alarm.ts';
import { offsetTime } from '../wording.ts';
import type { CompositeDefinition } from './composite-definition.ts';
import type { Trigger } from './composite-reason.ts';
import { type Suppressing, suppressedReason } from './suppression.ts';

export type Composite = {
  readonly definition: CompositeDefinition;
  readonly configuredAt: Instant;
  readonly enabled: boolean;
  readonly standing: Standing;
  /** The standing before the last change of it. */
  readonly before: Standing;
  /** The alarms behind the state; none when it was set by hand. */
  readonly triggers: readonly Trigger[];
  readonly suppressing: Suppressing;
  /** Whether the actions of its state are still to be carried out. */
  readonly owes: boolean;
};

export const actionsOf = ({ definition: { given }, enabled }: Composite): Actions => ({
  enabled,
  of: {
    ALARM: given.AlarmActions ?? [],
    OK: given.OKActions ?? [],
    INSUFFICIENT_DATA: given.InsufficientDataActions ?? [],
  },
});

export const portraitOf = (composite: Composite): Portrait => {
  const { definition, configuredAt, triggers } = composite;
  return {
    type: 'CompositeAlarm',
    name: definition.name,
    arn: definition.arn,
    description: definition.given.AlarmDescription,
    configuredAt,
    actions: actionsOf(composite),
    configuration: {
      ...(definition.given.AlarmDescription !== undefined && { description: definition.given.AlarmDescription }),
      ...ruleOf(definition),
    },
    inMessage: {
      AlarmRule: definition.given.AlarmRule,
      TriggeringChildren: triggers.slice(0, MAX_CHILDREN_TOLD).map(({ arn, state, since }) => ({
        Arn: arn,
        State: { Value: state, Timestamp: offsetTime(since) },
      })),
    },
  };
};

/** The email says `Triggering children (max. 10)`. */
const MAX_CHILDREN_TOLD = 10;

/** What makes a composite alarm one, as events tell it. */
export const ruleOf = ({ given }: CompositeDefinition): Readonly<Record<string, unknown>> => ({
  alarmRule: given.AlarmRule,
  ...(given.ActionsSuppressor !== undefined && {
    actionsSuppressor: given.ActionsSuppressor,
    actionsSuppressorWaitPeriod: given.ActionsSuppressorWaitPeriod,
    actionsSuppressorExtensionPeriod: given.ActionsSuppressorExtensionPeriod,
  }),
});

/** The same standing, with its actions suppressed by this, or by nothing. */
export const suppressedAs = (
  { suppressedBy: _by, suppressedReason: _reason, ...standing }: Standing,
  suppressing: Suppressing,
): Standing =>
  suppressing === undefined
    ? standing
    : { ...standing, suppressedBy: suppressing.by, suppressedReason: suppressedReason(suppressing) };

/** What DescribeAlarms says of it. Tags are not part of the reply. */
export const describeComposite = (composite: Composite): CompositeAlarm => {
  const { definition, configuredAt, enabled, standing } = composite;
  const { Tags: _tags, AlarmName: _name, ...given } = definition.given;
  const { state, reason, reasonData, since, transitioned = since, suppressedBy, suppressedReason } = standing;
  return {
    ...given,
    AlarmName: definition.name,
    AlarmArn: definition.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    ActionsEnabled: enabled,
    OKActions: given.OKActions ?? [],
    AlarmActions: given.AlarmActions ?? [],
    InsufficientDataActions: given.InsufficientDataActions ?? [],
    StateValue: state,
    StateReason: reason,
    ...(reasonData !== undefined && { StateReasonData: reasonData }),
    StateUpdatedTimestamp: new Date(since),
    StateTransitionedTimestamp: new Date(transitioned),
    ...(suppressedBy !== undefined && { ActionsSuppressedBy: suppressedBy }),
    ...(suppressedReason !== undefined && { ActionsSuppressedReason: suppressedReason }),
  };
};
