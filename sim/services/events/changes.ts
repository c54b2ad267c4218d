import type { PutRuleRequest, Target as TargetInput } from '@aws-sdk/client-eventbridge';
import { Refusal, type Wires } from '../../types.ts';
import { definitionOf } from './definition.ts';
import { checkBus, findRule, type Rule, type Rules, ruleArn } from './rule.ts';
import { type Target, targetOf } from './target.ts';
import { startSchedule } from './timetable.ts';

/** Quotas of an account that never asked for more. */
const MOST_RULES = 300;
const MOST_TARGETS = 5;

/** Creates a rule, or replaces all that was said of it but its targets. */
export const putRule = (wires: Wires, rules: Rules, input: PutRuleRequest): Rule => {
  const { Name: name = '', EventBusName: bus } = input;
  checkName(name, 'name');
  checkBus(wires.account, bus);
  const definition = definitionOf(input);
  const known = rules.get(name);
  if (known === undefined && rules.size >= MOST_RULES) throw tooMany();
  const rule: Rule = known ?? { name, arn: ruleArn(wires.account, name), definition, targets: new Map() };
  rule.definition = definition;
  rules.set(name, rule);
  startSchedule(wires, rules, rule);
  return rule;
};

/** Adds targets to a rule, or replaces those that have the same id. */
export const putTargets = (rules: Rules, ruleName: string | undefined, inputs: readonly TargetInput[]): void => {
  const rule = findRule(rules, ruleName);
  inputs.forEach(({ Id: id = '' }, index) => {
    checkName(id, `targets.${index + 1}.member.id`);
    if (inputs.findIndex(({ Id: other }) => other === id) === index) return;
    throw new Refusal('ValidationException', `Duplicate target id ${id} in the request.`);
  });
  const targets = inputs.map((input): readonly [string, Target] => [input.Id ?? '', targetOf(input)]);
  if (new Set([...rule.targets.keys(), ...targets.map(([id]) => id)]).size > MOST_TARGETS) throw tooMany();
  for (const [id, target] of targets) rule.targets.set(id, target);
};

/** The pattern of the service's model, which the names of rules and the ids of targets share. */
const checkName = (name: string, where: string): void => {
  if (/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) return;
  const constraint =
    name.length > 64
      ? 'Member must have length less than or equal to 64'
      : 'Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+';
  const why = `Value '${name}' at '${where}' failed to satisfy constraint: ${constraint}`;
  throw new Refusal('ValidationException', `1 validation error detected: ${why}`);
};

const tooMany = (): Refusal =>
  new Refusal('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
