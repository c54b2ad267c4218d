import * as v from 'valibot';
import { type Decision, fromRecorded, type Recorded } from '../domain/decision.ts';

/** Our own writing: what must hold is what `decide` and `fromRecorded` go through. */
const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    code: v.string(),
    now: v.number(),
    situation: v.looseObject({
      policy: v.looseObject({
        endpoint: v.string(),
        stable: v.string(),
        guards: v.array(v.looseObject({ id: v.string() })),
      }),
      alarms: v.array(
        v.looseObject({
          variant: v.exactOptional(v.string()),
          guard: v.string(),
          alarm: v.looseObject({ name: v.string(), state: v.string() }),
        }),
      ),
      traffic: v.union([v.literal('unreadable'), v.record(v.string(), v.array(v.looseObject({ start: v.number() })))]),
      fleet: v.optional(v.looseObject({ status: v.string(), variants: v.array(v.looseObject({ name: v.string() })) })),
    }),
    verdict: v.looseObject({ kind: v.string() }),
  }),
);

/** What an entry's `decision` says; undefined where it is none. */
export const readDecision = (text: string | undefined): Decision | undefined => {
  const parsed = v.safeParse(Stored, text);
  return parsed.success ? fromRecorded(parsed.output as unknown as Recorded) : undefined;
};
