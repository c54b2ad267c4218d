import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { FreezeReading } from '../domain/freeze.ts';
import type { Log, Ports } from '../ports.ts';
import { messageOf, within } from './clients.ts';
import { readSwitch } from './freeze-value.ts';

const READ_WITHIN_MS = 1_000;

/** Remembers the last reading for as long as this container lives; the domain says how old it may be. */
export const ssmFreeze = (
  client: SSMClient,
  parameter: string,
  {
    clock,
    log,
    withinMs = READ_WITHIN_MS,
  }: { readonly clock: Ports['clock']; readonly log: Log; readonly withinMs?: number },
): Ports['freeze'] => {
  let last: FreezeReading | undefined;
  return async () => {
    try {
      const reply = await client.send(new GetParameterCommand({ Name: parameter }), within(withinMs));
      last = { switch: readSwitch(reply.Parameter?.Value ?? ''), readAt: clock() };
      return last;
    } catch (error) {
      log('freeze switch unreadable', { parameter, error: messageOf(error) });
      return last && { ...last, remembered: true };
    }
  };
};
