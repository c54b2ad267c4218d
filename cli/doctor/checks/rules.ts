import { isDeepStrictEqual } from 'node:util';
import { UNREAD } from '../../account/unread.ts';
import type { Code } from '../codes.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { LiveRule } from '../inventory/hops.ts';
import type { Inventory, RulePart } from '../inventory/inventory.ts';
import type { PromisedRule } from '../promised/parts.ts';
import { functionArn, mayCall } from './permissions.ts';

const PARTS: readonly RulePart[] = ['alarmRule', 'sweepRule', 'endpointRule'];

/** What makes the function look: each rule, its target, and Lambda's leave to call it. */
export const checkRules = (inventory: Inventory): readonly Finding[] =>
  PARTS.flatMap((part) => {
    const name = inventory.deployed.parts[part];
    const where = `${CALLED[part]} ${name}`;
    const troubles = troublesOf(inventory, part);
    // It only saves up to a minute: whatever is wrong with it is no more than that.
    return troubles.map(({ code, ...said }) =>
      finding(part === 'endpointRule' && code !== 'rule-dead-letters' ? 'endpoint-rule' : code, { where, ...said }),
    );
  });

const CALLED: Readonly<Record<RulePart, string>> = {
  alarmRule: 'alarm rule',
  sweepRule: 'sweep rule',
  endpointRule: 'endpoint rule',
};

type TroubleSaid = { readonly code: Code; readonly what: string; readonly mend: string; readonly command: string };

const troublesOf = (inventory: Inventory, part: RulePart): readonly TroubleSaid[] => {
  const { promised, deployed, rules } = inventory;
  const name = deployed.parts[part];
  const live = rules[part];
  const wanted = promised === UNREAD ? undefined : promised.rules.get(name);
  if (live === UNREAD) return [];
  if (live === undefined) return [{ code: 'rule-missing', what: `it does not exist: ${LOSES[part]}`, ...REVERT }];
  return [
    ...(live.enabled
      ? []
      : [
          {
            code: 'rule-disabled' as const,
            what: `it is disabled: ${LOSES[part]}`,
            mend: 'Enable it:',
            command: `aws events enable-rule --name ${name}`,
          },
        ]),
    ...(wanted === undefined ? [] : changesOf(live, wanted)),
    ...targetTroubles(live, { target: functionArn(inventory, 'reconcile'), wanted, inventory }),
    ...permissionTroubles(inventory, name),
  ];
};

/** What does not happen without the rule. */
const LOSES: Readonly<Record<RulePart, string>> = {
  alarmRule: 'an alarm is only seen by the next sweep, up to a minute later',
  sweepRule: 'a lost event is never made good, and no incident gets on',
  endpointRule: 'a change of the endpoint is only seen by the next sweep, up to a minute later',
};

const changesOf = (live: LiveRule, wanted: PromisedRule): readonly TroubleSaid[] => [
  ...(isDeepStrictEqual(live.pattern, wanted.pattern)
    ? []
    : [{ code: 'rule-pattern' as const, what: 'its event pattern is not the one that was deployed', ...REVERT }]),
  ...(live.schedule === wanted.schedule
    ? []
    : [
        {
          code: 'rule-pattern' as const,
          what: `its schedule is ${live.schedule ?? 'none'}, deployed: ${wanted.schedule ?? 'none'}`,
          ...REVERT,
        },
      ]),
];

type Aims = { readonly target: string; readonly wanted: PromisedRule | undefined; readonly inventory: Inventory };

const targetTroubles = ({ targets }: LiveRule, { target, wanted }: Aims): readonly TroubleSaid[] => {
  const ours = targets.find(({ arn }) => arn === target);
  if (ours === undefined)
    return [{ code: 'rule-target', what: 'the reconcile function is none of its targets', ...REVERT }];
  return wanted?.deadLetters === undefined || ours.deadLetters === wanted.deadLetters
    ? []
    : [
        {
          code: 'rule-dead-letters',
          what: 'its target has no dead-letter queue, or another one: what cannot be handed over is lost silently',
          ...REVERT,
        },
      ];
};

const permissionTroubles = (inventory: Inventory, rule: string): readonly TroubleSaid[] => {
  const { promised, handlers, place } = inventory;
  const { policy, settings } = handlers.reconcile;
  if (promised === UNREAD || policy === UNREAD || settings === undefined) return [];
  const from = `arn:${place.partition}:events:${place.region}:${place.account}:rule/${rule}`;
  const wanted = promised.permissions.filter((one) => one.from === from);
  return wanted.every((one) => mayCall(policy ?? [], one))
    ? []
    : [{ code: 'permission-events', what: 'Lambda does not let it call the reconcile function', ...REVERT }];
};
