import type { SteppedClock } from '../../sim/kernel/clock.ts';
import type { Exchange } from '../../sim/wire/exchange.ts';
import type { Running } from './containers.ts';
import { questionIn } from './heard.ts';
import { linesDiffer } from './lines.ts';
import type { Call, Invoked, Question } from './recording.ts';
import { differenceIn, isSameTime } from './same.ts';

/** The first thing that the bundle did otherwise than the same code in memory. */
export type Difference = { readonly invocation: Invoked; readonly at: number; readonly what: string };

export type Counts = { readonly invocations: number; readonly calls: number; readonly verdicts: number };

/** Holds what the bundle does against what was done in memory. */
export type Judge = {
  /** Which call of the recording this is, if it is the same. */
  readonly callFor: (running: Running, exchange: Exchange) => Call | undefined;
  readonly ended: (running: Running, how: NonNullable<Invoked['how']>) => void;
  readonly differs: (invocation: Invoked, what: string) => void;
  readonly difference: () => Difference | undefined;
  readonly counts: Counts;
};

export const makeJudge = ({ now }: Pick<SteppedClock, 'now'>): Judge => {
  const counts = { invocations: 0, calls: 0, verdicts: 0 };
  let first: Difference | undefined;
  const differs: Judge['differs'] = (invocation, what) => {
    first ??= { invocation, at: now(), what };
  };
  const compare = (invoked: Invoked, { question, askedAt }: Call, got: Question): void => {
    counts.calls += 1;
    const different = differenceIn(question.input, got.input);
    if (different !== undefined) differs(invoked, `${got.name}: ${different}`);
    if (!isSameTime(askedAt, now()))
      differs(invoked, `${got.name} was asked ${now() - askedAt} ms later than in memory`);
  };
  return {
    callFor: ({ invoked, left }, exchange) => {
      const question = questionIn(exchange);
      const place = left.findIndex(({ question: { name } }) => name === question.name);
      const [call = more(invoked, question, now())] = place < 0 ? [] : left.splice(place, 1);
      if (call === undefined && isCrashing(invoked, now())) return undefined;
      if (call === undefined)
        differs(invoked, `it asked what it did not ask in memory: ${question.name} ${JSON.stringify(question.input)}`);
      else compare(invoked, call, question);
      return call;
    },
    ended: ({ invoked, left, output }, how) => {
      counts.invocations += 1;
      const { endedAt = 0 } = invoked;
      if (invoked.how !== how) differs(invoked, `it ended as ${how}, and in memory as ${invoked.how}`);
      if (!isSameTime(endedAt, now())) differs(invoked, `it ended ${now() - endedAt} ms later than in memory`);
      for (const { question, askedAt } of left)
        if (!isCrashing(invoked, askedAt)) differs(invoked, `it did not ask: ${question.name}`);
      const { what, verdicts } = linesDiffer(invoked.lines, output);
      if (what !== undefined) differs(invoked, what);
      counts.verdicts += verdicts;
    },
    differs,
    difference: () => first,
    counts,
  };
};

/** Of what is asked at the very moment of a crash, nobody can say whether it came before. */
const isCrashing = ({ how, endedAt = 0 }: Invoked, now: number): boolean =>
  how === 'killed' && isSameTime(endedAt, now);

/** What takes several requests on the wire is one question in memory. */
const MORE_OF: Readonly<Record<string, string>> = { subscriptions: 'subscriptions', 'mute rule': 'mutes' };

/** The question that this request belongs to. Where nobody is asked in memory what is muted, nothing is. */
const more = ({ calls }: Invoked, { name, input }: Question, now: number): Call | undefined => {
  if (name === 'mutes') return { question: { name, input }, askedAt: now, heardAt: now, value: {} };
  const isNow = ({ askedAt, heardAt = 0 }: Call): boolean =>
    isSameTime(now, askedAt) || (askedAt <= now && now <= heardAt);
  const whole = calls.findLast((call) => call.question.name === MORE_OF[name] && isNow(call));
  return whole && { ...whole, question: { name, input }, askedAt: now };
};
