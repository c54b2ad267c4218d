import * as sagemaker from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyTemplate } from '../../sim/template/load.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { drive, makeWaits } from '../cli/commands/drive.ts';
import { ask } from '../cli/commands/init/accounts.ts';
import { read, shellLines } from './pages.ts';

const page = read('docs/canary-variant.md');
const commands = shellLines(page).map((line) => line.match(/'[^']*'|\S+/g) ?? []);
const [, withCanary = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

let world: World;
let client: sagemaker.SageMakerClient;

/** An endpoint with one variant, as the SDK makes it, which autoscaling gave a third instance. */
beforeAll(async () => {
  world = await makeWorld({ template: emptyTemplate(), seed: 1, start: Date.UTC(2026, 0, 5, 10), faults: {} });
  for (const ModelName of ['my-model-1', 'my-model-2'])
    ask(world, 'sagemaker', 'CreateModel', { ModelName, PrimaryContainer: { Image: `${ModelName}:1` } });
  const [first] = JSON.parse(withCanary).ProductionVariants;
  const config = { EndpointConfigName: 'my-endpoint-config', ProductionVariants: [first] };
  ask(world, 'sagemaker', 'CreateEndpointConfig', config);
  ask(world, 'sagemaker', 'CreateEndpoint', { EndpointName: 'my-endpoint', ...config });
  await pass(10);
  world.sagemaker.scale('my-endpoint', { variant: 'AllTraffic', instances: 3 });
  await pass(10);
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  // Where the one that lets time pass looks for requests.
  process.env['AWS_ENDPOINT_URL'] = await world.open(0);
  client = new sagemaker.SageMakerClient({ region: 'eu-west-1', credentials });
});
afterAll(() => world.close());

const pass = (minutes: number): Promise<void> => world.run({ until: world.wires.clock.now() + minutes * 60_000 });

test('an endpoint with one variant ends with two, and the shares that were wanted', async () => {
  const seen: unknown[] = [];
  for (const [, , name = '', ...args] of commands) {
    if (name === 'wait') await inService();
    else await send(name, args);
    seen.push(shares());
  }
  expect(commands.map(([, , name]) => name)).toEqual([
    'describe-endpoint',
    'describe-endpoint-config',
    'create-endpoint-config',
    'update-endpoint',
    'wait',
    'update-endpoint-weights-and-capacities',
    'wait',
    'describe-endpoint',
  ]);
  // With the new config the canary is there and has no traffic, and the first variant keeps its third instance.
  expect(seen[4]).toEqual([
    ['AllTraffic', 1, 3],
    ['canary', 0, 1],
  ]);
  expect(seen.at(-1)).toEqual([
    ['AllTraffic', 95, 3],
    ['canary', 5, 1],
  ]);
});

const shares = (): unknown =>
  world.sagemaker
    .endpoint('my-endpoint')
    .variants.map(({ name, currentWeight, currentInstances }) => [name, currentWeight, currentInstances]);

/** As the CLI's waiter does, at most half an hour. */
const inService = async (): Promise<void> => {
  const { status } = world.sagemaker.endpoint('my-endpoint');
  expect(status).toBe('Updating');
  for (let minute = 0; minute < 30 && world.sagemaker.endpoint('my-endpoint').status !== 'InService'; minute += 1)
    await pass(1);
  expect(world.sagemaker.endpoint('my-endpoint').status).toBe('InService');
};

const send = async (name: string, args: readonly string[]): Promise<void> => {
  const command = Object.entries(sagemaker).find(([key]) => key === `${pascal(name)}Command`)?.[1];
  if (typeof command !== 'function') throw new Error(`the SDK has no command for ${name}`);
  const made = Reflect.construct(command, [inputOf(args)]) as sagemaker.DescribeEndpointCommand;
  await drive(world, makeWaits(world), client.send(made));
};

/** What the AWS CLI makes of options: those that shape its own output are none of the API's. */
const inputOf = (args: readonly string[]): object => {
  const input: Record<string, unknown> = {};
  for (const [place, option] of args.entries()) {
    const values = args.slice(place + 1, args.findIndex((other, at) => at > place && other.startsWith('--')) >>> 0);
    if (!option.startsWith('--') || ['--query', '--output'].includes(option)) continue;
    if (option === '--cli-input-json') {
      expect(values).toEqual(['file://with-canary.json']);
      Object.assign(input, JSON.parse(withCanary));
    } else input[pascal(option.slice(2))] = givenAs(values);
  }
  return input;
};

const givenAs = (values: readonly string[]): unknown => {
  if (values.length === 0) return true;
  return values.some((value) => value.includes('=')) ? values.map(shorthand) : values[0];
};

/** `VariantName=canary,DesiredWeight=5` */
const shorthand = (text: string): object =>
  Object.fromEntries(
    text.split(',').map((pair) => {
      const [key, value = ''] = pair.split('=');
      return [key, /^\d+$/.test(value) ? Number(value) : value];
    }),
  );

const pascal = (name: string): string => name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
