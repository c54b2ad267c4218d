import type { HoldReason } from '../../../lambdas/domain/reasons.ts';
import type { Order } from '../../../lambdas/domain/strategies/order.ts';
import type { Quiet, Verdict } from '../../../lambdas/domain/verdict.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { amountOf } from '../../../lambdas/domain/words/strategy-holds.ts';
import { endingOf, heldWords, seenOf, type Told } from '../../shown/incident.ts';
import { preparedOf } from '../../shown/prepared.ts';

/** What the functions would do at their next look, within a minute. */
export const verdictWords = (verdict: Verdict, told: Told): string => {
  switch (verdict.kind) {
    case 'nothing':
      return `NOTHING: ${QUIET[verdict.because]}.`;
    case 'roll-back':
      return `ROLL BACK: ${seenOf(verdict.incident, told.policy)}. SageMaker is asked for ${shares(verdict.to)}.`;
    case 'prepare':
      return `PREPARE: ${seenOf(verdict.incident, told.policy)}. ${orderWords(verdict.order)}`;
    case 'hold':
      return `HOLD, shift nothing: ${holdWhy(verdict.reason, verdict, told)}. Seen: ${seenOf(verdict.incident, told.policy)}.`;
    case 'watch':
      return verdict.incident.shift === undefined && verdict.incident.preparing !== undefined
        ? `WATCH: ${preparedOf(verdict.incident, verdict.incident.preparing, told).is}`
        : verdict.inForce
          ? 'WATCH: the new weights are in force, and are being proved.'
          : 'WATCH: a shift is asked for, and not yet in force.';
    case 'end':
      return `END ${verdict.incident.id} as ${endingOf({ ...verdict.incident, ending: verdict.ending })}.`;
  }
};

const orderWords = (order: Order): string =>
  order.kind === 'scale'
    ? `${order.variant} is raised from ${order.from} to ${order.to} ${amountOf(order.unit)}; traffic goes there after that.`
    : `The endpoint config ${order.from} is replaced by ${order.to}, which served well.`;

const holdWhy = (reason: HoldReason, { incident }: Extract<Verdict, { kind: 'hold' }>, told: Told): string =>
  heldWords(reason, incident, told).why;

const QUIET: Readonly<Record<Quiet, string>> = {
  'no-breach': 'no guard of a canary with traffic is broken',
  'already-stable': 'all traffic is on stable already',
  'already-ended': 'a guard is broken, and the incident of that breach has ended; the same breach opens none again',
  'endpoint-missing': 'the endpoint does not exist',
};
