import type { Policy } from '../../lambdas/domain/policy.ts';
import type { JournalLine } from '../../sim/types.ts';
import { makeWorld, type World } from '../../sim/world.ts';
import { verdictKey, verdictWords } from '../screen/verdict-words.ts';
import type { Episode } from './episodes.ts';
import { feed } from './feed.ts';
import type { Replayed, Watched } from './seen.ts';
import { type Shares, sharesAt } from './shares.ts';

export type Decision = { readonly at: number; readonly verdict: string; readonly words: string };

/** What the deployment did in an episode. Times in epoch milliseconds. */
export type Outcome = {
  readonly episode: Episode;
  readonly shares: Shares;
  readonly decisions: readonly Decision[];
  /** When SageMaker accepted the shift. */
  readonly shiftAt?: number;
  /** When the new weights were in force, by what the stand-in takes it to last. */
  readonly inForceAt?: number;
  /** `RECOVERED` and its like; undefined when no incident ended within the hour. */
  readonly endState?: string;
  readonly endedAt?: number;
  /** Subjects of what on-call would have read by email. */
  readonly letters: readonly string[];
};

const MINUTE = 60_000;
/** The guards have seen this much before the episode begins. */
const BEFORE = 15 * MINUTE;
const AT_MOST = 60 * MINUTE;
/** What follows an ending within this time still belongs to it: its letter. */
const EPILOGUE = 90_000;
/** Nothing is known of the instances behind a recording; with so many, no bound on load decides anything. */
const INSTANCES = 10;

/** The second pass: the whole deployment, functions and all, in a world of its own for each episode. */
export const playEpisode = async (replayed: Replayed, watched: Watched, episode: Episode): Promise<Outcome> => {
  const { template, deployment, policy, recording } = replayed;
  const start = Math.floor(episode.from / MINUTE) * MINUTE - BEFORE;
  const shares = sharesAt(watched.columns, policy, { from: start, to: episode.from });
  const world = await makeWorld({ template, seed: 1, start, faults: {} });
  try {
    world.parameters.put('/sagemaker-rollback/slack-webhook', world.slackWebhook, 'SecureString');
    for (const one of deployment.policies) {
      createEndpoint(world, one, one.endpoint === policy.endpoint ? shares.of : new Map());
    }
    const serves = (variant: string): boolean =>
      world.sagemaker
        .endpoint(policy.endpoint)
        .variants.some(({ name, currentWeight }) => name === variant && currentWeight > 0);
    feed(world, { columns: watched.columns, from: start, to: recording.to, serves });
    await world.run({ until: episode.from + AT_MOST, over: someTimeAfterTheEnd(world, policy.endpoint) });
    return { episode, shares, ...readLines(world.wires.journal.lines, policy.endpoint) };
  } finally {
    await world.close();
  }
};

const createEndpoint = (
  world: World,
  { endpoint, stable, canaries }: Policy,
  shares: ReadonlyMap<string, number>,
): void =>
  world.sagemaker.create({
    name: endpoint,
    configName: `${endpoint}-config`,
    variants: [stable, ...canaries].map((name) => ({
      name,
      weight: shares.get(name) ?? (name === stable ? 1 : 0),
      instances: INSTANCES,
    })),
  });

const someTimeAfterTheEnd = ({ wires }: World, endpoint: string): (() => boolean) => {
  let endedAt = Number.POSITIVE_INFINITY;
  wires.journal.onLine((line) => {
    if (isDecision(line, endpoint) && line['verdict'] === 'end') endedAt = Math.min(endedAt, wires.clock.now());
  });
  return () => wires.clock.now() >= endedAt + EPILOGUE;
};

const isDecision = (line: JournalLine, endpoint: string): boolean =>
  line.kind === 'log' && line['message'] === 'decided' && line['endpoint'] === endpoint;

const readLines = (lines: readonly JournalLine[], endpoint: string): Omit<Outcome, 'episode' | 'shares'> => {
  const shift = lines.find(
    (line) => line.kind === 'log' && line['message'] === 'asked for the shift' && line['answer'] === 'accepted',
  );
  const after = shift === undefined ? [] : lines.slice(lines.indexOf(shift));
  const inForce = after.find(
    (line) => line.kind === 'weights' && line['endpoint'] === endpoint && line['status'] === 'InService',
  );
  const end = lines.find((line) => isDecision(line, endpoint) && line['verdict'] === 'end');
  return {
    decisions: decisionsIn(lines.filter((line) => isDecision(line, endpoint))),
    letters: lines
      .filter((line) => line.kind === 'message' && line['channel'] === 'email' && isOurs(line))
      .map((line) => String(line['subject'])),
    ...(shift === undefined ? {} : { shiftAt: Date.parse(shift.at) }),
    ...(inForce === undefined ? {} : { inForceAt: Date.parse(inForce.at) }),
    ...(end === undefined ? {} : { endState: String(end['state']), endedAt: Date.parse(end.at) }),
  };
};

/** CloudWatch's own mails about alarms come as JSON. */
const isOurs = (line: JournalLine): boolean => !String(line['text']).startsWith('{');

/** What was decided, each time that it changed. */
const decisionsIn = (lines: readonly JournalLine[]): readonly Decision[] => {
  const decisions: Decision[] = [];
  let last = '';
  for (const line of lines) {
    const key = verdictKey(line);
    if (key === last || line['verdict'] === 'nothing') continue;
    last = key;
    decisions.push({ at: Date.parse(line.at), verdict: String(line['verdict']), words: verdictWords(line).text });
  }
  return decisions;
};
