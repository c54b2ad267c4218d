import type { Alarm, Instant } from './model.ts';
import type { VariantName } from './policy.ts';
import type { Situation } from './situation.ts';
import type { Verdict } from './verdict.ts';

/** All that `decide` was given and what it answered, so that it can be asked the same again. */
export type Decision = {
  /** Version of the code that decided, as package.json says it. */
  readonly code: string;
  readonly now: Instant;
  readonly situation: Situation;
  readonly verdict: Verdict;
};

/** As it is recorded, in JSON: a guard is named by its id, since the policy holds it already. */
export type Recorded = Omit<Decision, 'situation'> & {
  readonly situation: Omit<Situation, 'alarms' | 'fleet' | 'incident'> &
    Partial<Pick<Situation, 'fleet' | 'incident'>> & {
      readonly alarms: readonly { readonly variant?: VariantName; readonly guard: string; readonly alarm: Alarm }[];
    };
};

export const toRecorded = ({ situation, ...decision }: Decision): Recorded => ({
  ...decision,
  situation: {
    ...situation,
    alarms: situation.alarms.map(({ guard, ...one }) => ({ ...one, guard: guard.id })),
  },
});

/** An alarm whose guard the policy lacks cannot have been recorded by `toRecorded`, and is left out. */
export const fromRecorded = ({ situation, ...decision }: Recorded): Decision => {
  const guards = new Map(situation.policy.guards.map((guard) => [guard.id, guard]));
  return {
    ...decision,
    situation: {
      ...situation,
      // JSON has no undefined.
      fleet: situation.fleet,
      incident: situation.incident,
      alarms: situation.alarms.flatMap(({ guard: id, ...one }) => {
        const guard = guards.get(id);
        return guard === undefined ? [] : [{ ...one, guard }];
      }),
    },
  };
};
