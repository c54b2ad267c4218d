import type { Instant } from '../../lambdas/domain/model.ts';
import type { Asked, Fact } from '../facts.ts';
import type { Invariant } from './invariant.ts';
import { type At, isHead, isOurs, makeGone, makeIntents, type Wrote } from './shared.ts';

const CALM_MINUTES = 5;

/** A call whose outcome the ledger does not hold. `since`: from when on it can be known; absent while SageMaker works on it. */
type Open = { readonly asked: At<Asked>; readonly intent: At<Wrote>; since?: Instant };

/**
 * Each call that changes weights has an intent before it, in the ledger or, where the ledger did not answer, in the log;
 * no look acts whose intent came too late. Within five minutes in which no fault hit the endpoint's looks the ledger
 * holds what came of it. Where SageMaker took it up they count from when that change is over: who heard the answer may have crashed,
 * or lost the race for the record, and nobody else can know before. A letter about an incident is sent only after that incident, owing it, was written or logged.
 * What only a container knew, and its log, is lost with it: while the ledger does not answer, or where its head could not be
 * read and no head leads to the entry, that is excused; and so is what a container knows that has made no sweep since in
 * which the ledger answered.
 */
export const c1: Invariant = {
  code: 'C1',
  promise: 'each attempt has an intent before it and its outcome after it, and nothing is told that is not recorded',
  watch: (view) => {
    const intents = makeIntents();
    const gone = makeGone();
    const logged = new Set<number>();
    const wroteOwed = new Set<string>();
    const open: Open[] = [];

    const asked = (fact: At<Asked>): string | undefined => {
      const intent = intents.of(fact.by, fact.endpoint);
      if (intent === undefined) return `${fact.endpoint}: asked for without an intent`;
      if (intent.answer === 'outpaced') return `${fact.endpoint}: acted though another look had written`;
      const isRecorded = intent.kept || logged.has(fact.by.id);
      if (!isRecorded) return `${fact.endpoint}: the intent is neither in the ledger nor in the log`;
      open.push({ asked: fact, intent, ...(!fact.taken && { since: fact.at }) });
      return undefined;
    };
    const changed = ({ endpoint, at }: At<Extract<Fact, { kind: 'changed' }>>): void => {
      for (const one of open) if (one.asked.endpoint === endpoint) one.since ??= at;
    };
    const overdue = (): string | undefined => {
      const late = open.find(({ asked: { endpoint, at, by }, intent, since }) => {
        if (since === undefined || view.weather.calmMinutes(endpoint, since) < CALM_MINUTES) return false;
        return isHead(intent) || (!gone.isGone(by, view.now()) && gone.sweptAt(by) > at);
      });
      return late && `${late.intent.step.incident.id}: no outcome in the ledger`;
    };
    const wrote = (fact: Wrote): void => {
      const { incident, what } = fact.step;
      if (incident.owed) wroteOwed.add(`${fact.by.id} ${incident.id}`);
      if (!fact.kept || what === 'intent') return;
      for (let place = open.length - 1; place >= 0; place -= 1)
        if (open[place]?.intent.step.incident.id === incident.id) open.splice(place, 1);
    };
    return (fact) => {
      intents.on(fact);
      gone.on(fact);
      if (fact.kind === 'logged' && fact.message === 'ledger not written') logged.add(fact.by.id);
      if (fact.kind === 'changed') changed(fact);
      if (fact.kind === 'wrote') wrote(fact);
      if (fact.kind === 'told') return whyUnrecorded(fact, wroteOwed);
      if (fact.kind === 'minute') return overdue();
      return isOurs(fact) ? asked(fact) : undefined;
    };
  },
};

const whyUnrecorded = (
  { by, letter }: Extract<Fact, { kind: 'told' }>,
  wroteOwed: ReadonlySet<string>,
): string | undefined => {
  if (letter.incident === undefined) return undefined;
  const { id } = letter.incident;
  const read = [...by.reads.values()].some(({ head }) => head?.value.incident?.id === id && head.value.incident.owed);
  return read || wroteOwed.has(`${by.id} ${id}`) ? undefined : `${id}: told before it was recorded`;
};
