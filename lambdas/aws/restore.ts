import { DescribeEndpointCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { EndpointName } from '../domain/policy.ts';
import { whyBusy } from '../domain/status.ts';
import type { OrderAnswer, RestoreOrder } from '../domain/strategies/order.ts';
import { messageOf } from './clients.ts';
import { toAnswer, toFleet } from './endpoints.ts';
import { type ProofClients, prove } from './proof.ts';
import { understood } from './understood.ts';

/**
 * Carries a restore out: looks once more that nothing is under way and that the config to replace is still in service,
 * proves that the good one is there, and asks for it. Never throws.
 */
export const restoreConfig =
  (clients: ProofClients) =>
  async (endpoint: EndpointName, order: RestoreOrder): Promise<OrderAnswer> => {
    try {
      const reply = understood(await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: endpoint })));
      const fleet = toFleet(reply);
      if (whyBusy(fleet)) return { kind: 'busy' };
      if (fleet.config !== order.from)
        return { kind: 'refused', message: `${fleet.config} is in service, and the order replaces ${order.from}` };
      const [, , , , account = ''] = (reply.EndpointArn ?? '').split(':');
      const variants = fleet.variants.map(({ name }) => name);
      const proof = await prove(clients, { order, account, variants });
      return proof.kind === 'proved' ? await update(clients, endpoint, { order, unproved: proof.unproved }) : proof;
    } catch (error) {
      // Nothing was asked of SageMaker yet.
      return { kind: 'refused', message: messageOf(error) };
    }
  };

type Asked = { readonly order: RestoreOrder; readonly unproved: readonly string[] };

const update = async (
  { sagemaker }: ProofClients,
  endpoint: EndpointName,
  { order, unproved }: Asked,
): Promise<OrderAnswer> => {
  try {
    await sagemaker.send(
      new UpdateEndpointCommand({
        EndpointName: endpoint,
        EndpointConfigName: order.to,
        // The load is today's, and the config's own count of instances of another day. Nothing is excluded from that.
        RetainAllVariantProperties: true,
        // No deployment config: the guardrails of the last deployment may watch the very alarms that are in ALARM now,
        // and would take this one back.
        RetainDeploymentConfig: false,
      }),
    );
    return { kind: 'restoring', unproved };
  } catch (error) {
    return toAnswer(error);
  }
};
