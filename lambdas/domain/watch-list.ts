import { guardAlarmName, guardAlarmPrefix } from '../contract.ts';
import { guardsOn } from './guards/on.ts';
import type { Alarm } from './model.ts';
import type { Deployment, Guard, Policy, VariantName } from './policy.ts';
import type { GuardAlarm } from './situation.ts';

/** An alarm that a guard should have: of one variant, or of none that anybody knows. */
export type Watched = { readonly name: string; readonly variant?: VariantName; readonly guard: Guard };

export const watched = (deployment: Deployment, policy: Policy): readonly Watched[] =>
  [policy.stable, ...policy.canaries, undefined].flatMap((variant) =>
    guardsOn(policy, variant).map((guard) => ({
      name: guard.existing?.name ?? guardAlarmName(deployment.name, policy.endpoint, variant, guard.id),
      ...(variant !== undefined && { variant }),
      guard,
    })),
  );

/** The alarms that exist, each with the promise it stands for. */
export const paired = (list: readonly Watched[], alarms: readonly Alarm[]): readonly GuardAlarm[] => {
  // A sweep has read the alarms of all endpoints, thousands of them, and each of its looks comes here.
  const names = new Set(list.map(({ name }) => name));
  const byName = new Map(alarms.filter(({ name }) => names.has(name)).map((alarm) => [alarm.name, alarm]));
  return list.flatMap(({ name, ...of }) => {
    const alarm = byName.get(name);
    return alarm ? [{ ...of, alarm }] : [];
  });
};

/** The policy whose guard the alarm is, if it is one of this deployment's. */
export const policyOfAlarm = (deployment: Deployment, alarmName: string): Policy | undefined =>
  deployment.policies.find((policy) => watched(deployment, policy).some(({ name }) => name === alarmName));

export const guardPrefixOf = (deployment: Deployment, policy: Policy): string =>
  `${guardAlarmPrefix(deployment.name)}${policy.endpoint}/`;
