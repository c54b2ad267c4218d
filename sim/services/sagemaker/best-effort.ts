import type { Wires } from '../../types.ts';
import type { EndpointEvent } from './endpoint-event.ts';

/** Shares, 0..1, of SageMaker's events that come a second time, and that do not come at all. */
export type BestEffort = { readonly duplicated: number; readonly lost: number };

/** Figures of ours: SageMaker promises best effort only, and says that it may send several events for one change. */
export const BEST_EFFORT: BestEffort = { duplicated: 0.1, lost: 0.02 };

export const EXACTLY_ONCE: BestEffort = { duplicated: 0, lost: 0 };

/** A second event of the same change has an id of its own, and comes within ten seconds of the first. */
const LATEST_DUPLICATE = 10_000;

export const makeSender = (wires: Wires, { duplicated, lost }: BestEffort): ((event: EndpointEvent) => void) => {
  return (event) => {
    const draw = wires.seeded.random('sagemaker/events');
    const [fate, delay] = [draw(), draw()];
    const { 'detail-type': detailType, detail } = event;
    if (fate < lost) {
      wires.journal.write('event', { rule: 'any', detailType, subject: detail['EndpointName'], target: 'lost' });
      return;
    }
    wires.events.put(event);
    if (fate >= 1 - duplicated) {
      wires.clock.after(Math.round(delay * LATEST_DUPLICATE), `second event of ${event.resources.join()}`, () =>
        wires.events.put(event),
      );
    }
  };
};
