import type { Incident } from '../../lambdas/domain/incident.ts';
import { MINUTE, type Traffic, type Weights } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import { currentWeights, FLOAT32_ERROR, shareOf } from '../../lambdas/domain/weights.ts';
import type { Asked } from '../facts.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { type At, aimOf, isOurs, makeIntents, policyOf, type Wrote } from './shared.ts';

const LOOK_BACK = 15 * MINUTE;

/**
 * A shift goes only to a stable that carried its minimum share in the weights in force when the incident opened, as the
 * look saw them that first wrote of it; and that can take the busiest minute of the last quarter of an hour, where the
 * owner stated a bound. A look that could not read the ledger opens the incident for itself, with the weights that it
 * saw. What an inconsistent read showed of another time is excused; that the metrics could not be read is not. A fallback
 * needs no share, by its owner's word; and what scale-then-shift weighs has an invariant of its own.
 */
export const i8: Invariant = {
  code: 'I8',
  promise: 'a shift goes to a stable that carried its share when it began, and that can take the load',
  watch: (view) => {
    const intents = makeIntents();
    const opened = new Map<string, Weights>();
    return (fact) => {
      intents.on(fact);
      if (fact.kind === 'wrote') open(opened, fact);
      if (!isOurs(fact)) return undefined;
      const policy = aimOf(view, fact);
      if (policy !== policyOf(view, fact.endpoint)) return undefined;
      const incident = intents.of(fact.by, fact.endpoint)?.step.incident;
      const weights = incident && weightsAtOpen(opened, policy, incident);
      const why = (weights && whyStale(policy, weights)) ?? whyTooMuch(view, policy, fact);
      return why && `${fact.endpoint}: ${why}`;
    };
  },
};

/** Of the looks that opened it, and of the one that opened it anew because it could not read it, that which speaks for stable. */
const weightsAtOpen = (
  opened: ReadonlyMap<string, Weights>,
  { stable }: Policy,
  incident: Incident,
): Weights | undefined =>
  [opened.get(incident.id), opened.get(anew(incident))]
    .filter((weights) => weights !== undefined)
    .toSorted((one, other) => shareOf(stable, other) - shareOf(stable, one))[0];

/** One that goes by the same alarm has the same id, and began at another time; the ledger takes it over from its container. */
const anew = ({ id, openedAt }: Incident): string => `${id} ${openedAt}`;

const open = (opened: Map<string, Weights>, { by, step: { incident } }: Wrote): void => {
  const { fleet, head } = by.reads.get(incident.endpoint) ?? {};
  if (fleet?.value === undefined) return;
  const weights = currentWeights(fleet.value);
  if (!fleet.stale && !opened.has(incident.id)) opened.set(incident.id, weights);
  if (head?.value.incident === undefined && head?.stale === true) opened.set(anew(incident), weights);
};

const whyStale = ({ stable, stableMinShare }: Policy, weights: Weights): string | undefined => {
  const share = shareOf(stable, weights);
  return share < stableMinShare - FLOAT32_ERROR ? `stable carried ${share} when the incident opened` : undefined;
};

const whyTooMuch = (view: View, policy: Policy, { by, at, endpoint }: At<Asked>): string | undefined => {
  const bound = policy.strategy === undefined ? policy.stableMaxRequestsPerInstance : undefined;
  const { fleet, traffic } = by.reads.get(endpoint) ?? {};
  const instances = fleet?.value?.variants.find(({ name }) => name === policy.stable)?.instances;
  if (bound === undefined || instances === undefined) return undefined;
  if (traffic === undefined || traffic.value === 'unreadable') return 'nobody knew the load';
  if (traffic.stale) return undefined;
  const metrics = view.account.guarded.get(endpoint)?.metrics;
  const seen = metrics?.between([policy.stable, ...policy.canaries], at - LOOK_BACK, at - (at % MINUTE)) ?? {};
  // A minute may have come to light since the look.
  const load = Math.min(busiest(seen), busiest(traffic.value)) / instances;
  return load > bound ? `${load} requests a minute per instance, and ${bound} is the bound` : undefined;
};

const busiest = (traffic: Traffic): number => {
  const totals = new Map<number, number>();
  for (const { start, requests } of Object.values(traffic).flat())
    totals.set(start, (totals.get(start) ?? 0) + requests);
  return Math.max(0, ...totals.values());
};
