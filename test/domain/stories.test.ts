import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { MAX_ATTEMPTS } from '../../lambdas/domain/settle.ts';
import { shareOf } from '../../lambdas/domain/weights.ts';
import { play, type World } from '../adversary.ts';
import { anyStory } from '../story.ts';

const RUNS = 1_500;

/** `counts`: how often a story has what the property is about; a property of nothing would hold for anything. */
const everyStory = (counts: (world: World) => number, holds: (world: World) => void) => {
  let seen = 0;
  fc.assert(
    fc.property(anyStory(), (story) => {
      const world = play(story);
      seen += counts(world);
      holds(world);
    }),
    { numRuns: RUNS, seed: 20260101 },
  );
  expect(seen).toBeGreaterThan(RUNS / 10);
};

const perIncident = (ids: readonly string[]): readonly number[] =>
  [...Map.groupBy(ids, (id) => id).values()].map(({ length }) => length);

test("I3 F28: whatever happens, our hand never raises a canary's weight and never takes from stable", () => {
  everyStory(
    ({ shifts }) => shifts.length,
    ({ shifts }) => {
      for (const { from, to } of shifts) {
        expect(to['canary']).toBe(0);
        expect(from['canary']).toBeGreaterThan(0);
        expect(shareOf('stable', to)).toBeGreaterThanOrEqual(shareOf('stable', from));
      }
    },
  );
});

test('I5: an incident asks for what SageMaker takes at most three times', () => {
  const attempts = ({ incident, endings }: World) =>
    [incident, ...endings.map((ended) => ended.incident)].map((one) => one?.shift?.attempts ?? 0);
  everyStory(
    (world) => attempts(world).filter((count) => count > 1).length,
    (world) => expect(Math.max(...attempts(world))).toBeLessThanOrEqual(MAX_ATTEMPTS),
  );
});

/** Where nobody has to be asked or reminded: then there are more. */
const MOST_LETTERS = 3;

test('an incident that shifts by itself sends at most three letters', () => {
  everyStory(
    ({ letters }) => perIncident(letters).filter((count) => count > 1).length,
    ({ letters }) => expect(Math.max(0, ...perIncident(letters))).toBeLessThanOrEqual(MOST_LETTERS),
  );
});

test('an incident ends once, and is asked nothing of afterwards', () => {
  everyStory(
    ({ endings }) => endings.length,
    ({ endings, shifts }) => {
      expect(Math.max(0, ...perIncident(endings.map(({ incident }) => incident.id)))).toBeLessThanOrEqual(1);
      for (const { incident, world } of endings) {
        const later = shifts.slice(world.shifts.length);
        expect(later.filter((one) => one.incident === incident.id)).toEqual([]);
      }
    },
  );
});

test('RECOVERED is claimed only of a world that has recovered', () => {
  everyStory(
    ({ endings }) => endings.filter(({ ending }) => ending.state === 'RECOVERED').length,
    ({ endings }) => {
      for (const { incident, ending, world } of endings.filter((one) => one.ending.state === 'RECOVERED')) {
        expect(world).toMatchObject({ updating: false, weights: { canary: 0 } });
        expect(`config-${world.config}`).toBe(incident.config);
        const since = world.traffic.stable.filter(
          ({ start, requests }) =>
            start >= (incident.shift?.requestedAt ?? Number.NaN) && start + MINUTE <= ending.at && requests >= 50,
        );
        const quiet = since.filter(({ start }) => !world.traffic.canary.some((minute) => minute.start === start));
        expect(quiet).not.toEqual([]);
      }
    },
  );
});

test('NOT_ROLLED_BACK is never claimed of weights that a look saw in force', () => {
  everyStory(
    ({ endings }) => endings.filter(({ ending }) => ending.state !== 'RECOVERED').length,
    ({ endings }) => {
      for (const { incident, ending } of endings) {
        const claimed = ending.state !== 'NOT_ROLLED_BACK';
        expect(claimed).toBe(incident.shift?.inForceAt !== undefined);
      }
    },
  );
});
