import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterEach, expect, test, vi } from 'vitest';
import { makeClients } from '../../lambdas/aws/clients.ts';
import { rude } from './wired.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test('a service that says nothing is given up after four seconds', async () => {
  const asked = Promise.withResolvers<void>();
  const { endpoint } = await rude(() => asked.resolve());
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const settled = vi.fn<() => void>();
  const call = makeClients().sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud' }));
  const outcome = expect(call.finally(settled)).rejects.toThrow(/TimeoutError|requestTimeout/);

  await asked.promise;
  await vi.advanceTimersByTimeAsync(3_900);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  await outcome;
});
