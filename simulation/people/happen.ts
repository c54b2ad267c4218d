import { drillId } from '../../lambdas/domain/drill.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Guarded } from '../aws/account.ts';
import type { FunctionAround, LambdaFunction } from '../function/function.ts';
import type { WorldFault } from '../plan/faults.ts';
import type { EndpointHappening, Happening } from '../plan/plan.ts';
import { answer, order, release } from './operator.ts';
import { quieten } from './quiet.ts';

export type Stage = Omit<FunctionAround, 'automation' | 'wake'> & { readonly lambda: LambdaFunction };

/** Lets one happening of the plan happen; what AWS refuses does not. */
export const happen = (stage: Stage, happening: Happening): void => {
  const { account, clock, lambda } = stage;
  stage.record({ kind: 'happening', happening });
  switch (happening.what) {
    case 'freezes':
      met(stage, 'switch-flips');
      account.freeze.set(happening.frost);
      return;
    case 'thaws':
      account.freeze.set(undefined);
      return;
    case 'two-versions':
      met(stage, 'two-versions-run');
      lambda.keepApart(clock.now() + happening.minutes * MINUTE);
      return;
    default: {
      const guarded = account.guarded.get(happening.endpoint);
      if (guarded) happenAt(stage, guarded, happening);
    }
  }
};

const met = ({ record }: Stage, fault: WorldFault, of?: Guarded): void =>
  record({ kind: 'world-fault', fault, ...(of && { endpoint: of.endpoint.name }) });

const happenAt = (stage: Stage, of: Guarded, happening: EndpointHappening): void => {
  switch (happening.what) {
    case 'falls-ill':
    case 'heals':
    case 'loses-data':
    case 'is-not-evaluated':
    case 'sets-alarm':
    case 'drills':
      toCloudWatch(stage, of, happening);
      return;
    case 'mutes':
    case 'unmutes':
      if (happening.what === 'mutes') met(stage, 'alarm-muted', of);
      quieten(stage, of, happening);
      return;
    case 'loses-config':
      met(stage, 'config-deleted', of);
      of.configs.lose(happening.config);
      return;
    case 'remakes-config':
      of.configs.remake(happening.config);
      return;
    case 'weights-by-hand':
      of.endpoint.update(happening.weights, 'hand');
      return;
    case 'orders':
      order(stage, of, happening.to);
      return;
    case 'answers':
      answer(stage, of, happening.says);
      return;
    case 'releases':
      release(stage, of, happening.variant);
      return;
    default:
      toEndpoint(stage, of, happening);
      return;
  }
};

type OfEndpoint = Extract<EndpointHappening, { what: 'deploys' | 'scales' | 'system-updates' | 'deletes' }>;

const toEndpoint = (stage: Stage, of: Guarded, happening: OfEndpoint): void => {
  const { endpoint } = of;
  switch (happening.what) {
    case 'deletes':
      met(stage, 'endpoint-deleted', of);
      endpoint.remove();
      return;
    case 'system-updates':
      if (endpoint.systemUpdate(happening.takesMs)) met(stage, 'system-updating', of);
      return;
    case 'scales':
      if (of.scaling.within(happening.instances) > happening.instances) met(stage, 'autoscaler-floor', of);
      if (endpoint.scale(happening.variant, of.scaling.within(happening.instances), happening.takesMs))
        met(stage, happening.instances < of.plan.instances ? 'autoscaler-scales-in' : 'endpoint-busy', of);
      return;
    case 'deploys':
      if (!endpoint.deploy(happening)) return;
      met(stage, 'endpoint-busy', of);
      if ('newcomer' in happening.weights) met(stage, 'deploy-renames-variant', of);
      met(stage, END_OF_DEPLOY[happening.ends], of);
      return;
  }
};

const END_OF_DEPLOY: Readonly<Record<Extract<OfEndpoint, { what: 'deploys' }>['ends'], WorldFault>> = {
  done: 'deploy-resets-weights',
  'rolled-back': 'rolling-back',
  'update-rollback-failed': 'update-rollback-failed',
  failed: 'endpoint-failed',
};

type OfCloudWatch = Extract<
  EndpointHappening,
  { what: 'falls-ill' | 'heals' | 'loses-data' | 'is-not-evaluated' | 'sets-alarm' | 'drills' }
>;

const toCloudWatch = (stage: Stage, of: Guarded, happening: OfCloudWatch): void => {
  const { metrics, alarms, plan } = of;
  const { now } = stage.clock;
  const alarmOf = (guard: string) =>
    alarms.all.find((one) => one.variant === happening.variant && one.guard.id === guard);
  switch (happening.what) {
    case 'falls-ill':
      if (happening.variant === plan.policy.stable) met(stage, 'stable-goes-bad', of);
      metrics.set(happening.variant, happening);
      return;
    case 'heals':
      met(stage, 'alarm-flaps', of);
      metrics.set(happening.variant, undefined);
      return;
    case 'loses-data':
      met(stage, 'missing-data', of);
      metrics.lose(happening.variant, now() + happening.minutes * MINUTE);
      return;
    case 'is-not-evaluated':
      met(stage, 'alarm-not-evaluated', of);
      alarms.disturb(happening.variant, now() + happening.minutes * MINUTE);
      return;
    case 'sets-alarm':
      alarmOf(happening.guard)?.set({ state: 'ALARM' });
      return;
    case 'drills': {
      const [at, by] = [now(), 'arn:aws:iam::111122223333:user/ana'];
      // The command line refuses a second one.
      if ((stage.account.table.drill(of.endpoint.name)?.until ?? 0) > at) return;
      const id = drillId(at);
      const drill = { id, by, at, move: happening.move, until: at + 15 * MINUTE };
      stage.account.table.keepDrill(of.endpoint.name, drill);
      alarmOf(happening.guard)?.set({ state: 'ALARM', drill: id });
      return;
    }
  }
};
