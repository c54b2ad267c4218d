import type { JournalLine } from '../types.ts';
import type { World } from '../world.ts';
import type { Scenario, Story } from './scenario.ts';

type Judged = {
  readonly scenario: Scenario;
  readonly story: Story;
  /** The story's lines so far, those that judging adds included. */
  readonly lines: () => readonly JournalLine[];
};

/**
 * What did not go as it should, as sentences. Every hop that broke is a line of the journal: written when it broke, or
 * here, where something that should have happened did not.
 */
export const judge = (world: World, { scenario, story, lines }: Judged): readonly string[] => {
  tellBlindGuards(world);
  for (const { sentence, from, to } of scenario.expects.filter(({ holds }) => !holds(story))) {
    const why = `it should be so that ${sentence}`;
    world.wires.journal.write('missing-hop', { hop: 'expected', from, to, why });
  }
  return lines()
    .filter(({ kind }) => kind === 'missing-hop')
    .map((line) => `${String(line['from'])} → ${String(line['to'])}: ${String(line['why'])}`);
};

/** A guard on a metric that nothing ever reports is OK for ever, and guards nothing. */
const tellBlindGuards = ({ wires, cloudwatch }: World): void => {
  for (const { alarm, metric } of cloudwatch.blindAlarms().filter((blind) => blind.alarm.includes('/guard/'))) {
    const watched = `${metric.namespace} ${metric.name} of ${Object.values(metric.dimensions).join('/')}`;
    const why = 'the metric never had a datapoint, while others of its name have';
    wires.journal.write('missing-hop', { hop: 'metric', from: watched, to: alarm, why });
  }
};
