import type { Instant } from '../types.ts';
import type { Scenario, Story } from './scenario.ts';
import type { UsersView } from './users.ts';

type Ended = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly story: Story;
  readonly unmet: readonly string[];
  readonly users: UsersView;
  readonly lastedMs: number;
};

/** The last line of every play. Times are virtual, ISO 8601, or null for what did not happen. */
export const summaryOf = ({ scenario, seed, story, unmet, users, lastedMs }: Ended): Record<string, unknown> => ({
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
  users,
  virtualMinutes: Math.round(lastedMs / 6_000) / 10,
  asExpected: unmet.length === 0,
  unmet,
});

const iso = (time: Instant | null): string | null => (time === null ? null : new Date(time).toISOString());
