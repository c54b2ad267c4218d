import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import { shipped } from '../automation.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { Invariant } from '../invariants/invariant.ts';
import type { Plan } from '../plan/plan.ts';
import { play } from '../play.ts';
import type { View } from '../view.ts';
import { noted } from './questions.ts';
import type { Call, Hand, Invoked, Question, Recording } from './recording.ts';

/** Plays the plan in memory, and notes each call of the automation with what became of it. */
export const record = async (plan: Plan): Promise<Recording> => {
  const notes = makeNotes(plan);
  const watching: Invariant = { code: 'C3', promise: 'all is noted', watch: (view) => (fact) => notes.saw(view, fact) };
  const automation = {
    ...shipped,
    handle: (event: unknown, ...rest: [Parameters<typeof shipped.handle>[1], string]) => {
      notes.began(event, rest[1]);
      return shipped.handle(event, ...rest);
    },
    ports: notes.ports,
  };
  await play(plan, { automation, invariants: [watching] });
  return notes.recording();
};

const makeNotes = (plan: Plan) => {
  const invocations = makeInvocations(() => now());
  const hands = makeHands();
  let deployment: Deployment = { name: '', policies: [] };
  let now = (): number => plan.start;

  return {
    saw: (view: View, fact: Fact): undefined => {
      ({ now, deployment } = view);
      hands.saw(view, fact);
      invocations.saw(fact);
    },
    began: invocations.began,
    ports: ((ports, { by }) =>
      noted(ports, (question, ask) => invocations.asks(by, question, ask))) satisfies typeof shipped.ports,
    recording: (): Recording => {
      const { seed, start, minutes } = plan;
      const all = invocations.all();
      const riddle = all.find(isRiddle)?.beganAt ?? Number.POSITIVE_INFINITY;
      const until = Math.min(start + minutes * MINUTE, riddle - 1);
      const known = all.filter(({ beganAt }) => beganAt <= until);
      return { seed, start, until, deployment, invocations: known, hands: hands.all() };
    },
  };
};

/** Looks of one sweep ask the same at once, and not all of them are answered: nobody can say on the wire which is which. */
const isRiddle = ({ calls }: Invoked): boolean => {
  const alike = Map.groupBy(calls, ({ question, askedAt }) => `${question.name} ${askedAt}`);
  return [...alike.values()].some((some) => new Set(some.map(({ fault }) => fault)).size > 1);
};

/** What each invocation asked, and what became of it. */
const makeInvocations = (now: () => number) => {
  const known = new Map<number, Invoked>();
  let [asking, newest]: [Call | undefined, Invoked | undefined] = [undefined, undefined];
  const openCall = ({ id }: Invocation, name: string): Call | undefined =>
    known.get(id)?.calls.findLast(({ question, heardAt }) => heardAt === undefined && question.name === name);
  return {
    all: (): readonly Invoked[] => [...known.values()].map((one) => ({ ...one, calls: one.calls.filter(isMade(one)) })),
    began: (body: unknown, event: string): void => {
      if (newest?.event === event) newest.body = body;
    },
    asks: async <Value>(by: Invocation, question: Question, ask: () => Promise<Value>): Promise<Value> => {
      const call: Call = { question, askedAt: now() };
      known.get(by.id)?.calls.push(call);
      // Its fate is decided while it is asked.
      asking = call;
      const answer = ask();
      asking = undefined;
      try {
        const value = await answer;
        call.value = value;
        return value;
      } finally {
        call.heardAt = now();
      }
    },
    saw: (fact: Fact): void => {
      if (fact.kind === 'fault' && fact.fault !== 'clock-skew' && asking !== undefined) asking.fault = fact.fault;
      if (!('by' in fact) || typeof fact.by === 'string' || fact.by.kind === 'person') return;
      if (fact.kind === 'began') {
        newest = invokedBy(fact.by, fact.at);
        known.set(newest.id, newest);
      }
      const invoked = known.get(fact.by.id);
      if (fact.kind === 'logged') invoked?.lines.push({ message: fact.message, facts: fact.facts });
      if (fact.kind === 'ended') ended(invoked, fact);
      const effect = effectIn(fact);
      const call = effect === undefined ? undefined : openCall(fact.by, effect);
      if (call !== undefined) call.doneAt ??= fact.at;
    },
  };
};

/** What a container answers from its memory, it asks nobody; and what goes on after the end of an invocation is frozen. */
const isMade =
  ({ endedAt = Number.POSITIVE_INFINITY }: Invoked) =>
  ({ askedAt, heardAt }: Call): boolean =>
    heardAt !== askedAt && askedAt <= endedAt;

/** The call that took effect, by its question's name. */
const effectIn = (fact: Fact): string | undefined => {
  switch (fact.kind) {
    case 'asked':
      return `shift ${fact.endpoint}`;
    case 'told':
      return `publish ${fact.letter.endpoint}`;
    case 'noticed':
      return `noticed ${fact.endpoint} ${fact.about}`;
    case 'wrote':
      return fact.kept ? `write ${fact.step.incident.endpoint}` : undefined;
    default:
      return undefined;
  }
};

/** What people wrote into the ledger, each by a way of their own. */
const makeHands = () => {
  const hands: Hand[] = [];
  let awaited: Extract<Fact, { kind: 'happening' }>['happening'] | undefined;
  return {
    all: (): readonly Hand[] => hands,
    saw: ({ account: { table } }: View, fact: Fact): void => {
      const { at } = fact;
      // What a happening puts there is there by the next fact.
      if (awaited?.what === 'answers') {
        const [endpoint, answer] = [awaited.endpoint, table.answer(awaited.endpoint)];
        if (answer !== undefined) hands.push({ at, kind: 'answer', endpoint, answer });
      } else if (awaited?.what === 'drills') {
        const [endpoint, order] = [awaited.endpoint, table.drill(awaited.endpoint)];
        if (order !== undefined) hands.push({ at, kind: 'drill', endpoint, order });
      }
      awaited = fact.kind === 'happening' ? fact.happening : undefined;
      if (fact.kind === 'wrote' && fact.kept && fact.by.kind === 'person')
        hands.push({ at, kind: 'step', step: fact.step });
    },
  };
};

const invokedBy = ({ id, kind, event, container }: Invocation, beganAt: number): Invoked => ({
  id,
  kind,
  event,
  container: container.id,
  skewMs: container.skewMs,
  beganAt,
  body: undefined,
  calls: [],
  lines: [],
});

const ended = (invoked: Invoked | undefined, { at, how, killed }: Extract<Fact, { kind: 'ended' }>): void => {
  if (invoked === undefined) return;
  invoked.endedAt = at;
  invoked.how = killed === true ? 'killed' : how;
};
