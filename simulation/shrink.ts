import type { Plan } from './plan/plan.ts';
import { type Outcome, type Playing, play } from './play.ts';

/** As many plays as a person would wait for. */
const MOST_PLAYS = 150;

/** Each with one thing less in the world, the greater ones first. */
const smaller = function* (plan: Plan): Generator<Plan> {
  if (plan.faultRate > 0) yield { ...plan, faultRate: 0 };
  if (Object.values(plan.delivery).some((rate) => rate > 0))
    yield { ...plan, delivery: { duplicated: 0, late: 0, reordered: 0, lost: 0, deadLettered: 0 } };
  const { aimed, ...unaimed } = plan;
  if (aimed) yield unaimed;
  if (plan.takenBack > 0) yield { ...plan, takenBack: 0 };
  for (const one of plan.outages) yield { ...plan, outages: plan.outages.filter((other) => other !== one) };
  if (plan.faultRate > 0)
    for (const one of plan.faults) yield { ...plan, faults: plan.faults.filter((other) => other !== one) };
  for (const one of plan.happenings) yield { ...plan, happenings: plan.happenings.filter((other) => other !== one) };
};

export type Shrunk = { readonly plan: Plan; readonly outcome: Outcome; readonly plays: number };

/** The smallest plan found that breaks the same promise: without whatever it breaks without, too. */
export const shrink = async (plan: Plan, code: string, playing: Playing = {}): Promise<Shrunk> => {
  let best = { plan, outcome: await play(plan, playing) };
  let plays = 1;
  for (let found = true; found && plays < MOST_PLAYS; ) {
    found = false;
    for (const candidate of smaller(best.plan)) {
      if (plays >= MOST_PLAYS) break;
      plays += 1;
      const outcome = await play(candidate, playing);
      if (outcome.violation?.code !== code) continue;
      best = { plan: candidate, outcome };
      found = true;
      break;
    }
  }
  return { ...best, plays };
};
