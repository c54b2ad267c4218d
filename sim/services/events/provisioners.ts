import type { Target as TargetInput } from '@aws-sdk/client-eventbridge';
import type { Provisioner, Wires } from '../../types.ts';
import { checkProse, objectOf, objectsOf, oneOf, optionalText, type Properties, textOf } from '../properties.ts';
import { putRule, putTargets } from './changes.ts';
import { findRule, type Rules, ruleArn } from './rule.ts';

/** Rules of a template, put as the API puts them. */
export const ruleProvisioner = (wires: Wires, rules: Rules): Provisioner => ({
  type: 'AWS::Events::Rule',
  properties: ['Description', 'EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Tags', 'Targets'],
  replacing: ['EventBusName', 'Name'],
  identify: (otherwise, properties) => {
    const name = optionalText(properties, 'Name') ?? otherwise;
    return { ref: name, attributes: { Arn: ruleArn(wires.account, name) } };
  },
  create: ({ properties }, { ref: name }) => {
    if (rules.has(name)) throw new Error(`there is a rule ${name} already`);
    put(wires, rules, { name, properties });
  },
  update: ({ properties }, { ref: name }, before) => {
    const { targets } = findRule(rules, name);
    const kept = targetsIn(properties).map(({ Id }) => Id);
    for (const { Id = '' } of targetsIn(before.properties)) if (!kept.includes(Id)) targets.delete(Id);
    put(wires, rules, { name, properties });
  },
  remove: (_, { ref: name }) => void rules.delete(name),
});

type Wanted = { readonly name: string; readonly properties: Properties };

const put = (wires: Wires, rules: Rules, { name, properties }: Wanted): void => {
  checkProse(properties, 'Description', 512);
  if (properties['State'] !== undefined) oneOf(properties, 'State', ['ENABLED', 'DISABLED']);
  const targets = targetsIn(properties);
  putRule(wires, rules, ruleIn(name, properties));
  if (targets.length > 0) putTargets(rules, name, targets);
};

const targetsIn = (properties: Properties): readonly TargetInput[] =>
  objectsOf(properties, 'Targets', TARGET_KEYS).map(targetIn);

const TARGET_KEYS = ['Arn', 'DeadLetterConfig', 'Id', 'Input', 'InputPath', 'InputTransformer', 'RetryPolicy'];

/** CloudFormation passes a pattern on as JSON. */
const ruleIn = (name: string, properties: Properties) => {
  const { EventPattern: pattern } = properties;
  const [bus, schedule, description, state] = ['EventBusName', 'ScheduleExpression', 'Description', 'State'].map(
    (property) => (properties[property] === '' ? undefined : optionalText(properties, property)),
  );
  return {
    Name: name,
    ...(bus === undefined ? {} : { EventBusName: bus }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    ...(description === undefined ? {} : { Description: description }),
    ...(pattern === undefined ? {} : { EventPattern: JSON.stringify(pattern) }),
    State: state === 'DISABLED' ? ('DISABLED' as const) : ('ENABLED' as const),
  };
};

const NESTED: Readonly<Record<string, readonly string[]>> = {
  DeadLetterConfig: ['Arn'],
  InputTransformer: ['InputPathsMap', 'InputTemplate'],
  RetryPolicy: ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts'],
};

/** A template may write numbers as strings. */
const targetIn = (target: Properties): TargetInput => {
  for (const [name, known] of Object.entries(NESTED)) objectOf(target, name, known);
  const { RetryPolicy: retries, ...others } = target;
  const numbers = Object.entries(retries ?? {}).map(([name, value]) => [name, Number(value)]);
  return {
    ...others,
    Id: textOf(target, 'Id'),
    Arn: textOf(target, 'Arn'),
    ...(retries === undefined ? {} : { RetryPolicy: Object.fromEntries(numbers) }),
  };
};
