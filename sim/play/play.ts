import type { Template } from '../template/template.ts';
import type { JournalLine } from '../types.ts';
import { makeWorld, type World } from '../world.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Scenario, Story } from './scenario.ts';
import { furnish, makeStage } from './stage.ts';
import { readStory } from './story.ts';
import { usersView } from './users.ts';

export type PlayOptions = {
  readonly template: Template;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly pace?: Pace;
  /** Told each line of the story as it happens; the summary is the last. */
  readonly onLine?: (line: JournalLine) => void;
};

export type Played = {
  readonly lines: readonly JournalLine[];
  readonly story: Story;
  /** Expectations that do not hold, as sentences, and hops that broke. Empty: the scenario ended as it should. */
  readonly unmet: readonly string[];
};

/** A Monday, so that nothing depends on when somebody runs it. */
const START = Date.parse('2026-01-05T10:00:00Z');

/** Alarms, sweeps and environments are in their everyday state when the story starts. */
const WARM_UP = 6 * 60_000;

/** What follows an ending within this time still belongs to the story: its letter, its echo. */
const EPILOGUE = 90_000;

export const play = async (options: PlayOptions): Promise<Played> => {
  const { template, scenario, seed } = options;
  const world = await makeWorld({ template, seed, start: START, faults: scenario.faults ?? {} });
  try {
    furnish(world, scenario);
    await world.run({ until: START + WARM_UP });
    return await tellStory(world, options);
  } finally {
    await world.close();
  }
};

const tellStory = async (world: World, { scenario, seed, pace = 'max', onLine }: PlayOptions): Promise<Played> => {
  const { clock, journal } = world.wires;
  const began = { at: clock.now(), line: journal.lines.length };
  if (onLine) journal.onLine(onLine);
  scenario.script(makeStage(world, scenario));
  const paced = paceOf(pace, clock.now());
  await world.run({
    until: began.at + scenario.atMostMinutes * 60_000,
    over: overAfterEnding(world, scenario),
    ...(paced ? { pace: paced } : {}),
  });

  const weights = weightsOf(world, scenario.endpoint);
  const before = readStory(journal.lines.slice(began.line), scenario.endpoint, weights);
  const unmet = judge(world, scenario, { story: before, from: began.line });
  const lines = () => journal.lines.slice(began.line);
  const faultAt = lines().find(({ kind }) => kind === 'story')?.at ?? null;
  journal.write('summary', {
    scenario: scenario.name,
    title: scenario.title,
    seed,
    ...summaryOf(before),
    faultAt,
    users: usersView(world, scenario, faultAt === null ? undefined : Date.parse(faultAt)),
    virtualMinutes: Math.round((clock.now() - began.at) / 6_000) / 10,
    asExpected: unmet.length === 0,
    unmet,
  });
  return { lines: lines(), story: before, unmet };
};

/** The play goes on for a while after the incident's end; without an incident it lasts its whole time. */
const overAfterEnding = ({ wires }: World, scenario: Scenario): (() => boolean) => {
  let endedAt = Number.POSITIVE_INFINITY;
  wires.journal.onLine((line) => {
    const ended = line.kind === 'log' && line['verdict'] === 'end' && line['endpoint'] === scenario.endpoint;
    if (ended) endedAt = Math.min(endedAt, wires.clock.now());
  });
  const epilogue = scenario.epilogueMinutes === undefined ? EPILOGUE : scenario.epilogueMinutes * 60_000;
  return () => wires.clock.now() >= endedAt + epilogue;
};

const judge = (
  { wires, cloudwatch }: World,
  { expects }: Scenario,
  { story, from }: { readonly story: Story; readonly from: number },
): readonly string[] => {
  for (const { alarm, metric } of cloudwatch.blindAlarms().filter((blind) => blind.alarm.includes('/guard/'))) {
    const watched = `${metric.namespace} ${metric.name} of ${Object.values(metric.dimensions).join('/')}`;
    const why = 'the metric never had a datapoint, while others of its name have';
    wires.journal.write('missing-hop', { hop: 'metric', from: watched, to: alarm, why });
  }
  const broken = expects.filter(({ holds }) => !holds(story));
  for (const { sentence, from: source, to } of broken) {
    wires.journal.write('missing-hop', { hop: 'expected', from: source, to, why: `it should be so that ${sentence}` });
  }
  return wires.journal.lines
    .slice(from)
    .filter(({ kind }) => kind === 'missing-hop')
    .map((line) => `${String(line['from'])} → ${String(line['to'])}: ${String(line['why'])}`);
};

const weightsOf = ({ sagemaker }: World, endpoint: string): Record<string, number> =>
  Object.fromEntries(sagemaker.endpoint(endpoint).variants.map((variant) => [variant.name, variant.currentWeight]));

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

const summaryOf = (story: Story): Record<string, unknown> => ({
  endState: story.endState,
  breachAt: iso(story.breachAt),
  shiftRequestedAt: iso(story.shiftRequestedAt),
  provedAt: iso(story.provedAt),
  sequentialCallsBeforeShift: story.sequentialCallsBeforeShift,
  messages: story.messages,
  awsCalls: story.awsCalls,
});
