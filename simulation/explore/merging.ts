import type { Random } from '../../sim/types.ts';
import { type Machine, type Step, stepsFrom } from './explore.ts';
import { keyIn } from './key.ts';
import { broken } from './laws.ts';
import { ALL_TO_STABLE, type State } from './state.ts';

export type Compared = {
  /** States that differ and have one key. */
  readonly pairs: number;
  /** The first two from which not the same followed. */
  readonly differ?: { readonly states: readonly [State, State]; readonly follows: readonly [string, string] };
};

type Asked = {
  readonly walks: number;
  readonly long: number;
  readonly random: Random;
  /** In the place of the machine's own. */
  readonly key?: (state: State) => string;
};

/**
 * Random walks in which nothing is merged. Of states with one key each event has to make the same: the same verdict for
 * the same reason, states with one key again, and the same laws against a shift then.
 */
export const compareMerged = (machine: Machine, { key = keyIn(machine), ...walks }: Asked): Compared => {
  const first = new Map<string, State>();
  let pairs = 0;
  for (const state of visited(machine, walks)) {
    const like = first.get(key(state));
    first.set(key(state), like ?? state);
    if (like === undefined || JSON.stringify(like) === JSON.stringify(state)) continue;
    pairs += 1;
    const [one, other] = [followsFrom(like, machine, key), followsFrom(state, machine, key)];
    const place = one.findIndex((follows, at) => follows !== other[at]);
    if (place >= 0 || one.length !== other.length)
      return { pairs, differ: { states: [like, state], follows: [`${one[place]}`, `${other[place]}`] } };
  }
  return { pairs };
};

function* visited(machine: Machine, { walks, long, random }: Omit<Asked, 'key'>): Generator<State> {
  for (let walk = 0; walk < walks; walk += 1) {
    let state = oneOf(machine.starts, random);
    for (let place = 0; place < long && state !== undefined; place += 1) {
      state = oneOf([...stepsFrom(state, machine)], random)?.edge.after;
      if (state !== undefined) yield state;
    }
  }
}

const oneOf = <Value>(values: readonly Value[], random: Random): Value | undefined =>
  values[Math.floor(random() * values.length)];

const followsFrom = (state: State, machine: Machine, key: (state: State) => string): readonly string[] =>
  [...stepsFrom(state, machine)].map((step) => whatFollows(step, machine, key)).toSorted();

const whatFollows = (
  { name, edge: { before, verdict, after } }: Step,
  { setting, mirrored }: Machine,
  key: (state: State) => string,
): string => {
  const why = verdict.kind === 'hold' ? verdict.reason.kind : verdict.kind === 'end' ? verdict.ending.because : '';
  const { incident } = after;
  const law =
    incident && broken({ before, verdict: { kind: 'roll-back', incident, to: ALL_TO_STABLE }, after }, setting);
  const event = mirrored ? name.replaceAll(/canary|second/g, 'one of them') : name;
  return [event, why, law?.split(':', 1), key(after)].join(', ');
};
