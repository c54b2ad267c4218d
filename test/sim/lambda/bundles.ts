/** Source of a handler that behaves as `event.do` says, with the real SDK clients. */
export const TROUBLED_HANDLER = `
import { SageMakerClient, DescribeEndpointCommand, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';

const sagemaker = new SageMakerClient({});
const dynamodb = new DynamoDBClient({});
const sns = new SNSClient({});
let warm = 0;

const describe = (EndpointName) => sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
const say = (facts) => console.log(JSON.stringify(facts));
const since = (began) => Date.now() - began;

const acts = {
  'read, then write': async () => {
    const seen = await Promise.all(['c', 'a', 'b'].map(describe));
    say({ seen: seen.map(({ EndpointName }) => EndpointName).join('') });
    await sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'a', DesiredWeightsAndCapacities: [{ VariantName: 'stable', DesiredWeight: 1 }] }));
    await sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:oncall', Subject: 'shifted', Message: 'a < b & c',
      MessageAttributes: { endpoint: { DataType: 'String', StringValue: 'a' } } }));
  },
  'intend within 300 ms': async () => {
    const began = Date.now();
    const put = dynamodb.send(new PutItemCommand({ TableName: 'ledger', Item: { pk: { S: 'x' } } }), { abortSignal: AbortSignal.timeout(300) });
    say(await put.then(() => ({ put: 'done' }), (error) => ({ put: error.name, after: since(began) })));
  },
  'read once': async () => {
    const began = Date.now();
    const { EndpointStatus } = await describe('a');
    say({ status: EndpointStatus, after: since(began) });
  },
  'read and be refused': async () => {
    await describe('a').catch((error) => say({ refused: error.name, message: error.message }));
  },
  'read over an impatient socket': async () => {
    const impatient = new SageMakerClient({ maxAttempts: 1, requestHandler: { socketTimeout: 700 } });
    const began = Date.now();
    await impatient.send(new DescribeEndpointCommand({ EndpointName: 'a' })).catch((error) => say({ refused: error.name, after: since(began) }));
  },
  'spin': async () => { for (;;); },
  'post to slack': async () => {
    const reply = await fetch(process.env.AWS_ENDPOINT_URL + '/slack/T1/B2', { method: 'POST', body: JSON.stringify({ text: 'hi' }), signal: AbortSignal.timeout(3000) });
    say({ slack: reply.status, text: await reply.text() });
  },
  'post to slack in vain': async () => {
    const began = Date.now();
    await fetch(process.env.AWS_ENDPOINT_URL + '/slack/T1/B2', { method: 'POST', body: '{}', signal: AbortSignal.timeout(3000) })
      .catch((error) => say({ slack: error.name, after: since(began) }));
  },
  'wait': async () => {
    const began = [Date.now(), performance.now(), process.hrtime()];
    await sleep(1500);
    const interval = await new Promise((resolve) => { let n = 0; const t = setInterval(() => { if (++n === 3) { clearInterval(t); resolve(n); } }, 500); });
    const [seconds, nanos] = process.hrtime(began[2]);
    say({ date: since(began[0]), performance: performance.now() - began[1], hrtime: seconds * 1e3 + nanos / 1e6, interval });
  },
  'draw': async () => say({ draws: [Math.random(), crypto.randomUUID(), randomBytes(4).toString('hex')] }),
  'hash': async () => {
    const digest = await crypto.subtle.digest('SHA-256', Buffer.alloc(5_000_000));
    say({ bytes: digest.byteLength });
  },
  'leave something behind': async () => {
    void describe('late').then(() => say({ late: new Date().toISOString() }));
    setTimeout(() => say({ timer: new Date().toISOString() }), 10_000);
  },
  'throw': async () => { throw new RangeError('weights out of range'); },
  'crash': async () => { void describe('crashing'); setTimeout(() => { throw new Error('nobody catches this'); }, 50); await new Promise(() => {}); },
  'exit': async () => { void describe('exiting'); process.exit(3); },
  'hang': async () => { void describe('hanging'); await new Promise(() => {}); },
  'look around': async () => say({ warm: warm++, home: process.env.HOME ?? 'none', path: process.env.PATH ?? 'none', own: process.env.OWN, region: process.env.AWS_REGION, zone: new Date().getTimezoneOffset() }),
};

export const handler = async (event, context) => {
  say({ began: event.do, left: context.getRemainingTimeInMillis(), request: context.awsRequestId.length });
  await acts[event.do]();
};
`;
