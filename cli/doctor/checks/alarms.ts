import { selfAlarmName } from '../../../lambdas/contract.ts';
import type { Minute } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { saysBeyond } from '../../../lambdas/domain/proofs/unproved.ts';
import { findGaps } from '../../../lambdas/domain/unguarded.ts';
import { guardPrefixOf, type Watched, watched } from '../../../lambdas/domain/watch-list.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { UNREAD } from '../../account/unread.ts';
import { moment } from '../../shown/times.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { LiveAlarm } from '../inventory/alarms.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { changesOf } from './alarm-definitions.ts';

export const checkAlarms = (inventory: Inventory): readonly Finding[] => {
  const { alarms, policies } = inventory;
  if (alarms === UNREAD) return [];
  return [...policies.flatMap((policy) => guardAlarms(inventory, policy, alarms)), ...checkMutes(inventory)];
};

type Alarms = ReadonlyMap<string, LiveAlarm>;

const guardAlarms = (inventory: Inventory, policy: Policy, alarms: Alarms): readonly Finding[] =>
  watched(inventory.deployed.deployment, policy).flatMap((one) => {
    const live = alarms.get(one.name);
    const about = { where: `alarm ${one.name}`, endpoint: policy.endpoint };
    return [
      ...gapsOf(policy, one.name, live).map((said) =>
        finding(live === undefined ? 'alarm-missing' : 'alarm-actions-disabled', { ...about, ...said }),
      ),
      ...(live === undefined ? [] : definitionFindings(inventory, live, about)),
      ...(live === undefined ? [] : stateFindings(inventory, { policy, one, live })),
    ];
  });

/** In the same words as the functions' own comparison. */
const gapsOf = (policy: Policy, name: string, live: LiveAlarm | undefined) =>
  findGaps(policy, [name], {
    fleet: 'unread',
    alarms: new Map(live === undefined ? [] : [[name, live.alarm]]),
    confirmed: 'unread',
  });

type About = { readonly where: string; readonly endpoint?: string };

const definitionFindings = ({ promised }: Inventory, { definition }: LiveAlarm, about: About): readonly Finding[] => {
  if (promised === UNREAD || definition === undefined) return [];
  const deployed = promised.alarms.find(({ name }) => name === definition.name);
  if (deployed === undefined) return [];
  return changesOf(definition, deployed).map(({ code, what }) => finding(code, { ...about, what, ...REVERT }));
};

type OfGuard = { readonly policy: Policy; readonly one: Watched; readonly live: LiveAlarm };

const stateFindings = (inventory: Inventory, { policy, one, live: { alarm } }: OfGuard): readonly Finding[] => {
  // How an alarm of somebody else's stands is that one's affair; what of it matters here, `lint` tells.
  if (one.guard.existing !== undefined) return [];
  const about = { where: `alarm ${alarm.name}`, endpoint: policy.endpoint };
  const minutes = one.variant === undefined ? [] : minutesOf(inventory, policy, one.variant);
  const blind = alarm.state === 'INSUFFICIENT_DATA' || !alarm.evaluated;
  if (blind && minutes.length > 0)
    return [
      finding('alarm-blind', {
        ...about,
        what: `it is ${alarm.state}${alarm.evaluated ? '' : ', not fully evaluated'}, though ${one.variant} serves requests`,
        mend: 'See what CloudWatch says of it:',
        command: commands.describeAlarm(alarm.name),
      }),
    ];
  const bad = saysBeyond({ guard: one.guard, alarm });
  if (alarm.state !== 'ALARM' || bad || alarm.drill !== undefined) return [];
  return [
    finding('alarm-by-hand', {
      ...about,
      what: `it is in ALARM since ${moment(alarm.transitionedAt, inventory.now)}, and names no datapoint above its threshold: somebody set its state by hand`,
      mend: 'CloudWatch corrects it at its next evaluation. If it stays, find out who may call SetAlarmState:',
      command: commands.describeAlarm(alarm.name),
    }),
  ];
};

export const minutesOf = ({ traffic }: Inventory, { endpoint }: Policy, variant: string): readonly Minute[] => {
  const read = traffic.get(endpoint);
  return read === undefined || read === UNREAD ? [] : (read[variant] ?? []);
};

const checkMutes = ({ mutes, policies, deployed: { deployment } }: Inventory): readonly Finding[] => {
  if (mutes === UNREAD) return [];
  const prefixes = [selfAlarmName(deployment.name, ''), ...policies.map((policy) => guardPrefixOf(deployment, policy))];
  return mutes.flatMap(({ rule, alarms }) => {
    const ours = alarms.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    const [first, ...others] = ours;
    if (first === undefined) return [];
    return [
      finding('alarm-muted', {
        where: `mute rule ${rule}`,
        what: `it holds back the pages of ${first}${others.length === 0 ? '' : ` and ${others.length} more`}; an alarm of a guard that is muted shifts nothing`,
        mend: 'Ask who made it. To end it now:',
        command: `aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name ${rule}`,
      }),
    ];
  });
};
