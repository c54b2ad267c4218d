import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Asked } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { type At, clockErrorOf, isOurs, policyOf } from './shared.ts';

/** How old a reading of the switch may be that still counts, with what an inconsistent read may add. */
const MEMORY = 5 * MINUTE + 30 * SECOND;

/**
 * The automation asks for no change: in mode observe or recommend; in mode approve without a person's word for that
 * incident, given and not run out (a drill that its owner ordered to move traffic needs no other word); while the endpoint that it read was not InService; while the switch was on. The
 * switch is on from when it was set, for a look that began later and read it itself; for one that could not read it,
 * or got an answer from before, after five minutes. A clock that is off by no more than AWS's replies can tell may think that a freeze has run out.
 */
export const i4: Invariant = {
  code: 'I4',
  promise: 'nothing is asked for while frozen, observed, not agreed to, or not InService',
  watch: (view) => (fact) => {
    if (!isOurs(fact)) return undefined;
    const why = whyNotAsked(view, fact) ?? whyNotAgreed(view, fact) ?? whyFrozen(view, fact);
    return why && `${fact.endpoint}: ${why}`;
  },
};

const whyNotAsked = (view: View, { endpoint, by }: At<Asked>): string | undefined => {
  const { mode } = policyOf(view, endpoint);
  if (!isDrill(view, endpoint, by) && (mode === 'observe' || mode === 'recommend')) return `mode is ${mode}`;
  const status = by.reads.get(endpoint)?.fleet?.value?.status;
  return status === 'InService' ? undefined : `the endpoint was ${status ?? 'not read'}`;
};

/** The look read an alarm that carries the mark of the drill that the ledger orders to move traffic. */
const isDrill = (view: View, endpoint: EndpointName, by: Invocation): boolean => {
  const order = view.account.table.drill(endpoint);
  const marked = by.reads.get(endpoint)?.alarms?.value.some(({ drill }) => drill !== undefined && drill === order?.id);
  return order?.move === true && marked === true;
};

const whyNotAgreed = (view: View, { endpoint, by, at }: At<Asked>): string | undefined => {
  if (policyOf(view, endpoint).mode !== 'approve' || isDrill(view, endpoint, by)) return undefined;
  const answer = view.account.table.answer(endpoint);
  if (answer?.kind !== 'approve') return 'nobody agreed';
  return answer.until <= at + Math.min(0, clockErrorOf(by, at)) ? 'the agreement has run out' : undefined;
};

export const whyFrozen = (
  view: View,
  { endpoint, by, at }: Pick<At<Asked>, 'endpoint' | 'by' | 'at'>,
): string | undefined => {
  const since = view.account.freeze.frozenSince(endpoint, at + clockErrorOf(by, at));
  if (since === undefined) return undefined;
  const { switchRead } = by;
  const sawIt = switchRead !== undefined && !switchRead.stale && since <= by.startedAt;
  return sawIt || at - since > MEMORY ? 'the switch was on' : undefined;
};
