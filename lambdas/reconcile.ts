import { cloudwatchAlarms } from './aws/alarms.ts';
import { makeClients } from './aws/clients.ts';
import { sagemakerEndpoints } from './aws/endpoints.ts';
import { ssmFreeze } from './aws/freeze.ts';
import { dynamoLedger } from './aws/ledger.ts';
import { cloudwatchTraffic } from './aws/traffic.ts';
import { step } from './loop/step.ts';
import { sweep } from './loop/sweep.ts';
import { parseTrigger } from './loop/trigger.ts';
import type { Ports } from './ports.ts';
import { readDeployment } from './shell/deployment.ts';
import { readEnvironment } from './shell/environment.ts';
import { handlerOf } from './shell/handler.ts';
import { laterOncall, loadingWhileShifting } from './shell/later.ts';
import { log } from './shell/log.ts';

const makePorts = (): Ports => {
  const clients = makeClients();
  const env = readEnvironment();
  const clock = () => Date.now();
  const loadOncall = async () =>
    (await import('./aws/oncall.ts')).makeOncall({ oncall: env.oncallTopic, pager: env.pagerTopic });
  const loadWhatTells = () => Promise.all([import('./aws/oncall.ts'), import('./domain/words/incident-letter.ts')]);
  return {
    clock,
    endpoints: loadingWhileShifting(sagemakerEndpoints(clients.sagemaker), loadWhatTells),
    alarms: cloudwatchAlarms(clients.cloudwatch),
    traffic: cloudwatchTraffic(clients.cloudwatch),
    freeze: ssmFreeze(clients.ssm, env.freezeParameter, { clock, log }),
    ledger: dynamoLedger(clients.dynamodb, env.table, log),
    oncall: laterOncall(loadOncall),
    log,
  };
};

const world = { ports: makePorts(), deployment: readDeployment() };

/** Every trigger comes here: alarms, endpoint events, the schedule. */
export const handler = handlerOf<unknown, unknown>(async (event, context) => {
  const [, , , , account = ''] = context.invokedFunctionArn.split(':');
  const trigger = parseTrigger(event, world.deployment, account);
  log('triggered', { by: trigger.kind, ...(trigger.kind === 'refused' ? { because: trigger.because } : {}) });
  if (trigger.kind === 'refused') return { refused: trigger.because };
  if (trigger.kind === 'sweep') return sweep(world);
  return { verdict: await step(world, trigger.policy, trigger.why) };
});
