import type { Provisioner, Wires } from '../../types.ts';
import {
  checkProse,
  checkWhole,
  objectOf,
  objectsOf,
  oneOf,
  optionalText,
  type Properties,
  queueArnOf,
  textOf,
} from '../properties.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { rateMs } from './schedule.ts';

export type Rule = {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly pattern?: Pattern;
  readonly everyMs?: number;
  readonly targets: readonly Target[];
};

export type Target = {
  readonly arn: string;
  readonly deadLetterArn?: string;
  /** Replaces the event, where the rule gives a constant input. */
  readonly input?: unknown;
};

export const ruleProvisioner = (wires: Wires, add: (rule: Rule) => void): Provisioner => ({
  type: 'AWS::Events::Rule',
  properties: ['Description', 'EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Tags', 'Targets'],
  identify: (logicalId, properties) => {
    const name = optionalText(properties, 'Name') ?? logicalId;
    const { partition, region, id } = wires.account;
    return { ref: name, attributes: { Arn: `arn:${partition}:events:${region}:${id}:rule/${name}` } };
  },
  create: ({ properties }, { ref, attributes }) =>
    add({ name: ref, arn: attributes['Arn'] ?? '', ...readRule(properties) }),
});

const readRule = (properties: Properties): Omit<Rule, 'name' | 'arn'> => {
  const bus = optionalText(properties, 'EventBusName') ?? 'default';
  if (bus !== 'default') throw new Error(`EventBusName ${bus} is not supported: services send to the default bus`);
  checkProse(properties, 'Description', 512);
  const schedule = optionalText(properties, 'ScheduleExpression');
  const { EventPattern: pattern } = properties;
  if (schedule === undefined && pattern === undefined) throw new Error('it needs EventPattern or ScheduleExpression');
  return {
    enabled: properties['State'] === undefined || oneOf(properties, 'State', ['ENABLED', 'DISABLED']) === 'ENABLED',
    targets: readTargets(properties),
    ...(pattern === undefined ? {} : { pattern: compilePattern(pattern) }),
    ...(schedule === undefined ? {} : { everyMs: rateMs(schedule) }),
  };
};

const TARGET_KEYS = ['Arn', 'DeadLetterConfig', 'Id', 'Input', 'RetryPolicy'];

const MOST_TARGETS = 5;

const readTargets = (properties: Properties): readonly Target[] => {
  const targets = objectsOf(properties, 'Targets', TARGET_KEYS);
  if (targets.length > MOST_TARGETS) throw new Error(`Targets are ${targets.length}, more than ${MOST_TARGETS}`);
  const ids = targets.map((target) => textOf(target, 'Id'));
  const odd = ids.find((id, index) => !/^[\w.-]{1,64}$/.test(id) || ids.indexOf(id) !== index);
  if (odd !== undefined) throw new Error(`Targets: the Id ${odd} is no id, or stands there twice`);
  return targets.map(readTarget);
};

const readTarget = (target: Properties): Target => {
  const arn = textOf(target, 'Arn');
  if (!arn.includes(':lambda:')) throw new Error(`target ${arn} is not supported: only functions are`);
  checkRetries(objectOf(target, 'RetryPolicy', ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts']) ?? {});
  const deadLetters = objectOf(target, 'DeadLetterConfig', ['Arn']);
  const input = optionalText(target, 'Input');
  return {
    arn,
    ...(deadLetters === undefined ? {} : { deadLetterArn: queueArnOf(deadLetters, 'Arn') }),
    ...(input === undefined ? {} : { input: JSON.parse(input) }),
  };
};

/** The limits of PutTargets. Nothing here is retried: a missing permission or function is not, in AWS either. */
const checkRetries = (policy: Properties): void => {
  checkWhole(policy, 'MaximumEventAgeInSeconds', [60, 86_400]);
  checkWhole(policy, 'MaximumRetryAttempts', [0, 185]);
};
