import type { Extent } from '../kernel/run.ts';
import type { ThresholdAlarm } from '../services/cloudwatch/cloudwatch.ts';
import { type Template, TemplateError } from '../template/template.ts';
import type { Instant, JournalLine } from '../types.ts';
import { makeWorld, type World } from '../world.ts';
import { makeHealth } from './health.ts';
import { judge } from './judge.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Scenario, Story } from './scenario.ts';
import { furnish, guardedEndpoints, makeStage } from './stage.ts';
import { readStory } from './story.ts';
import { summaryOf } from './summary.ts';
import { usersView } from './users.ts';

export type PlayOptions = {
  readonly template: Template;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly pace?: Pace;
  /** Plays on to this moment, whatever has ended before. */
  readonly until?: Instant;
  /** Nobody asks what comes after a line of which this holds: the play is over then. */
  readonly enough?: (line: JournalLine) => boolean;
  /** Told what the alarms allow, when the story begins. */
  readonly onOpening?: (guards: readonly AlarmBound[]) => void;
  /** Told each line of the story as it happens; the summary is the last. */
  readonly onLine?: (line: JournalLine) => void;
};

/** In the alarm's own unit. */
export type AlarmBound = { readonly alarm: string; readonly threshold: number };

export type Played = {
  readonly lines: readonly JournalLine[];
  readonly story: Story;
  /** Expectations that do not hold, and hops that broke, as sentences. Empty: the scenario ended as it should. */
  readonly unmet: readonly string[];
  readonly outcome: Outcome;
  readonly endedAt: Instant;
};

/** A Monday, so that nothing depends on when somebody runs it. */
const START = Date.parse('2026-01-05T10:00:00Z');

/** Alarms, sweeps and environments are in their everyday state when the story starts. */
const WARM_UP = 6 * 60_000;

/** When every story begins, in virtual time. */
export const STORY_START = START + WARM_UP;

/** What follows an ending within this time still belongs to the story: its letter, its echo. */
const EPILOGUE = 90_000;

export const play = async (options: PlayOptions): Promise<Played> => {
  const { template, scenario, seed } = options;
  const world = await makeWorld({ template, seed, start: START, faults: scenario.faults ?? {} });
  try {
    refuseOthers(world, options);
    furnish(world, scenario);
    await world.run({ until: STORY_START });
    return await tellStory(world, options);
  } finally {
    await world.close();
  }
};

/** Guards of other endpoints only would be played for nothing, and everything would look broken. */
const refuseOthers = (world: World, { template, scenario: { name, endpoint } }: PlayOptions): void => {
  const guarded = guardedEndpoints(world);
  if (guarded.has(endpoint)) return;
  const what = guarded.size === 0 ? 'no endpoint' : [...guarded.keys()].join(', ');
  throw new TemplateError(template.file, [
    `it guards ${what}, and ${name} is about ${endpoint}: synthesise a config that guards it, with stable "stable" and canary "canary"`,
  ]);
};

const tellStory = async (world: World, options: PlayOptions): Promise<Played> => {
  const { scenario, seed, pace = 'max', onOpening, onLine } = options;
  const { journal } = world.wires;
  const firstLine = journal.lines.length;
  onOpening?.(world.cloudwatch.alarms().map(boundOf));
  if (onLine) journal.onLine(onLine);
  const health = makeHealth(world.wires.clock);
  scenario.script(makeStage(world, scenario, health));
  const paced = paceOf(pace, STORY_START);
  await world.run({ ...extentOf(world, options), ...(paced ? { pace: paced } : {}) });

  const lines = () => journal.lines.slice(firstLine);
  const story = readStory(lines(), scenario.endpoint, weightsOf(world, scenario.endpoint));
  const endedAt = world.wires.clock.now();
  const unmet = judge(world, { scenario, story, lines });
  const users = usersView(world, scenario, { ...story, health });
  journal.write('summary', summaryOf({ scenario, seed, story, unmet, users, lastedMs: endedAt - STORY_START }));
  const outcome = readOutcome({ scenario, story, lines: lines(), users });
  return { lines: lines(), story, unmet, outcome, endedAt };
};

const boundOf = ({ definition }: ThresholdAlarm): AlarmBound => ({
  alarm: definition.name,
  threshold: definition.given.Threshold,
});

const extentOf = (world: World, { scenario, until, enough }: PlayOptions): Extent => {
  const seen = enough === undefined ? () => false : onceSeen(world, enough);
  if (until !== undefined) return { until, over: seen };
  const ended = overAfterEnding(world, scenario);
  return { until: STORY_START + scenario.atMostMinutes * 60_000, over: () => seen() || ended() };
};

const onceSeen = ({ wires }: World, wanted: (line: JournalLine) => boolean): (() => boolean) => {
  let seen = false;
  wires.journal.onLine((line) => {
    seen ||= wanted(line);
  });
  return () => seen;
};

/** The play goes on for a while after the incident's end; without an incident it lasts its whole time. */
const overAfterEnding = ({ wires }: World, { endpoint, playsOn }: Scenario): (() => boolean) => {
  if (playsOn) return () => false;
  let endedAt = Number.POSITIVE_INFINITY;
  wires.journal.onLine((line) => {
    const ended = line.kind === 'log' && line['verdict'] === 'end' && line['endpoint'] === endpoint;
    if (ended) endedAt = Math.min(endedAt, wires.clock.now());
  });
  return () => wires.clock.now() >= endedAt + EPILOGUE;
};

const weightsOf = ({ sagemaker }: World, endpoint: string): Record<string, number> =>
  Object.fromEntries(
    (sagemaker.find(endpoint)?.variants ?? []).map((variant) => [variant.name, variant.currentWeight]),
  );
