import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { type Account, Refusal } from '../../../types.ts';
import { checkAction } from '../alarms/actions.ts';
import { type AlarmRule, parseAlarmRule } from './alarm-rule.ts';
import type { Suppressor } from './suppression.ts';

/** A composite alarm as it was put. */
export type CompositeDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly given: PutCompositeAlarmInput;
  readonly rule: AlarmRule;
  /** Of the alarms in its rule, each once. */
  readonly children: readonly string[];
  readonly suppressor: Suppressor | undefined;
};

/** Of the alarms that are there, as far as a new definition has to know them. */
export type Surroundings = {
  readonly account: Account;
  readonly isAlarm: (name: string) => boolean;
  /** The other composite alarms that have this alarm in their rule. */
  readonly parentsOf: (name: string) => readonly string[];
};

const MAX_PARENTS = 150;

/** Refuses what PutCompositeAlarm refuses. */
export const defineComposite = (given: PutCompositeAlarmInput, surroundings: Surroundings): CompositeDefinition => {
  const { account } = surroundings;
  const name = given.AlarmName ?? '';
  if (!/^[\x20-\x7e]+$/.test(name)) throw invalid('AlarmName must contain only ASCII characters');
  refuseActions(given, account);
  const rule = parseAlarmRule(given.AlarmRule ?? '');
  const children = [...new Set(rule.children.map((child) => nameOf(account, child)))];
  refuseUnknown(children, surroundings);
  refuseCrowded(children, name, surroundings);
  return {
    name,
    arn: alarmArn(account, name),
    given,
    rule: { children, evaluate: (stateOf) => rule.evaluate((child) => stateOf(nameOf(account, child))) },
    children,
    suppressor: suppressorOf(given, surroundings),
  };
};

export const alarmArn = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:cloudwatch:${region}:${id}:alarm:${name}`;

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const OF_METRIC_ALARMS = ['automate', 'swf', 'autoscaling'];

const refuseActions = (given: PutCompositeAlarmInput, account: Account): void => {
  const actions = [given.AlarmActions, given.OKActions, given.InsufficientDataActions].flatMap((list) => list ?? []);
  for (const arn of actions) {
    if (OF_METRIC_ALARMS.includes(arn.split(':')[2] ?? '')) {
      throw invalid(`Composite alarms do not support the action ${arn}`);
    }
    checkAction(arn, account);
  }
};

/** An ARN of another account or Region stays what it is, and so is no alarm's name here. */
const nameOf = (account: Account, reference: string): string => {
  const prefix = alarmArn(account, '');
  return reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
};

const refuseUnknown = (children: readonly string[], { isAlarm }: Surroundings): void => {
  const unknown = children.filter((child) => !isAlarm(child));
  if (unknown.length > 0) {
    throw invalid(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    );
  }
};

const refuseCrowded = (children: readonly string[], name: string, { parentsOf }: Surroundings): void => {
  const crowded = children.find((child) => parentsOf(child).filter((parent) => parent !== name).length >= MAX_PARENTS);
  if (crowded !== undefined) {
    throw invalid(`Alarm ${crowded} cannot be in the rules of more than ${MAX_PARENTS} composite alarms`);
  }
};

const suppressorOf = (given: PutCompositeAlarmInput, { account, isAlarm }: Surroundings): Suppressor | undefined => {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = given;
  if (ActionsSuppressor === undefined) {
    if (wait === undefined && extension === undefined) return undefined;
    throw invalid('ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor');
  }
  if (wait === undefined || extension === undefined) {
    throw invalid('ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod');
  }
  if (wait < 0 || extension < 0) {
    throw invalid('ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must not be negative');
  }
  const name = nameOf(account, ActionsSuppressor);
  if (!isAlarm(name)) {
    throw invalid(`Could not save the composite alarm as its actions suppressor [${ActionsSuppressor}] does not exist`);
  }
  return { name, waitMs: wait * 1000, extensionMs: extension * 1000 };
};
