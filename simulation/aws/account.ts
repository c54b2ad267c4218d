import { type Alarm, type Fleet, type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Deployment, EndpointName } from '../../lambdas/domain/policy.ts';
import { type Watched, watched } from '../../lambdas/domain/watch-list.ts';
import type { EndpointPlan, Plan } from '../plan/plan.ts';
import { type EndpointAlarms, type GuardedAlarm, makeAlarms } from './alarms.ts';
import type { Around } from './around.ts';
import { type Configs, makeConfigs } from './configs.ts';
import { type Endpoint, makeEndpoint } from './endpoint.ts';
import { type Metrics, makeMetrics } from './metrics.ts';
import { type MuteRules, makeMuteRules } from './mutes.ts';
import { makeScaling, type Scaling } from './scaling.ts';
import { type FreezeSwitch, makeSwitch } from './switch.ts';
import { makeTable, type Table } from './table.ts';

/** One guarded endpoint with all that CloudWatch knows of it. */
export type Guarded = {
  readonly plan: EndpointPlan;
  readonly endpoint: Endpoint;
  readonly metrics: Metrics;
  readonly alarms: EndpointAlarms;
  readonly scaling: Scaling;
  readonly configs: Configs;
};

/** AWS, as far as the loop's ports reach. */
export type Account = {
  readonly guarded: ReadonlyMap<EndpointName, Guarded>;
  readonly alarm: (name: string) => (GuardedAlarm & { readonly endpoint: EndpointName }) | undefined;
  readonly table: Table;
  readonly freeze: FreezeSwitch;
  readonly mutes: MuteRules;
};

/** What an account tells the world outside of it. */
export type Told = {
  readonly endpointChanged: (endpoint: EndpointName) => void;
  readonly alarmed: (endpoint: EndpointName, alarm: Alarm, watched: Watched) => void;
};

export const makeAccount = (
  around: Around,
  plan: Plan,
  { deployment, told }: { readonly deployment: Deployment; readonly told: Told },
): Account => {
  const until = plan.start + plan.minutes * MINUTE;
  const guarded = new Map(
    plan.endpoints.map((one) => [one.policy.endpoint, makeGuarded(around, one, { plan, deployment, told, until })]),
  );
  const alarms = new Map(
    [...guarded].flatMap(
      ([
        endpoint,
        {
          alarms: { all },
        },
      ]) => all.map((one) => [one.name, { ...one, endpoint }] as const),
    ),
  );
  return {
    guarded,
    alarm: (name) => alarms.get(name),
    table: makeTable(),
    freeze: makeSwitch(around.clock.now),
    mutes: makeMuteRules(around.clock.now),
  };
};

type Making = { readonly plan: Plan; readonly deployment: Deployment; readonly told: Told; readonly until: Instant };

const makeGuarded = (around: Around, of: EndpointPlan, { plan, deployment, told, until }: Making): Guarded => {
  const { policy } = of;
  const name = policy.endpoint;
  const metrics: Metrics = makeMetrics(
    { ...around, fleet: () => endpoint.describe(), delayMs: plan.metricDelayMs },
    of,
  );
  const configs = makeConfigs(of.config, around.clock.now);
  const changed = (): void => {
    configured(of, endpoint.describe(), { metrics, configs });
    told.endpointChanged(name);
  };
  const endpoint: Endpoint = makeEndpoint(
    { ...around, takenBack: plan.takenBack, settle: () => metrics.settle(), changed },
    of,
  );
  const alarms = makeAlarms(
    { ...around, metrics, until, alarmed: (alarm, watched) => told.alarmed(name, alarm, watched) },
    policy,
    watched(deployment, policy),
  );
  return { plan: of, endpoint, metrics, alarms, scaling: makeScaling(of.autoscaling), configs };
};

/** The model of a bad config fails from its first request on, and only while that config is in service. */
const configured = (
  { badConfigs, policy }: EndpointPlan,
  fleet: Fleet | undefined,
  { metrics, configs }: Pick<Guarded, 'metrics' | 'configs'>,
): void => {
  if (badConfigs === undefined || fleet?.status !== 'InService') return;
  configs.make(fleet.config);
  metrics.set(policy.stable, badConfigs.includes(fleet.config) ? { failing: 0.3, slowMs: 0 } : undefined);
};
