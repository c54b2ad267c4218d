import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyTemplate } from '../../../sim/template/load.ts';
import { makeWorld, type World } from '../../../sim/world.ts';
import { clientOf } from './clients.ts';

let world: World;
let endpoint: string;
const over = new AbortController();
let lived: Promise<void>;

beforeAll(async () => {
  const start = Date.UTC(2020, 0, 1);
  world = await makeWorld({ template: emptyTemplate(), seed: 1, start, faults: {} });
  endpoint = await world.open(0);
  lived = world.live(over.signal, 600);
});
afterAll(async () => {
  over.abort();
  await lived;
  await world.close();
});

test('a client from outside whose clock is years off, and ever more so, takes no refusal for one of its clock', async () => {
  const client = clientOf({ service: 'ssm' }, { endpoint, maxAttempts: 3 });
  for (const Name of ['/one', '/two'])
    await expect(client.send(new GetParameterCommand({ Name }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
      $metadata: { attempts: 1 },
    });
});
