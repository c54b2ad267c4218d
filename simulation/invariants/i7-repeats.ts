import type { Incident } from '../../lambdas/domain/incident.ts';
import { type Instant, MINUTE, type Weights } from '../../lambdas/domain/model.ts';
import type { EndpointName, Limits } from '../../lambdas/domain/policy.ts';
import { sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Fact } from '../facts.ts';
import { SERVICE_OF } from '../plan/faults.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { type At, isOurs, makeIntents, type Wrote } from './shared.ts';

const DAY = 24 * 60 * MINUTE;

type Taken = { readonly at: Instant; readonly config: string; readonly incident: string };

/**
 * Where an endpoint config was rolled back before, another incident rolls back only after the cooldown, and as often as
 * the deployment's limits allow within a while and within a day; all that SageMaker took up counts, of any config. What
 * one incident asks for again is one. Trouble with the ledger since the first of them excuses a wrong count, and so does
 * a clock that is wrong; drills and persons are not counted, nor what is asked for again of a person's order: the same
 * weights in the same incident.
 */
export const i7Repeats: Invariant = {
  code: 'I7',
  promise: 'a rollback is repeated only as often as the limits allow',
  watch: ({ plan: { limits }, account: { table } }) => {
    if (limits === undefined) return NOTHING_TO_WATCH;
    const intents = makeIntents();
    const taken = new Map<EndpointName, Taken[]>();
    const ordered = new Map<string, Weights>();
    let troubleAt = 0;
    const repeated = (endpoint: EndpointName, at: Instant, incident: Incident): string | undefined => {
      const own = taken.get(endpoint) ?? [];
      taken.set(endpoint, own);
      if (own.some((one) => one.incident === incident.id)) return undefined;
      const before = own.filter((one) => at - one.at < DAY);
      own.push({ at, config: incident.config, incident: incident.id });
      const [first] = before;
      if (first === undefined || troubleAt >= first.at || !before.some(({ config }) => config === incident.config))
        return undefined;
      const why = whyTooOften(
        limits,
        before.map((one) => one.at),
        at,
      );
      return why && `${incident.id}: ${why}`;
    };
    return (fact) => {
      intents.on(fact);
      if (isTrouble(fact)) troubleAt = fact.at;
      if (isOrder(fact)) ordered.set(fact.step.incident.id, fact.step.incident.shift?.wanted ?? {});
      if (!(isOurs(fact) || fact.kind === 'restored') || !fact.taken) return undefined;
      const { by, endpoint, at } = fact;
      const incident =
        fact.kind === 'restored' ? table.head(endpoint).incident : intents.of(by, endpoint)?.step.incident;
      if (incident === undefined || incident.drill) return undefined;
      const wanted = ordered.get(incident.id);
      if (fact.kind === 'asked' && wanted !== undefined && sameTraffic(wanted, fact.to)) return undefined;
      return repeated(endpoint, at, incident);
    };
  },
};

const isTrouble = (fact: Fact): fact is At<Extract<Fact, { kind: 'fault' }>> =>
  fact.kind === 'fault' && (SERVICE_OF[fact.site] === 'dynamodb' || fact.fault === 'clock-skew');

const isOrder = (fact: Fact): fact is At<Wrote> =>
  fact.kind === 'wrote' && fact.by.kind === 'person' && fact.step.what === 'intent' && fact.answer !== 'outpaced';

/** From the intent, by which the limits count, to the call that SageMaker gets. */
const SLACK = 5_000;

const whyTooOften = (
  { cooldownMinutes, flaps, shiftsPerDay }: Limits,
  before: readonly Instant[],
  at: Instant,
): string | undefined => {
  const within = (ms: number) => before.filter((one) => at - one < ms - SLACK).length;
  if (within(cooldownMinutes * MINUTE) > 0) return `shifted again within the cooldown of ${cooldownMinutes} minutes`;
  if (within(flaps.withinMinutes * MINUTE) >= flaps.shifts)
    return `more than ${flaps.shifts} shifts within ${flaps.withinMinutes} minutes`;
  return within(DAY) >= shiftsPerDay ? `more than ${shiftsPerDay} shifts in a day` : undefined;
};
