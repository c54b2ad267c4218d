import type { Incident } from '../domain/incident.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Order, OrderAnswer } from '../domain/strategies/order.ts';
import type { Ledger, Log } from '../ports.ts';

/** One for each kind of order; leaving one out is a compile error. */
export type Carriers = {
  readonly [Kind in Order['kind']]: (
    endpoint: EndpointName,
    order: Extract<Order, { kind: Kind }>,
  ) => Promise<OrderAnswer>;
};

export type CarryingOut = {
  readonly clock: () => Instant;
  readonly ledger: Pick<Ledger, 'head'>;
  readonly carriers: Carriers;
  readonly log: Log;
};

/** Who asks says only where to look: what is carried out is the order that the ledger's head holds. */
export type Asked = Pick<Incident, 'endpoint' | 'id'>;

/** An order is given as soon as it is written: one that is older was not, and somebody else asks for it. */
const FRESH = 2 * MINUTE;

export const carryOut = async ({ clock, ledger, carriers, log }: CarryingOut, asked: Asked): Promise<OrderAnswer> => {
  const { incident } = await ledger.head(asked.endpoint);
  const order = orderIn(incident, asked, clock());
  const answer = order === undefined ? NOT_ORDERED : await given(carriers, asked.endpoint, order);
  log('carried out', { ...asked, ...(order && { order }), answer });
  return answer;
};

const NOT_ORDERED: OrderAnswer = { kind: 'refused', message: "the ledger's newest incident waits for no such order" };

const orderIn = (incident: Incident | undefined, asked: Asked, now: Instant): Order | undefined => {
  if (incident === undefined || incident.id !== asked.id || incident.ending !== undefined) return undefined;
  const { preparing } = incident;
  const waits = preparing !== undefined && preparing.done === undefined && now - preparing.askedAt <= FRESH;
  return waits ? preparing.order : undefined;
};

const given = (carriers: Carriers, endpoint: EndpointName, order: Order): Promise<OrderAnswer> => {
  switch (order.kind) {
    case 'scale':
      return carriers.scale(endpoint, order);
    case 'restore':
      return carriers.restore(endpoint, order);
  }
};
