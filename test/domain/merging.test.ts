import { describe, expect, test } from 'vitest';
import { makeSeeded } from '../../sim/kernel/seeded.ts';
import { type Machine, stepsFrom } from '../../simulation/explore/explore.ts';
import { keyIn } from '../../simulation/explore/key.ts';
import { MACHINES, WIDE } from '../../simulation/explore/machines.ts';
import { compareMerged } from '../../simulation/explore/merging.ts';
import type { State } from '../../simulation/explore/state.ts';

const randomly = (walks: number) => ({ walks, long: 9, random: makeSeeded(1).random('walks') });

describe('of states that are taken for one in an exhaustive search, the same follows:', () => {
  test.each(Object.entries(MACHINES))('%s', (_, machine) => {
    const { pairs, differ } = compareMerged(machine, randomly(15));
    expect(differ).toBeUndefined();
    expect(pairs).toBeGreaterThan(0);
  });
});

test('who was told of an incident has not heard of what was asked for since: random walks rarely meet that', () => {
  const machine = MACHINES['scale, then shift'] as Machine;
  const by = (...names: readonly string[]): State =>
    names.reduce(
      (state, asked) => [...stepsFrom(state, machine)].find(({ name }) => name === asked)?.edge.after as State,
      machine.starts[1] as State,
    );
  const toldBefore = by('the alarm of canary changes → prepare', 'the change is applied (its answer lost, done)');
  const toldSince = by('the alarm of canary changes (its letter not taken)', 'the change is applied → roll-back');
  const { told, shift } = toldBefore.incident ?? {};
  expect(toldSince.incident).toMatchObject({ told, shift });
  expect(keyIn(machine)(toldBefore)).not.toBe(keyIn(machine)(toldSince));
});

describe('a search that forgets something is found out:', () => {
  const forgetting = (name: string, forget: (state: State) => State): string | undefined => {
    const machine = MACHINES[name] as Machine;
    const key = keyIn(machine);
    return compareMerged(machine, { ...randomly(200), key: (state) => key(forget(state)) }).differ?.follows[0];
  };

  test.each<[string, string, (state: State) => State]>([
    ['when the endpoint was changed', WIDE, (state) => ({ ...state, modifiedAt: 0 })],
    ['what is measured', WIDE, (state) => ({ ...state, minutes: { stable: [], canary: [], second: [] } })],
    [
      'which alarm went off first',
      'two canaries',
      ({ alarms, ...state }) => ({
        ...state,
        alarms: { ...alarms, canary: { ...alarms.canary, transitionedAt: alarms.second.transitionedAt } },
      }),
    ],
    ['what a person answered', 'mode approve', ({ answer: _forgotten, ...state }) => state],
    ['how far stable will grow', 'scale, then shift', ({ growingTo: _forgotten, ...state }) => state],
    ['that something may still fail', 'brakes', (state) => ({ ...state, faults: 0 })],
  ])('%s', (_, name, forget) => {
    expect(forgetting(name, forget)).toBeDefined();
  });
});
