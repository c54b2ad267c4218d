import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { emptyTemplate } from '../../sim/template/load.ts';
import { makeWorld } from '../../sim/world.ts';
import { absence, output, type StandIn, standIn, stop } from './stand-in.ts';

/** An endpoint is there within a second, and a new metric is listed within three. */
const SPEED = '300';

const withoutBoto3 = absence('boto3', 'python3', '-c', 'import boto3');
const withoutCli = absence('the AWS CLI', 'aws', '--version');

let small: StandIn;
beforeAll(async () => {
  small = await standIn('--template', inject('demoTemplate'), '--speed', SPEED);
});
afterAll(() => stop(small));

const where = () => [small.endpointUrl, small.region, small.accountId];

type Walked = { readonly checks: number; readonly called: readonly string[]; readonly problems: readonly string[] };

/** Each takes the names of the script and of the protocol that it speaks to CloudWatch, and is walked once. */
const WALKS = {
  'in an endpoint, its alarms and its messages': ['boto3_endpoint.py'],
  'among users, roles and their policies': ['boto3_people.py'],
  'in stacks and their change sets': ['boto3_stacks.py'],
  'in every other service': ['boto3_services.py'],
  'in CloudWatch over CBOR': ['boto3_metrics.py', 'smithy-rpc-v2-cbor'],
  'in CloudWatch over JSON': ['boto3_metrics.py', 'json'],
  'in CloudWatch over the Query protocol': ['boto3_metrics.py', 'query'],
} as const;
type Name = keyof typeof WALKS;
const NAMES = Object.keys(WALKS) as readonly Name[];

const walks = new Map<Name, Promise<Walked>>();
const walked = (name: Name): Promise<Walked> => {
  const [script, ...args] = WALKS[name];
  const walk = walks.get(name) ?? output('python3', script, ...where(), ...args).then((said) => JSON.parse(said));
  walks.set(name, walk);
  return walk;
};

/** A title that says why a test was skipped, if it was. */
const unless = (absent: string | undefined, title: string): string => (absent ? `${title} (${absent})` : title);

describe.concurrent('finds all as it is documented:', () => {
  test.skipIf(withoutBoto3).each(NAMES)(unless(withoutBoto3, 'boto3, %s'), async (name) => {
    const { checks, problems } = await walked(name);
    expect(problems).toEqual([]);
    expect(checks).toBeGreaterThan(60);
  });

  test.skipIf(withoutCli)(unless(withoutCli, 'the AWS CLI'), async () => {
    expect(await output('sh', 'aws-cli.sh', small.endpointUrl, small.region)).toBe('9 checks\n');
  });
});

test.skipIf(withoutBoto3)(unless(withoutBoto3, 'boto3 has called every operation there is'), async () => {
  const called = new Set((await Promise.all(NAMES.map(walked))).flatMap((walk) => walk.called));
  const world = await makeWorld({ template: emptyTemplate(), seed: 1, start: 0, faults: {} });
  await world.close();
  const served = world.parts.flatMap(({ api }) =>
    api === undefined ? [] : Object.keys(api.operations).map((operation) => `${api.name} ${operation}`),
  );
  expect(served.length).toBeGreaterThan(100);
  expect(served.filter((operation) => !called.has(operation))).toEqual([]);
});
