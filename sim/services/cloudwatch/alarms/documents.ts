import type { Actions, Standing } from '../alarm.ts';
import { objectText } from '../wording.ts';

/** The longest HistoryData of the service model. */
const LONGEST_DATA = 4095;

/** The fullest of these texts that the history takes; the last one is sure to fit. */
const fitting = (...texts: readonly string[]): string =>
  texts.find((text) => text.length <= LONGEST_DATA) ?? texts.at(-1) ?? '{}';

/** HistoryData of a StateUpdate. Reason data stand there as JSON, not as text; what is too long loses the old ones first. */
export const stateUpdate = (from: Standing, to: Standing): string => {
  const document = (before: Standing, after: Standing) =>
    objectText({ version: '"1.0"', oldState: inHistory(before), newState: inHistory(after) });
  const bare = ({ state, reason, since }: Standing): Standing => ({ state, reason, since });
  return fitting(document(from, to), document(bare(from), to), document(bare(from), bare(to)));
};

const inHistory = ({ state, reason, reasonData, suppressedBy, suppressedReason }: Standing): string =>
  objectText({
    stateValue: JSON.stringify(state),
    stateReason: JSON.stringify(reason),
    stateReasonData: reasonData,
    actionsSuppressedBy: JSON.stringify(suppressedBy),
    actionsSuppressedReason: JSON.stringify(suppressedReason),
  });

/** An alarm's configuration as its history tells it: each member's JSON, by its name. */
export type Configured = Readonly<Record<string, string | undefined>>;

export type Operation = 'create' | 'update' | 'delete';

/** HistoryData of a ConfigurationUpdate. An update (`before`) also gives the old values of what it changed. */
export const configurationUpdate = (operation: Operation, after: Configured, before?: Configured): string => {
  const { type, key } = WORDS[operation];
  const document = (configured: Configured, original?: Configured) =>
    objectText({
      version: '"1.0"',
      type: JSON.stringify(type),
      [key]: objectText(configured),
      originalUpdatedFields: original && objectText(original),
    });
  const brief = { ...after, metrics: undefined };
  return fitting(document(after, before && changedIn(before, after)), document(after), document(brief));
};

const WORDS = {
  create: { type: 'Create', key: 'createdAlarm' },
  update: { type: 'Update', key: 'updatedAlarm' },
  delete: { type: 'Delete', key: 'deletedAlarm' },
} as const;

const changedIn = (before: Configured, after: Configured): Configured =>
  Object.fromEntries(Object.entries(before).filter(([name, text]) => text !== after[name]));

/** `Alarm "name" created`. */
export const configurationSummary = (name: string, operation: Operation): string => `Alarm "${name}" ${operation}d`;

/** `okactions` is CloudWatch's own spelling. */
export const actionsInHistory = ({ enabled, of }: Actions): Configured => ({
  actionsEnabled: JSON.stringify(enabled),
  alarmActions: JSON.stringify(of.ALARM),
  insufficientDataActions: JSON.stringify(of.INSUFFICIENT_DATA),
  okactions: JSON.stringify(of.OK),
});

export type ActionOutcome = {
  readonly state: 'Succeeded' | 'Failed' | 'Suppressed' | 'Muted';
  readonly error?: string;
  /** The SNS message as it was published. */
  readonly message?: string;
  /** Epoch milliseconds. */
  readonly muteWindowEnd?: number;
};

/** HistoryData of an Action. */
export const actionData = (action: string, stateUpdateTimestamp: number, outcome: ActionOutcome): string => {
  const published = outcome.message === undefined ? null : JSON.stringify({ default: outcome.message });
  const document = (publishedMessage: string | null) =>
    JSON.stringify({
      actionState: outcome.state,
      stateUpdateTimestamp,
      notificationResource: action,
      publishedMessage,
      error: outcome.error ?? null,
      muteWindowEndTimestamp: outcome.muteWindowEnd ?? null,
    });
  return fitting(document(published), document(null));
};

export const actionSummary = (action: string, { state }: ActionOutcome): string => {
  if (state === 'Succeeded') return `Successfully executed action ${action}`;
  return state === 'Failed' ? `Failed to execute action ${action}` : `${state} action ${action}`;
};
