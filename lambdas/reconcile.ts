import { setTimeout } from 'node:timers/promises';
import { cloudwatchAlarms } from './aws/alarms.ts';
import { makeClients } from './aws/clients.ts';
import { sagemakerEndpoints } from './aws/endpoints.ts';
import { ssmFreeze } from './aws/freeze.ts';
import { dynamoLedger } from './aws/ledger.ts';
import { cloudwatchMutes } from './aws/mutes.ts';
import { cloudwatchTraffic } from './aws/traffic.ts';
import type { Deployment, EndpointName } from './domain/policy.ts';
import { type Account, ignored, rejected } from './loop/account.ts';
import { counted, makeBudget } from './loop/budget.ts';
import { recalling } from './loop/recall.ts';
import { remembering } from './loop/remember.ts';
import { step, type World } from './loop/step.ts';
import { parseTrigger, type Trigger } from './loop/trigger.ts';
import type { Ports } from './ports.ts';
import { readDeployment } from './shell/deployment.ts';
import { readEnvironment, strategistName } from './shell/environment.ts';
import { handlerOf } from './shell/handler.ts';
import { laterGoodConfigs, laterOncall, laterStrategist, loadingWhileShifting } from './shell/later.ts';
import { log } from './shell/log.ts';

const clients = makeClients();

const makePorts = (deployment: Deployment): Ports => {
  const clock = clients.time.now;
  const env = readEnvironment();
  const loadOncall = async () =>
    (await import('./aws/oncall.ts')).makeOncall({ oncall: env.oncallTopic, pager: env.pagerTopic });
  const loadWhatTells = () => Promise.all([import('./aws/oncall.ts'), import('./domain/words/incident-letter.ts')]);
  return {
    clock,
    endpoints: loadingWhileShifting(sagemakerEndpoints(clients.sagemaker), loadWhatTells),
    alarms: { ...cloudwatchAlarms(clients.cloudwatch), mutes: cloudwatchMutes(clients.cloudwatch, log) },
    traffic: cloudwatchTraffic(clients.cloudwatch),
    history: async (asked, span, withinMs) =>
      (await import('./aws/history.ts')).cloudwatchHistory(clients.cloudwatch, log)(asked, span, withinMs),
    volumes: async (policies, now) =>
      (await import('./aws/volumes.ts')).cloudwatchVolumes(clients.cloudwatch, log)(policies, now),
    freeze: ssmFreeze(clients.ssm, env.freezeParameter, { clock, log }),
    ledger: recalling(remembering(dynamoLedger(clients.dynamodb, env.table, log), new Map(), clock), deployment, clock),
    goodConfigs: laterGoodConfigs(async () =>
      (await import('./aws/ledger-good.ts')).dynamoGoodConfigs(clients.dynamodb, env.table, log),
    ),
    ...strategistIn(strategistName()),
    oncall: laterOncall(loadOncall, clock),
    log,
  };
};

const strategistIn = (name: string | undefined): Pick<Ports, 'strategist'> => {
  if (name === undefined) return {};
  const load = async () => {
    const { lambdaStrategist, makeLambda } = await import('./aws/strategist.ts');
    return lambdaStrategist(makeLambda(), name);
  };
  return { strategist: laterStrategist(load) };
};

const makeWorld = (): World => {
  const deployment = readDeployment();
  const ports = makePorts(deployment);
  const lastLooks = new Map<EndpointName, number>();
  if (deployment.limits === undefined) return { ports, deployment, lastLooks };
  const budget = makeBudget(deployment.limits.callsPerSecond, { clock: clients.time.local, sleep: setTimeout });
  return { ports: { ...ports, endpoints: counted(ports.endpoints, budget) }, deployment, budget, lastLooks };
};

const world = makeWorld();

/** Every trigger comes here: alarms, endpoint events, the schedule. */
export const handler = handlerOf<unknown, unknown>(async (event, context) => {
  const [, , , , account = ''] = context.invokedFunctionArn.split(':');
  const trigger = parseTrigger(event, world.deployment, account);
  log('triggered', { by: trigger.kind, ...(trigger.kind === 'refused' ? { because: trigger.because } : {}) });
  const followed = await follow(trigger);
  // A retried event keeps its request's id: one that fails for good is in the dead letters, and has no such line.
  log('accounted', { by: trigger.kind, request: context.awsRequestId, ...followed.account });
  return followed.answer;
});

const follow = async (trigger: Trigger): Promise<{ readonly account: Account; readonly answer?: object }> => {
  if (trigger.kind === 'refused') return { account: rejected(trigger.because), answer: { refused: trigger.because } };
  if (trigger.kind === 'probe') return { account: ignored('the probe was heard') };
  if (trigger.kind === 'sweep') return { account: await (await import('./loop/sweep.ts')).sweep(world) };
  const { account, verdict } = await step(world, trigger.policy, trigger.why, trigger.mayShift);
  return { account, answer: { verdict } };
};
