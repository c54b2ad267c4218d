import type { Events, ServiceEvent, Wires } from '../../types.ts';

type Sent = Parameters<Events['put']>[0] & { readonly time?: Date };

/** An event in the envelope in which EventBridge carries it. Its time has whole seconds; when what happened stands in the detail. */
export const carried = ({ seeded, account, clock }: Wires, event: Sent): ServiceEvent => ({
  version: '0',
  id: seeded.id('events'),
  'detail-type': event['detail-type'],
  source: event.source,
  account: account.id,
  time: (event.time ?? new Date(clock.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
  region: account.region,
  resources: event.resources,
  detail: event.detail,
});
