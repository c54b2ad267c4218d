import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { makeAwsTime, tellingTime } from './aws/aws-time.ts';
import { requestHandler } from './aws/clients.ts';
import { cloudwatchHistory } from './aws/history.ts';
import { cloudwatchEvidence } from './aws/judge-evidence.ts';
import { judgeAll, noMemory } from './loop/judge.ts';
import { readDeployment } from './shell/deployment.ts';
import { handlerOf } from './shell/handler.ts';
import { log } from './shell/log.ts';

const time = makeAwsTime(() => Date.now());
const cloudwatch = tellingTime(new CloudWatchClient({ requestHandler }), time);
const ports = {
  clock: time.now,
  history: cloudwatchHistory(cloudwatch, log),
  publish: cloudwatchEvidence(cloudwatch),
  log,
};
const deployment = readDeployment();
const memory = noMemory();

/** Once a minute: compares canaries with their stable, and publishes what the guards' alarms watch. It moves nothing. */
export const handler = handlerOf<unknown, unknown>(async () => ({
  judged: await judgeAll(ports, deployment, memory),
}));
