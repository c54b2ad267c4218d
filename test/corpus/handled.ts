import { expect } from 'vitest';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { parseTrigger } from '../../lambdas/loop/trigger.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { alarm } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';
import type { Case } from './case.ts';
import { alarmEvent, OURS } from './envelopes.ts';

/** A canary is bad, and the automation may act: whatever comes of a bad input here, nothing else stands in its way. */
export const armed = (): Memory => memory();

/** No guard is broken. */
export const quiet = (): Memory => {
  const held = memory();
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  return held;
};

type Heard = { readonly event?: unknown; readonly ports?: Partial<Ports> };

/** As the function does it: what the event is, and then the look or the sweep. Answers what became of it. */
export const handled = async (held: Memory, { event = alarmEvent(), ports = {} }: Heard = {}): Promise<string> => {
  const world = { ports: { ...portsOf(held), ...ports }, deployment: held.deployment };
  const trigger = parseTrigger(event, held.deployment, OURS);
  if (trigger.kind === 'refused') return `refused: ${trigger.because}`;
  if (trigger.kind === 'probe') return 'ignored';
  if (trigger.kind === 'sweep') return (await sweep(world)).outcome;
  const { verdict, account } = await step(world, trigger.policy, trigger.why);
  return account.outcome === 'rejected' ? 'rejected' : verdict;
};

/** What is wrong with each case, if anything is: a throw that the case does not expect is. */
const troubles = async <Input>(
  cases: readonly Case<Input>[],
  judge: (input: Input) => Promise<string | undefined> | string | undefined,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name, input } of cases) {
    const trouble = await Promise.resolve(input)
      .then(judge)
      .catch((error: unknown) => `threw ${error instanceof Error ? error.stack?.slice(0, 400) : String(error)}`);
    if (trouble !== undefined) found.push(`${name}: ${trouble}`);
  }
  return found;
};

/** Weights were asked for: no bad input may come to that. */
const moved = ({ shifts }: Memory): string | undefined =>
  shifts.length === 0 ? undefined : `moved traffic: ${JSON.stringify(shifts)}`;

/** None of the cases is any trouble. */
export const expectNoTrouble = async <Input>(...asked: Parameters<typeof troubles<Input>>): Promise<void> => {
  expect(await troubles(...asked)).toEqual([]);
};

/** Undefined: nothing was moved, and the look came to a verdict that can be. */
export const came = (outcome: string, held: Memory, to: readonly string[] = RESTS): string | undefined =>
  moved(held) ?? (to.includes(outcome) ? undefined : `came to ${outcome.slice(0, 100)}`);

const RESTS = ['nothing', 'hold', 'watch', 'end'];
