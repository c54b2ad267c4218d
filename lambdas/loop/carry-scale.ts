import type { EndpointName } from '../domain/policy.ts';
import type { OrderAnswer, ScaleOrder } from '../domain/strategies/order.ts';
import type { Capacities } from '../ports.ts';

/**
 * Raises a variant as far as Application Auto Scaling lets it, and its floor along: the next scale-in would take the
 * instances back. The capacity goes first, since scaling is blocked while the endpoint is Updating; the other way round,
 * the two would race. Nothing here ever lowers a capacity or a floor.
 */
export const carryScale =
  (capacities: Capacities) =>
  async (endpoint: EndpointName, order: ScaleOrder): Promise<OrderAnswer> => {
    const { variant, unit, from, to } = order;
    const bounds = unit === 'instances' ? await capacities.bounds(endpoint, variant) : undefined;
    if (bounds === 'unreadable') return { kind: 'refused', message: 'the bounds of its autoscaling could not be read' };
    const reaches = Math.min(to, bounds?.ceiling ?? to);
    if (reaches <= from) return { kind: 'refused', message: `its autoscaling has a ceiling of ${reaches} ${unit}` };

    const answer = await capacities.raise(endpoint, { variant, unit, to: reaches });
    if (answer.kind !== 'accepted') return answer;
    if (bounds === undefined || bounds.floor >= reaches) return { kind: 'accepted', reaches };
    const unheld = await capacities.raiseFloor(endpoint, { variant, to: reaches });
    return { kind: 'accepted', reaches, bounds, ...(unheld !== undefined && { unheld }) };
  };
