import { COSTS } from '../../../costs.ts';
import type { EventToPut } from '../alarm-event.ts';
import { configurationChange } from '../alarms/configuration-event.ts';
import {
  actionsInHistory,
  type Configured,
  configurationSummary,
  configurationUpdate,
  type Operation,
} from '../alarms/documents.ts';
import { offsetTime } from '../wording.ts';
import type { Book } from './book.ts';
import { actionsOf, type Composite, ruleOf } from './composite.ts';

export type Configuration = {
  readonly operation: Operation;
  readonly composite: Composite;
  readonly before?: Composite;
  /** Whether EventBridge hears of it: what a template holds was there before the world began to run. */
  readonly told: boolean;
};

/** Writes a change of the configuration into the history, and tells EventBridge. */
export const tellConfiguration = ({ wires, history }: Book, { operation, composite, before, told }: Configuration) => {
  const { name } = composite.definition;
  history.add({
    type: 'CompositeAlarm',
    name,
    at: wires.clock.now(),
    kind: 'ConfigurationUpdate',
    summary: configurationSummary(name, operation),
    data: configurationUpdate(operation, inHistory(composite), before && inHistory(before)),
  });
  if (!told) return;
  const event = configurationEvent(operation, composite, before);
  wires.clock.after(COSTS.alarmToEvents, `event of alarm ${name}`, () => wires.events.put(event));
};

/** Its state has no reason. */
const configurationEvent = (operation: Operation, composite: Composite, before?: Composite): EventToPut => {
  const { definition, standing } = composite;
  const { state: value, since, suppressedBy: actionsSuppressedBy } = standing;
  return configurationChange({
    name: definition.name,
    arn: definition.arn,
    operation,
    state: { ...(actionsSuppressedBy !== undefined && { actionsSuppressedBy }), value, timestamp: offsetTime(since) },
    configuration: inEvent(composite),
    previousConfiguration: before && inEvent(before),
  });
};

const inEvent = (composite: Composite): Readonly<Record<string, unknown>> => {
  const { definition, configuredAt } = composite;
  const { AlarmDescription: description } = definition.given;
  const { enabled, of } = actionsOf(composite);
  return {
    ...ruleOf(definition),
    alarmName: definition.name,
    ...(description !== undefined && { description }),
    actionsEnabled: enabled,
    timestamp: offsetTime(configuredAt),
    okActions: of.OK,
    alarmActions: of.ALARM,
    insufficientDataActions: of.INSUFFICIENT_DATA,
  };
};

const inHistory = (composite: Composite): Configured => {
  const { definition, configuredAt, standing } = composite;
  const texts = Object.entries({
    alarmName: definition.name,
    alarmDescription: definition.given.AlarmDescription,
    alarmArn: definition.arn,
    alarmConfigurationUpdatedTimestamp: offsetTime(configuredAt),
    ...ruleOf(definition),
    stateValue: standing.state,
    stateUpdatedTimestamp: offsetTime(standing.since),
  });
  return {
    ...Object.fromEntries(texts.map(([name, value]) => [name, JSON.stringify(value)])),
    ...actionsInHistory(actionsOf(composite)),
  };
};
