import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, expect, test, vi } from 'vitest';
import { ssmFreeze } from '../../lambdas/aws/freeze.ts';
import { readSwitch } from '../../lambdas/aws/freeze-value.ts';
import type { Log } from '../../lambdas/ports.ts';
import { Refusal } from '../../sim/types.ts';
import { START, smallAccount } from '../sim/small-account.ts';
import { denyEverything, interrupted, rude, saysNothing, wired } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const PARAMETER = '/rb/freeze';

/** A switch that is off, read by one container. */
const container = async () => {
  const account = smallAccount({});
  account.parameters.put(PARAMETER, 'off');
  const trouble: { refusal?: Refusal } = {};
  const troubled = interrupted(account.parameters, 'GetParameter', () => {
    if (trouble.refusal) throw trouble.refusal;
  });
  const log = vi.fn<Log>();
  const client = new SSMClient(await wired(account.wires, [troubled]));
  const freeze = ssmFreeze(client, PARAMETER, { clock: account.clock.now, log });
  return { ...account, freeze, trouble, log };
};

test('the switch is read at each look, with the time of the reading', async () => {
  const { freeze, parameters, pass } = await container();
  expect(await freeze()).toEqual({ switch: readSwitch('off'), readAt: START });
  parameters.put(PARAMETER, 'all');
  pass(60_000);
  expect(await freeze()).toEqual({ switch: readSwitch('all'), readAt: START + 60_000 });
});

test.each([
  ['throttled', new Refusal('ThrottlingException', 'Rate exceeded')],
  ['broken', new Refusal('InternalServerError', 'We are sorry', 500)],
])('S11: a switch whose service is %s is as it was last read, and as old', async (_, refusal) => {
  const { freeze, parameters, pass, trouble, log } = await container();
  parameters.put(PARAMETER, 'fraud');
  await freeze();
  trouble.refusal = refusal;
  parameters.put(PARAMETER, 'off');
  pass(120_000);
  expect(await freeze()).toEqual({ switch: readSwitch('fraud'), readAt: START, remembered: true });
  expect(log).toHaveBeenCalledWith('freeze switch unreadable', {
    parameter: PARAMETER,
    error: expect.stringContaining(refusal.message),
  });
});

test('a switch that this container never read is not known', async () => {
  const { freeze, wires } = await container();
  denyEverything(wires);
  expect(await freeze()).toBeUndefined();
});

test('a switch that somebody deleted is not off', async () => {
  const { freeze, parameters } = await container();
  parameters.remove(PARAMETER);
  expect(await freeze()).toBeUndefined();
});

test('a silent service is waited for no longer than a second', async () => {
  const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
  const client = new SSMClient(await rude(saysNothing));
  const freeze = ssmFreeze(client, PARAMETER, { clock: () => START, log: () => {} });
  expect(await freeze()).toBeUndefined();
  expect(bound).toHaveBeenCalledWith(1_000);
});
