import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import { MAX_ATTEMPTS } from '../../lambdas/domain/settle.ts';
import type { Order, Preparing } from '../../lambdas/domain/strategies/order.ts';
import * as commands from '../../lambdas/domain/words/commands.ts';
import type { Awaited } from './incident.ts';
import { moment } from './times.ts';

/** An open incident that waits for what its strategy ordered. */
export const preparedOf = (
  { endpoint }: Incident,
  { order, requestedAt, attempts, inForceAt }: Preparing,
  { now }: { readonly now: Instant },
): Awaited => {
  const asked = `${ordered(order)} was asked for at ${moment(requestedAt, now)}`;
  const command = commands.describeEndpoint(endpoint);
  if (inForceAt !== undefined)
    return {
      is: `${asked}, and is in service since ${moment(inForceAt, now)}.`,
      awaited: 'Waited for: a whole minute of requests under its guards, as proof.',
      command,
    };
  return {
    is: `${asked}, request ${attempts} of at most ${MAX_ATTEMPTS}, and is not there yet.`,
    awaited:
      order.kind === 'scale'
        ? 'Waited for: that SageMaker has raised it. Traffic goes there after that.'
        : 'Waited for: that SageMaker has started the new fleet, which takes minutes.',
    command,
  };
};

const ordered = (order: Order): string =>
  order.kind === 'scale'
    ? `${order.variant} with ${order.to} ${order.unit} instead of ${order.from}`
    : `The endpoint config ${order.to} in the place of ${order.from}`;
