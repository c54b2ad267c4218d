import { loadTemplate } from '../../sim/template/load.ts';
import { synthOwn } from '../synth/synth.ts';
import { temporaryDirectory } from '../temporary.ts';
import { deploymentIn, policyFor, variantFor } from './deployed.ts';
import { episodesIn } from './episodes.ts';
import type { ReplayOptions } from './options.ts';
import { type Outcome, playEpisode } from './outcome.ts';
import { readRecording } from './read/read.ts';
import { type Replayed, type Watched, watch } from './seen.ts';

/** All that a replay found out. */
export type Findings = {
  readonly replayed: Replayed;
  readonly watched: Watched;
  /** One for each episode that was played. */
  readonly outcomes: readonly Outcome[];
  /** Episodes beyond those. */
  readonly unplayed: number;
};

export type Watcher = {
  /** Told how far it is, 0..1. */
  readonly onProgress: (done: number) => void;
};

/** More are listed and not played: each takes about a second, and after five a reader has seen what the guards are like. */
const MOST_PLAYED = 5;

/** The share of the first pass in a replay with some episodes. */
const WATCHING = 0.5;

/** Plays somebody's own metrics through their own config: what each guard saw, and what would have happened. */
export const replay = async (options: ReplayOptions, { onProgress }: Watcher): Promise<Findings> => {
  const { recording, template } = await inputs(options);
  const deployment = deploymentIn(template);
  const policy = policyFor(deployment, options.endpoint);
  const variant = variantFor(policy, options.variant);
  const onWatched = (done: number): void => onProgress(done * WATCHING);
  const replayed: Replayed = { template, deployment, policy, variant, recording, onProgress: onWatched };

  const watched = await watch(replayed);
  const episodes = episodesIn(watched.guards, policy.stable);
  const played = episodes.slice(0, MOST_PLAYED);
  const outcomes: Outcome[] = [];
  for (const episode of played) {
    outcomes.push(await playEpisode(replayed, watched, episode));
    onProgress(WATCHING + (1 - WATCHING) * (outcomes.length / played.length));
  }
  return { replayed, watched, outcomes, unplayed: episodes.length - outcomes.length };
};

type Inputs = Pick<Replayed, 'recording' | 'template'>;

/** The config is synthesised, in a process of its own, while the file is read. */
const inputs = async ({ file, template, mode }: ReplayOptions): Promise<Inputs> => {
  const needless = new AbortController();
  const synthesised = template ?? synthOwn(temporaryDirectory('replay'), mode, needless.signal);
  try {
    return { recording: readRecording(file), template: loadTemplate(await synthesised) };
  } catch (error) {
    needless.abort();
    await Promise.allSettled([synthesised]);
    throw error;
  }
};
