import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ALARM, ENDPOINT } from '../replies.ts';

/**
 * The least that the network asks for: the calls of one shift in their order, sent over plain sockets. Nothing is signed,
 * checked, decided or retried.
 */
// An `import` of node:http reads all that it exports, and so loads Node's `fetch` and `WebSocket`, too.
const { Agent, request } = process.getBuiltinModule('node:http');

const agent = new Agent({ keepAlive: true });
const { hostname, port } = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');

const call = async (target: string, body: Readonly<Record<string, unknown>>): Promise<string> => {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'x-amz-target': target };
    request({ agent, hostname, port, method: 'POST', headers }, resolve).on('error', reject).end(JSON.stringify(body));
  });
  return text(reply);
};

const DYNAMODB = 'DynamoDB_20120810';
const CLOUDWATCH = 'GraniteServiceVersion20100801';

export const handler = async (): Promise<void> => {
  await Promise.all([
    call('SageMaker.DescribeEndpoint', { EndpointName: ENDPOINT }),
    call(`${CLOUDWATCH}.DescribeAlarms`, { AlarmNames: [ALARM] }),
    call(`${CLOUDWATCH}.GetMetricData`, { MetricDataQueries: [] }),
    call(`${CLOUDWATCH}.ListAlarmMuteRules`, {}),
    call('AmazonSSM.GetParameter', { Name: 'freeze' }),
    call(`${DYNAMODB}.GetItem`, {}),
  ]);
  await call(`${DYNAMODB}.TransactWriteItems`, {});
  await call('SageMaker.UpdateEndpointWeightsAndCapacities', { EndpointName: ENDPOINT });
  await call(`${DYNAMODB}.TransactWriteItems`, {});
  await call('SNS.Publish', {});
  await call(`${DYNAMODB}.TransactWriteItems`, {});
};
