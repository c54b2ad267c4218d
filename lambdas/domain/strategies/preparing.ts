import type { Incident } from '../incident.ts';
import { type Instant, MINUTE } from '../model.ts';
import type { Policy } from '../policy.ts';
import { held } from '../progress.ts';
import { type Order, type OrderAnswer, type Preparing, sameOrder } from './order.ts';

type Ordered = Incident & { readonly preparing: Preparing };

/** The incident once an order is about to be given: only what the ledger's head holds is carried out. */
export const ordered = (incident: Incident, order: Order, now: Instant): Ordered => {
  const before = incident.preparing && sameOrder(incident.preparing.order, order) ? incident.preparing : undefined;
  return {
    ...incident,
    preparing: {
      order,
      requestedAt: before?.requestedAt ?? now,
      askedAt: now,
      attempts: (before?.attempts ?? 0) + 1,
    },
  };
};

/** The incident once the second function answered. An order that found the endpoint busy was never given. */
export const carriedOut = (
  before: Incident,
  intent: Ordered,
  { answer, policy }: { readonly answer: OrderAnswer; readonly policy: Policy },
): Incident => {
  const { preparing } = intent;
  const { askedAt } = preparing;
  switch (answer.kind) {
    case 'lost':
      return intent;
    case 'busy':
      return held(before, { kind: 'endpoint-busy', status: 'Updating' }, askedAt);
    case 'refused':
      // A restore that was refused was never under way: it is asked for anew, and not counted as taken back.
      return held(
        preparing.order.kind === 'restore'
          ? before
          : { ...intent, preparing: { ...preparing, refused: answer.message } },
        { kind: 'order-refused', message: answer.message },
        askedAt,
      );
    case 'unproved':
      return held(
        before,
        { kind: 'good-config-unproved', config: configOf(preparing.order), what: answer.what },
        askedAt,
      );
    case 'restoring':
      return restoring(before, intent, answer.unproved);
    case 'accepted':
      return scaling(intent, answer, policy);
  }
};

const configOf = (order: Order): string => (order.kind === 'restore' ? order.to : '');

/** The update runs: nothing holds any more, and whoever was told of a hold is told of this. */
const restoring = (before: Incident, intent: Ordered, unproved: readonly string[]): Incident => {
  const { hold: _over, ...rest } = intent;
  const after = { ...rest, preparing: { ...intent.preparing, ...(unproved.length > 0 && { unproved }) } };
  if (after.told === 0) return { ...after, owed: 'opened' };
  return before.preparing === undefined ? { ...after, owed: 'changed' } : after;
};

const scaling = (
  intent: Ordered,
  { kind: _taken, ...reached }: Extract<OrderAnswer, { kind: 'accepted' }>,
  { strategy }: Policy,
): Incident => {
  const { preparing } = intent;
  const { order, askedAt, requestedAt } = preparing;
  const done = { at: askedAt, ...reached };
  const after = { ...intent, preparing: { ...preparing, done } };
  if (order.kind !== 'scale' || strategy === undefined) return after;
  const { unit, from } = order;
  const until = requestedAt + strategy.withinMinutes * MINUTE;
  return held(after, { kind: 'raising-stable', unit, from, to: reached.reaches, until }, askedAt);
};
