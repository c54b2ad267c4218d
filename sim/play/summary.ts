import type { Instant } from '../types.ts';
import type { World } from '../world.ts';
import type { Scenario, Story } from './scenario.ts';
import { usersView } from './users.ts';

type Ended = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly story: Story;
  readonly unmet: readonly string[];
  readonly began: Instant;
};

/** The last line of every play. Times are virtual, ISO 8601, or null for what did not happen. */
export const summaryOf = (world: World, { scenario, seed, story, unmet, began }: Ended): Record<string, unknown> => ({
  scenario: scenario.name,
  title: scenario.title,
  seed,
  endState: story.endState,
  faultAt: iso(story.faultAt),
  breachAt: iso(story.breachAt),
  shiftRequestedAt: iso(story.shiftRequestedAt),
  provedAt: iso(story.provedAt),
  sequentialCallsBeforeShift: story.sequentialCallsBeforeShift,
  messages: story.messages,
  awsCalls: story.awsCalls,
  users: usersView(world, scenario, story),
  virtualMinutes: Math.round((world.wires.clock.now() - began) / 6_000) / 10,
  asExpected: unmet.length === 0,
  unmet,
});

const iso = (time: Instant | null): string | null => (time === null ? null : new Date(time).toISOString());
