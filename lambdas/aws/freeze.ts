import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { FreezeReading } from '../domain/freeze.ts';
import type { Log, Ports } from '../ports.ts';
import { messageOf, within } from './clients.ts';
import { readSwitch } from './freeze-value.ts';

const READ_WITHIN_MS = 1_000;

/**
 * Remembers the last reading for as long as this container lives; the domain says how old it may be. Looks that ask at the
 * same time share one answer: in a storm they are many, and SSM's quota is small.
 */
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
  let underWay: Promise<FreezeReading | undefined> | undefined;
  const read = async (): Promise<FreezeReading | undefined> => {
    try {
      const reply = await client.send(new GetParameterCommand({ Name: parameter }), within(withinMs));
      last = { switch: readSwitch(reply.Parameter?.Value ?? ''), readAt: clock() };
      return last;
    } catch (error) {
      log('freeze switch unreadable', { parameter, error: messageOf(error) });
      return last && { ...last, remembered: true };
    }
  };
  return async () => {
    underWay ??= read().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
};
