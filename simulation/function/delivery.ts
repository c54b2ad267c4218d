import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Around } from '../aws/around.ts';
import type { WorldFault } from '../plan/faults.ts';
import type { Delivery } from '../plan/plan.ts';

export const ACCOUNT = '111122223333';

/** An event on its way to the function. */
export type Event = {
  readonly id: string;
  readonly kind: 'alarm' | 'endpoint' | 'sweep';
  readonly endpoint?: EndpointName;
  /** As EventBridge hands it over. */
  readonly body: unknown;
};

const envelope = (source: string, type: string, detail: Readonly<Record<string, unknown>>) => ({
  account: ACCOUNT,
  source,
  'detail-type': type,
  detail,
});

export const alarmEvent = (id: string, endpoint: EndpointName, alarmName: string): Event => ({
  id,
  kind: 'alarm',
  endpoint,
  body: envelope('aws.cloudwatch', 'CloudWatch Alarm State Change', { alarmName, state: { value: 'ALARM' } }),
});

export const endpointEvent = (id: string, endpoint: EndpointName): Event => ({
  id,
  kind: 'endpoint',
  endpoint,
  body: envelope('aws.sagemaker', 'SageMaker Endpoint State Change', { EndpointName: endpoint }),
});

export const sweepEvent = (id: string): Event => ({
  id,
  kind: 'sweep',
  body: envelope('aws.events', 'Scheduled Event', {}),
});

export type DeliveryAround = Around & {
  readonly rates: Delivery;
  readonly invoke: (event: Event) => void;
};

/** How EventBridge brings an event to the function: mostly at once, and once. */
export const makeDelivery = (around: DeliveryAround): ((event: Event) => void) => {
  const { chance, clock, rates, record } = around;
  const met = (share: number, fault: WorldFault, { endpoint }: Event): boolean => {
    if (!chance.maybe(share)) return false;
    record({ kind: 'world-fault', fault, ...(endpoint !== undefined && { endpoint }) });
    return true;
  };
  const bring = (event: Event, ms: number): void => clock.after(ms, 'delivery', () => around.invoke(event));
  return (event) => {
    // The schedule is the safety net: a tick seldom fails to come.
    const rarely = event.kind === 'sweep' ? 0.05 : 1;
    if (met(rates.lost * rarely, 'event-lost', event)) return;
    if (met(rates.deadLettered * rarely, 'event-dead-lettered', event))
      return record({
        kind: 'dead-lettered',
        event: event.id,
        ...(event.endpoint !== undefined && { endpoint: event.endpoint }),
      });
    bring(event, delayOf(met, event, { rates, rarely, draw: chance.draw }));
    if (met(rates.duplicated * rarely, 'event-duplicated', event)) bring(event, chance.between(0, 90) * SECOND);
  };
};

type Rarely = { readonly rates: Delivery; readonly rarely: number; readonly draw: () => number };

const delayOf = (
  met: (share: number, fault: WorldFault, event: Event) => boolean,
  event: Event,
  { rates, rarely, draw }: Rarely,
): number => {
  if (met(rates.late * rarely, 'event-late', event)) return (5 + draw() * 20) * MINUTE;
  if (met(rates.reordered * rarely, 'event-reordered', event)) return draw() * 5 * MINUTE;
  return 130 + draw() * 200;
};
