import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { definitionOf } from '../../lambdas/aws/alarm-definition.ts';
import { toAlarm } from '../../lambdas/aws/alarms.ts';
import type { SeenAlarm } from '../../lambdas/domain/lint/seen.ts';
import { type Watch, watchOf } from '../../lambdas/domain/lint/watch.ts';
import type { Deployment, Policy } from '../../lambdas/domain/policy.ts';
import { changesOf, promisedDefinition } from '../../lambdas/domain/promised-alarm.ts';
import type { Watched } from '../../lambdas/domain/watch-list.ts';
import type { Alarms } from './alarms.ts';
import { toWatch } from './to-watch.ts';

type Muted = { readonly muted: ReadonlySet<string> };

/** What an alarm asks, and how it is; without the second there is none. */
export type Judged = {
  readonly isOurs: boolean;
  readonly watch: Watch;
  readonly alarm?: (by: Muted) => SeenAlarm;
};

type Of = { readonly deployment: Deployment; readonly policy: Policy };

/** The alarm of a guard: judged by what it should ask, and by what of that it does not. None where it is not ours. */
export const judgedOwn = ({ deployment, policy }: Of, one: Watched, alarms: Alarms): readonly Judged[] => {
  const { variant, guard } = one;
  const watch = watchOf(deployment, policy, { guard, ...(variant !== undefined && { variant }) });
  const of = { deployment: deployment.name, endpoint: policy.endpoint, ...(variant !== undefined && { variant }) };
  const promised = promisedDefinition(of, guard);
  if (watch === undefined || promised === undefined) return [];
  const alarm = alarms.get(one.name);
  if (alarm === undefined) return [{ isOurs: true, watch }];
  return [{ isOurs: true, watch, alarm: seenAs(alarm, changesOf(definitionOf(alarm), promised)) }];
};

/** None where nothing can be said of what it asks. */
export const judgedOther = (alarm: MetricAlarm): readonly Judged[] => {
  const watch = toWatch(alarm);
  return watch === undefined ? [] : [{ isOurs: false, watch, alarm: seenAs(alarm, []) }];
};

const seenAs =
  (alarm: MetricAlarm, changes: readonly string[]) =>
  ({ muted }: Muted): SeenAlarm => {
    const { name, state, transitionedAt: since, actionsEnabled } = toAlarm(alarm);
    return { state, since, actionsEnabled, muted: muted.has(name), changes };
  };
