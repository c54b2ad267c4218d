import type { Incident } from '../domain/incident.ts';
import { told } from '../domain/progress.ts';
import { isSameNews, type StormNews, stormNews } from '../domain/storm-news.ts';
import { entry, placesOf, RECORD_WITHIN_MS } from './keep.ts';
import type { World } from './step.ts';

/** A sweep's one letter about all of a storm. */
export type StormTelling = {
  /** Whether it was the letter that this incident owes, and the topic took it. */
  readonly isToldAlready: (incident: Incident) => Promise<boolean>;
  /** Writes of each incident that it is told. Fails where the letter did. */
  readonly keep: () => Promise<void>;
};

/** The function may run for ten seconds more once no look begins. What is not written by then is told once more. */
const KEEP_UNTIL_MS = 27_000;

const AT_ONCE = 30;

/**
 * Sends the letter at once, beside the looks: none of them waits for it, and trouble in them does not keep it. What came
 * of it is written after them, since a look whose record comes second would not shift.
 */
export const tellingOfStorm = (world: World, heads: readonly Incident[]): StormTelling | undefined => {
  const storm = stormNews(heads);
  if (storm === undefined) return undefined;
  const msLeft = world.budget?.countdown(KEEP_UNTIL_MS);
  const sent = send(world, storm);
  const isSent = sent.then(
    () => true,
    () => false,
  );
  return {
    isToldAlready: async (incident) => storm.news.some((one) => isSameNews(one, incident)) && (await isSent),
    keep: async () => keepTold(world, { news: storm.news, headline: await sent, msLeft }),
  };
};

const send = async ({ ports, deployment }: World, storm: StormNews): Promise<string> => {
  const { stormLetter } = await import('../domain/words/storm-letter.ts');
  const letter = stormLetter({ storm, deployment, placesOf: (policy) => placesOf(deployment, policy) });
  await ports.oncall.publish(letter);
  ports.log('told of a storm', { incidents: storm.news.length, of: storm.members.length, headline: letter.headline });
  return letter.headline;
};

type Keeping = {
  readonly news: readonly Incident[];
  readonly headline: string;
  readonly msLeft: (() => number) | undefined;
};

const keepTold = async (world: World, { news, headline, msLeft = () => 1 }: Keeping): Promise<void> => {
  const queue = [...news];
  const worker = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined && msLeft() > 0; one = queue.shift())
      await keepOne(world, one, headline);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

/** What changed meanwhile is news once more. */
const keepOne = async ({ ports }: World, one: Incident, headline: string): Promise<void> => {
  const { incident, version } = await ports.ledger.head(one.endpoint);
  if (incident === undefined || !isSameNews(one, incident)) return;
  const facts = { letter: one.owed, headline };
  const after = told(incident, ports.clock());
  await ports.ledger.write(entry(ports, { incident: after, version }, { what: 'told', facts }), RECORD_WITHIN_MS);
};
