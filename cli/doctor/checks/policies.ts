import { UNREAD } from '../../account/unread.ts';
import { listed } from '../../shown/text.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { holds, type Statement } from '../promised/statements.ts';

/** What a topic's or a queue's policy no longer allows, or denies beyond what was deployed: a sentence each. */
export const policyTroubles = (
  { promised }: Inventory,
  owner: string,
  live: readonly Statement[],
): readonly string[] => {
  const wanted = promised === UNREAD ? undefined : promised.policies.get(owner);
  if (wanted === undefined) return [];
  const lost = wanted.filter((one) => one.effect === 'Allow' && !holds(live, one));
  const denied = live.filter((one) => one.effect === 'Deny' && !holds(wanted, one));
  return [
    ...(lost.length === 0 ? [] : [`its policy no longer lets ${listed(whosIn(lost))} send to it`]),
    ...(denied.length === 0 ? [] : [`its policy denies ${listed(actionsIn(denied))}, and was deployed without that`]),
  ];
};

const whosIn = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ principals }) => principals.map((one) => SERVICES[one] ?? one))),
];

const SERVICES: Readonly<Record<string, string>> = {
  'Service:cloudwatch.amazonaws.com': 'CloudWatch',
  'Service:events.amazonaws.com': 'EventBridge',
  'Service:sns.amazonaws.com': 'SNS',
};

const actionsIn = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ actions }) => actions)),
];
