import { expect, inject, test } from 'vitest';
import { play } from '../../sim/play/play.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import { accountsOf } from './accounts.ts';
import { scenarioNamed } from './mutated.ts';

test('C3: events that fail for good are in the dead letters, and the sum still equals what came', async () => {
  const down = { kind: 'error', code: 'InternalFailure', message: 'We are sorry', status: 500 } as const;
  const call = (api: string, operation: string) =>
    `${api} ${operation}` === 'sagemaker DescribeEndpoint' ? down : undefined;
  const scenario = { ...scenarioNamed('bad-canary'), faults: { call } };
  const { lines } = await play({ template: loadTemplate(inject('demoTemplate')), scenario, seed: 1 });
  const { came, accounted, buried, pending, unclear } = accountsOf(lines);
  expect(buried).toBeGreaterThan(0);
  expect({ sum: accounted + buried + pending, unclear }).toEqual({ sum: came, unclear: [] });
});
