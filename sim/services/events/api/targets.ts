import type {
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
} from '@aws-sdk/client-eventbridge';
import type { Api, Need, Wires } from '../../../types.ts';
import { putTargets } from '../changes.ts';
import { checkBus, findRule, type Rules, ruleArn } from '../rule.ts';
import { pageOf } from './pages.ts';
import { byName } from './rules.ts';

export const targetOperations = ({ account }: Wires, rules: Rules): Api['operations'] => {
  const needing = (action: string, rule = ''): readonly Need[] => [
    { action: `events:${action}`, resource: ruleArn(account, rule) },
  ];
  return {
    PutTargets: {
      needs: ({ Rule: rule }: PutTargetsRequest) => needing('PutTargets', rule),
      run: ({ Rule: rule, EventBusName: bus, Targets: targets = [] }: PutTargetsRequest): PutTargetsResponse => {
        checkBus(account, bus);
        putTargets(rules, rule, targets);
        return ALL_WELL;
      },
    },
    RemoveTargets: {
      needs: ({ Rule: rule }: RemoveTargetsRequest) => needing('RemoveTargets', rule),
      run: ({ Rule: name, EventBusName: bus, Ids: ids = [] }: RemoveTargetsRequest): RemoveTargetsResponse => {
        checkBus(account, bus);
        const { targets } = findRule(rules, name);
        for (const id of ids) targets.delete(id);
        return ALL_WELL;
      },
    },
    ListTargetsByRule: {
      needs: ({ Rule: rule }: ListTargetsByRuleRequest) => needing('ListTargetsByRule', rule),
      run: (input: ListTargetsByRuleRequest): ListTargetsByRuleResponse => {
        checkBus(account, input.EventBusName);
        const { items, rest } = pageOf([...findRule(rules, input.Rule).targets.values()], input);
        // By the model there is at least one in the list.
        return items.length === 0 ? rest : { Targets: items.map(({ given }) => given), ...rest };
      },
    },
    ListRuleNamesByTarget: {
      needs: () => needing('ListRuleNamesByTarget', '*'),
      run: (input: ListRuleNamesByTargetRequest): ListRuleNamesByTargetResponse => {
        checkBus(account, input.EventBusName);
        const having = byName(rules).filter(({ targets }) =>
          [...targets.values()].some(({ arn }) => arn === input.TargetArn),
        );
        const { items, rest } = pageOf(having, input);
        return { RuleNames: items.map(({ name }) => name), ...rest };
      },
    },
  };
};

/** Entries fail one by one only while somebody else changes the rule: here nobody ever does. */
const ALL_WELL = { FailedEntryCount: 0, FailedEntries: [] };
