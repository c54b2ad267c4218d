import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
  Rule as RuleEntry,
} from '@aws-sdk/client-eventbridge';
import { type Api, type Need, Refusal, type Wires } from '../../../types.ts';
import { putRule } from '../changes.ts';
import { BUS, checkBus, findRule, type Rule, type Rules, ruleArn } from '../rule.ts';
import { pageOf } from './pages.ts';

export const ruleOperations = (wires: Wires, rules: Rules): Api['operations'] => {
  const { account } = wires;
  const needing = (action: string, name = ''): readonly Need[] => [
    { action: `events:${action}`, resource: ruleArn(account, name) },
  ];
  const named = ({ Name: name, EventBusName: bus }: DescribeRuleRequest): Rule => {
    checkBus(account, bus);
    return findRule(rules, name);
  };
  const turn = (action: 'EnableRule' | 'DisableRule') => ({
    needs: ({ Name: name }: DisableRuleRequest) => needing(action, name),
    run: (input: DisableRuleRequest) => {
      const rule = named(input);
      rule.definition = { ...rule.definition, enabled: action === 'EnableRule' };
      return {};
    },
  });
  return {
    PutRule: {
      needs: ({ Name: name }: PutRuleRequest) => needing('PutRule', name),
      run: (input: PutRuleRequest): PutRuleResponse => ({ RuleArn: putRule(wires, rules, input).arn }),
    },
    DeleteRule: {
      needs: ({ Name: name }: DeleteRuleRequest) => needing('DeleteRule', name),
      run: ({ Name: name = '', EventBusName: bus }: DeleteRuleRequest) => {
        checkBus(account, bus);
        // To delete what is gone already succeeds.
        if ((rules.get(name)?.targets.size ?? 0) > 0) {
          throw new Refusal('ValidationException', "Rule can't be deleted since it has targets.");
        }
        rules.delete(name);
        return {};
      },
    },
    DescribeRule: {
      needs: ({ Name: name }: DescribeRuleRequest) => needing('DescribeRule', name),
      run: (input: DescribeRuleRequest): DescribeRuleResponse => ({
        ...entryOf(named(input)),
        CreatedBy: account.id,
      }),
    },
    EnableRule: turn('EnableRule'),
    DisableRule: turn('DisableRule'),
    ListRules: {
      needs: () => needing('ListRules', '*'),
      run: (input: ListRulesRequest): ListRulesResponse => {
        checkBus(account, input.EventBusName);
        const wanted = byName(rules).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
        const { items, rest } = pageOf(wanted, input);
        return { Rules: items.map(entryOf), ...rest };
      },
    },
  };
};

/** Lists go by name. */
export const byName = (rules: Rules): readonly Rule[] =>
  [...rules.values()].sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));

const entryOf = ({ name, arn, definition }: Rule): RuleEntry => ({
  Name: name,
  Arn: arn,
  State: definition.enabled ? 'ENABLED' : 'DISABLED',
  EventBusName: BUS,
  ...(definition.description === undefined ? {} : { Description: definition.description }),
  ...(definition.roleArn === undefined ? {} : { RoleArn: definition.roleArn }),
  ...(definition.patternText === undefined ? {} : { EventPattern: definition.patternText }),
  ...(definition.scheduleExpression === undefined ? {} : { ScheduleExpression: definition.scheduleExpression }),
});
